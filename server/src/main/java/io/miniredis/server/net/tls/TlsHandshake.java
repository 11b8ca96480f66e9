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
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Stands between encryption and the client's handler, which it calls in when the handshake is done: who has not come
 * that far is no client. On the thread that reads the channel.
 */
final class TlsHandshake extends ChannelInboundHandlerAdapter {
    private static final int LONGEST_REASON = 160;

    /** How long a peer that sends no more is waited for, in case all it had to send is here. */
    private static final int PATIENCE_MILLIS = 1_000;

    private final RedisServer server;
    private final TlsService service;
    private final SSLEngine engine;
    private final ChannelHandler client;
    private boolean established;
    private boolean inputEnded;
    private boolean ended;

    TlsHandshake(RedisServer server, TlsService service, SSLEngine engine, ChannelHandler client) {
        this.engine = engine;
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
            inputEnded = true;
            // What has arrived may be all that is missing; if not, this is half a handshake for ever.
            context.executor().schedule(() -> cutOffIfHalf(context), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    private void handshakeDone(ChannelHandlerContext context, SslHandshakeCompletionEvent handshake) {
        end();
        if (handshake.isSuccess()) {
            established = true;
            context.pipeline().addLast(client);
            context.fireChannelActive();
            if (inputEnded) {
                // When what came with the last of the handshake has been read.
                context.executor().execute(() -> context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE));
            }
        } else {
            failed(context.channel(), handshake.cause());
            cutOff(context);
        }
    }

    private void cutOffIfHalf(ChannelHandlerContext context) {
        if (!established) {
            cutOff(context);
        }
    }

    /** Closes the connection without a farewell, which would wait for a peer that may never read it. */
    private static void cutOff(ChannelHandlerContext context) {
        ChannelHandlerContext encryption = context.pipeline().context(SslHandler.class);
        (encryption == null ? context : encryption).close();
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
        String message = cause.getMessage();
        String text = message == null ? "the connection was closed" : message;
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…";
    }

    /** Before the handshake the client is not there yet; it hears of the channel when it is done. */
    @Override
    public void channelActive(ChannelHandlerContext context) {}

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (established) {
            if (isRenegotiating()) {
                cutOff(context);
            }
            context.fireChannelReadComplete();
        }
    }

    /** Costs this side much and the other side nothing; TLS 1.3 has it no more, but messages of its own. */
    private boolean isRenegotiating() {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
                && !engine.getSession().getProtocol().equals("TLSv1.3");
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
            cutOff(context);
        }
    }
}
