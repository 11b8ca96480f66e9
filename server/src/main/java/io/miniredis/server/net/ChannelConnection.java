package io.miniredis.server.net;

import io.miniredis.protocol.DiscardingWriter;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.protocol.RequestDecoder;
import io.miniredis.protocol.RespWriter;
import io.miniredis.server.client.Connection;
import io.miniredis.server.client.OutputUse;
import io.miniredis.server.client.RawOutput;
import io.miniredis.server.stats.ServerStats;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A client's socket. Replies gather in one buffer, which is handed to the channel as a whole when it is flushed and
 * belongs to the channel from then on.
 *
 * <p>Used by the main thread, except where a method says otherwise. The channel may belong to another thread: what is
 * read of its state is exact on the main thread's own channels, and a recent value for others.
 */
final class ChannelConnection implements Connection {
    /** What a buffer of Redis has at least (PROTO_REPLY_MIN_BYTES). */
    private static final int SMALLEST_BUFFER_BYTES = 1024;

    private static final int LARGEST_FIRST_BUFFER_BYTES = 64 * 1024;

    /** A buffer of Redis has no more; what else there is to send it keeps in a list. */
    private static final int LARGEST_SHOWN_BUFFER_BYTES = 16 * 1024;

    /** When so much has gathered within one batch of requests, it is sent before the next request is executed. */
    private static final int HAND_OVER_BYTES = 128 * 1024;

    private final Channel channel;
    private final RequestDecoder decoder;
    private final BooleanSupplier mayReply;
    private final ServerStats stats;
    private final String remoteAddress;
    private final String localAddress;
    private final boolean unixSocket;
    private final boolean local;
    private final RespWriter writer = new RespWriter(Unpooled.EMPTY_BUFFER);
    private @Nullable ByteBuf replies;
    private int firstBufferBytes = SMALLEST_BUFFER_BYTES;
    private int peakBytes;
    private boolean handedOver;
    private boolean withheld;
    private boolean closed;
    private boolean toReplica;
    private long turnBytes;
    private @Nullable RawOutput rawOutput;

    // The reading thread's.
    private @Nullable ClientHandler handler;
    private AuthenticationListener authentication = yes -> {};

    /** Hears, on the reading thread, whether the client has authenticated. */
    interface AuthenticationListener {
        void authenticated(boolean yes);
    }

    /** A connection whose replies wait for nothing. */
    ChannelConnection(Channel channel, RequestDecoder decoder, String unixSocketPath, ServerStats stats) {
        this(channel, decoder, unixSocketPath, stats, () -> true);
    }

    /** @param mayReply is asked before replies are sent; false if they must not be, ever */
    ChannelConnection(
            Channel channel,
            RequestDecoder decoder,
            String unixSocketPath,
            ServerStats stats,
            BooleanSupplier mayReply) {
        this.mayReply = mayReply;
        this.channel = channel;
        this.decoder = decoder;
        this.stats = stats;
        this.unixSocket = !unixSocketPath.isEmpty();
        this.remoteAddress = unixSocket ? unixSocketPath + ":0" : text(channel.remoteAddress());
        this.localAddress = unixSocket ? unixSocketPath + ":0" : text(channel.localAddress());
        this.local = unixSocket || isLoopback(channel.remoteAddress());
    }

    private static String text(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
            String host = inet.getAddress().getHostAddress();
            int zone = host.indexOf('%');
            host = zone < 0 ? host : host.substring(0, zone);
            return (host.indexOf(':') >= 0 ? "[" + compressed(inet.getAddress()) + "]" : host) + ":" + inet.getPort();
        }
        return "?:0";
    }

    /** An IPv6 address with its longest run of zeros left out ({@code ::1}), as inet_ntop writes it (RFC 5952). */
    private static String compressed(InetAddress address) {
        return io.netty.util.NetUtil.toAddressString(address);
    }

    private static boolean isLoopback(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet
                && inet.getAddress() != null
                && inet.getAddress().isLoopbackAddress();
    }

    // ---- the reading thread ----

    void opened(ClientHandler reader) {
        handler = reader;
    }

    void onAuthentication(AuthenticationListener listener) {
        authentication = listener;
    }

    /** Called by any thread. */
    void goOnDecoding() {
        onReadingThread(this::goOn);
    }

    /**
     * When the server ends, that thread is the first to go, and its connections with it: nothing is left to do then.
     */
    private void onReadingThread(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException gone) {
            release();
        }
    }

    /**
     * Goes on when all other channels that are ready have had their turn. A task would not wait for them: Netty runs
     * tasks, and what they add, for up to a second before it looks at its channels again.
     */
    void goOnDecodingAfterOthers() {
        channel.eventLoop().schedule(this::goOn, 0, TimeUnit.NANOSECONDS);
    }

    private void goOn() {
        try {
            if (handler != null) {
                handler.goOn();
            }
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /**
     * Ends the connection as a failure while reading does, outside of which Netty tells nobody. Called by any thread.
     */
    void failed(Throwable failure) {
        onReadingThread(() -> channel.pipeline().fireExceptionCaught(failure));
    }

    /** Reads the socket, or leaves what arrives to the network. Called by any thread. */
    void reading(boolean on) {
        if (channel.isOpen()) {
            channel.config().setAutoRead(on);
        }
    }

    boolean isReading() {
        return channel.config().isAutoRead();
    }

    // ---- output ----

    @Override
    public ReplyWriter writer() {
        if (closed || withheld) {
            return new DiscardingWriter(writer.protocol());
        }
        if (replies != null && replies.readableBytes() >= HAND_OVER_BYTES && !writer.hasOpenDeferred()) {
            flush();
            handedOver = true;
        }
        if (replies == null) {
            replies = channel.alloc().directBuffer(firstBufferBytes);
            writer.buffer(replies);
        }
        return writer;
    }

    @Override
    public void protocol(int version) {
        writer.protocol(version);
    }

    @Override
    public void flush() {
        if (withheld || isLost() || !mayReply.getAsBoolean()) {
            return;
        }
        ByteBuf full = take();
        if (full != null) {
            channel.writeAndFlush(full, channel.voidPromise());
        }
    }

    /** A turn is over: replies are counted from 0 on. */
    void forgetTurn() {
        turnBytes = 0;
    }

    /** Bytes of replies handed to the channel since the turn began. */
    long turnBytes() {
        return turnBytes;
    }

    /** What has gathered, which is the caller's from now on. */
    private @Nullable ByteBuf take() {
        ByteBuf full = replies;
        if (full == null) {
            return null;
        }
        replies = null;
        int bytes = full.readableBytes();
        turnBytes += bytes;
        stats.totalNetOutputBytes += bytes;
        if (toReplica) {
            stats.replicationStreamBytes += bytes;
        }
        stats.totalWritesProcessed++;
        if (!channel.eventLoop().inEventLoop()) {
            stats.ioThreadedWritesProcessed++;
        }
        peakBytes = Math.max(peakBytes, bytes);
        prepareForAsMuchAs(bytes);
        return full;
    }

    /** The next batch will probably be about as large: growing step by step would copy it several times. */
    private void prepareForAsMuchAs(int bytes) {
        int present = firstBufferBytes;
        int next = Math.min(
                Math.max(Integer.highestOneBit(bytes | 1) << 1, SMALLEST_BUFFER_BYTES), LARGEST_FIRST_BUFFER_BYTES);
        if (next > present) {
            stats.replyBufferExpands++;
        } else if (next < present) {
            stats.replyBufferShrinks++;
        }
        firstBufferBytes = next;
    }

    @Override
    public void withhold() {
        withheld = true;
    }

    @Override
    public boolean tookHandOver() {
        boolean was = handedOver;
        handedOver = false;
        return was;
    }

    @Override
    public void close() {
        release();
        channel.close();
    }

    @Override
    public void closeAfterFlush() {
        if (closed || isLost() || !mayReply.getAsBoolean()) {
            return;
        }
        ByteBuf last = take();
        closed = true;
        // Listened to beforehand: afterwards the thread that tells listeners may have ended.
        ChannelPromise written = channel.newPromise().addListener(ChannelFutureListener.CLOSE);
        channel.writeAndFlush(last == null ? Unpooled.EMPTY_BUFFER : last, written);
    }

    /** True if nobody is left to write, since the server ends: what has gathered is given back then. */
    private boolean isLost() {
        boolean lost = channel.eventLoop().isShutdown();
        if (lost) {
            release();
        }
        return lost;
    }

    /** The channel is gone or going: what was not handed over is given back, and nothing more is written. */
    void release() {
        closed = true;
        if (replies != null) {
            replies.release();
            replies = null;
        }
    }

    @Override
    public long pendingOutputBytes() {
        return queuedBytes(channel.unsafe().outboundBuffer()) + gatheredBytes();
    }

    private static long queuedBytes(@Nullable ChannelOutboundBuffer outbound) {
        return outbound == null ? 0 : outbound.totalPendingWriteBytes();
    }

    private int gatheredBytes() {
        return replies == null ? 0 : replies.readableBytes();
    }

    @Override
    public long gatheredOutputBytes() {
        return gatheredBytes();
    }

    @Override
    public long bufferBytes() {
        return decoder.bufferedBytes()
                + decoder.roomBytes()
                + decoder.argumentBytes()
                + (replies == null ? 0 : replies.capacity())
                + queuedBytes(channel.unsafe().outboundBuffer());
    }

    @Override
    public OutputUse outputUse() {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        return new OutputUse(
                Math.min(replies == null ? firstBufferBytes : replies.capacity(), LARGEST_SHOWN_BUFFER_BYTES),
                Math.max(peakBytes, gatheredBytes()),
                gatheredBytes(),
                outbound == null ? 0 : outbound.size(),
                queuedBytes(outbound));
    }

    @Override
    public void forgetPeak() {
        peakBytes = 0;
    }

    @Override
    public RawOutput rawOutput() {
        RawOutput present = rawOutput;
        if (present == null) {
            present = new ChannelRawOutput(channel, stats);
            rawOutput = present;
        }
        return present;
    }

    @Override
    public void servesReplica() {
        toReplica = true;
    }

    @Override
    public void delayingSmallWrites(boolean yes) {
        if (!unixSocket) {
            channel.config().setOption(ChannelOption.TCP_NODELAY, !yes);
        }
    }

    // ---- input ----

    @Override
    public long pendingInputBytes() {
        return decoder.bufferedBytes();
    }

    @Override
    public long inputRoomBytes() {
        return decoder.roomBytes();
    }

    @Override
    public void giveBackInputRoom() {
        onReadingThread(decoder::giveBackRoom);
    }

    @Override
    public long pendingArgumentBytes() {
        return decoder.argumentBytes();
    }

    @Override
    public void authenticated(boolean yes) {
        if (channel.eventLoop().inEventLoop()) {
            decoder.authenticated(yes);
        } else {
            onReadingThread(() -> {
                decoder.authenticated(yes);
                authentication.authenticated(yes);
            });
        }
    }

    // ---- addresses ----

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }

    @Override
    public String localAddress() {
        return localAddress;
    }

    @Override
    public int fileDescriptor() {
        return Transport.fileDescriptor(channel);
    }

    @Override
    public boolean isUnixSocket() {
        return unixSocket;
    }

    @Override
    public boolean isEncrypted() {
        return channel.pipeline().get(SslHandler.class) != null;
    }

    @Override
    public boolean isLocal() {
        return local;
    }

    @Override
    public String toString() {
        return "ChannelConnection[" + remoteAddress + ", " + pendingOutputBytes() + " B to send"
                + (closed ? ", closed]" : "]");
    }
}
