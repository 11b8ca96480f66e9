package io.miniredis.server.net.tls;

import io.miniredis.server.RedisServer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Stands between encryption and the client's handler, which it calls in when the handshake is done: who has not come that
 * far is no client. On the thread that reads the channel.
 */
final class TlsHandshake extends ChannelInboundHandlerAdapter {
    private static final int LONGEST_REASON = 160;

    private final RedisServer server;
    private final TlsService service;
    private final ChannelHandler client;
    private boolean established;
    private boolean ended;

    TlsHandshake(RedisServer server, TlsService service, ChannelHandler client) {
        this.server = server;
        this.service = service;
        this.client = client;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            handshakeDone(context, handshake);
        } else if (event instanceof SslCloseCompletionEvent) {
            // The peer has said that it sends no more, which without encryption the operating system would say.
            context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        } else if (event instanceof ChannelInputShutdownEvent && !established) {
            // Half a handshake that the peer will never complete.
            context.close();
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    private void handshakeDone(ChannelHandlerContext context, SslHandshakeCompletionEvent handshake) {
        if (established) {
            // Renegotiation costs this side much and the other side nothing.
            context.close();
            return;
        }
        end();
        if (handshake.isSuccess()) {
            established = true;
            context.pipeline().addLast(client);
            context.fireChannelActive();
        } else {
            failed(context.channel(), handshake.cause());
            context.close();
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            service.handshakeEnded();
        }
    }

    private void failed(Channel channel, Throwable cause) {
        server.log()
                .warning("Error accepting a client connection: " + reason(cause) + " (addr="
                        + text(channel.remoteAddress()) + " laddr=" + text(channel.localAddress()) + ")");
        server.mainThread().execute(() -> server.stats().tlsHandshakeFailures++);
    }

    private static String text(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet ? NetUtil.toSocketAddressString(inet) : "?:0";
    }

    private static String reason(Throwable failure) {
        if (failure instanceof NotSslRecordException) {
            // Its message holds all that was sent.
            return "not a TLS record";
        }
        Throwable cause = failure.getCause() instanceof SSLException inner ? inner : failure;
        String text = String.valueOf(cause.getMessage());
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…";
    }

    /** Before the handshake the client is not there yet; it hears of the channel when it is done. */
    @Override
    public void channelActive(ChannelHandlerContext context) {}

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (established) {
            context.fireChannelReadComplete();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (established) {
            boolean isPeersFault = failure instanceof DecoderException && failure.getCause() instanceof SSLException;
            context.fireExceptionCaught(isPeersFault ? failure.getCause() : failure);
        } else {
            // A failed handshake is told by its event.
            context.close();
        }
    }
}
