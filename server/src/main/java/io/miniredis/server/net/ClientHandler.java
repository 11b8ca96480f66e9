package io.miniredis.server.net;

import io.miniredis.datastructures.Ascii;
import io.miniredis.protocol.ProtocolException;
import io.miniredis.protocol.RequestDecoder;
import io.miniredis.server.RedisServer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A client's channel: where bytes become requests. Runs on the thread that reads the channel, the main thread or an I/O
 * thread; its {@link RequestSink} knows the difference.
 */
final class ClientHandler extends ChannelInboundHandlerAdapter {
    private static final int SCRATCH_BYTES = 64 * 1024;
    private static final int LINE_END_BYTES = 2;

    /** So much of a request that is too long is logged. */
    private static final int SHOWN_BYTES = 64;

    /**
     * What was read is copied here first: parsing an array is far quicker than asking a buffer for each byte. Whoever
     * reads takes it away meanwhile: another connection may be read while a request of this one is executed.
     */
    private static final FastThreadLocal<byte[]> SCRATCH = new FastThreadLocal<>();

    private final RedisServer server;
    private final RequestDecoder decoder;
    private final ChannelConnection connection;
    private final RequestSink sink;

    /** What was read and may not be decoded yet, almost always nothing. */
    private final Deque<ByteBuf> held = new ArrayDeque<>(0);

    private long unreportedBytes;
    private boolean onHold;
    private boolean inputEnded;
    /** True after an error: what the client still sends means nothing. */
    private boolean broken;
    /** What an argument begins with that is complete and too long; null if there is none. */
    private @Nullable String tooLong;

    ClientHandler(RedisServer server, RequestDecoder decoder, ChannelConnection connection, RequestSink sink) {
        this.server = server;
        this.decoder = decoder;
        this.connection = connection;
        this.sink = sink;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connection.opened(this);
        sink.opened();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf input = (ByteBuf) message;
        unreportedBytes += input.readableBytes();
        if (broken) {
            input.release();
        } else if (onHold) {
            held.addLast(input);
        } else {
            decode(input);
        }
    }

    /** Decodes a buffer, which is given back when it is used up and held when the sink wants nothing more. */
    private void decode(ByteBuf input) {
        boolean usedUp = true;
        try {
            read(input);
            usedUp = !input.isReadable();
        } catch (ProtocolException e) {
            broken = true;
            sink.protocolError(e.text());
        } finally {
            if (usedUp || broken) {
                input.release();
            } else {
                held.addFirst(input);
            }
        }
    }

    private void read(ByteBuf input) {
        byte[] scratch = SCRATCH.get();
        if (scratch == null) {
            scratch = new byte[SCRATCH_BYTES];
        } else {
            SCRATCH.set(null);
        }
        try {
            read(input, scratch);
        } finally {
            SCRATCH.set(scratch);
        }
    }

    private void read(ByteBuf input, byte[] scratch) {
        while (input.isReadable() && !onHold) {
            byte[] bulk = decoder.bulkTarget();
            if (bulk != null) {
                int length = Math.min(decoder.bulkMissing(), input.readableBytes());
                input.readBytes(bulk, decoder.bulkOffset(), length);
                decoder.bulkReceived(length);
                if (decoder.bulkTarget() == null && decoder.bufferedBytes() + LINE_END_BYTES > queryBufferLimit()) {
                    refuse(bulk, input);
                }
                continue;
            }
            int length = Math.min(input.readableBytes(), scratch.length);
            input.getBytes(input.readerIndex(), scratch, 0, length);
            int position = 0;
            while (position < length && !onHold) {
                position = decoder.decode(scratch, position, length);
                if (decoder.ready()) {
                    onHold = !sink.request(decoder.take());
                }
            }
            input.skipBytes(position);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        long bytes = unreportedBytes;
        unreportedBytes = 0;
        sink.readComplete(bytes);
        if (decoder.bufferedBytes() + decoder.argumentBytes() > queryBufferLimit() && !broken) {
            broken = true;
            tooLong = firstBytes();
        }
        closeIfTooLong();
    }

    /** An argument that fits only without its line end is too long as well: in Redis it waits in the buffer with it. */
    private void refuse(byte[] argument, ByteBuf input) {
        broken = true;
        tooLong = Ascii.quote(argument, SHOWN_BYTES);
        input.skipBytes(input.readableBytes());
    }

    private void closeIfTooLong() {
        String firstBytes = tooLong;
        if (firstBytes != null) {
            tooLong = null;
            giveBack();
            sink.queryTooLong(firstBytes);
        }
    }

    private long queryBufferLimit() {
        return server.config().network.clientQueryBufferLimit.value();
    }

    private String firstBytes() {
        byte[] bulk = decoder.bulkTarget();
        return bulk == null ? "\"\"" : Ascii.quote(bulk, Math.min(SHOWN_BYTES, decoder.bulkOffset()));
    }

    /** Decodes what was held: the sink is ready again. */
    void goOn() {
        onHold = false;
        boolean some = !held.isEmpty();
        for (ByteBuf input = held.pollFirst(); input != null; input = onHold ? null : held.pollFirst()) {
            decode(input);
        }
        if (some) {
            sink.readComplete(0);
            closeIfTooLong();
        }
        if (onHold) {
            return;
        }
        sink.goesOn();
        if (inputEnded) {
            sink.inputEnded();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent && !inputEnded) {
            inputEnded = true;
            if (!onHold) {
                sink.inputEnded();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        broken = true;
        giveBack();
        sink.closed();
    }

    private void giveBack() {
        decoder.release();
        for (ByteBuf input = held.pollFirst(); input != null; input = held.pollFirst()) {
            input.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        broken = true;
        try {
            giveBack();
            if (cause instanceof OutOfMemoryError) {
                server.memory().outOfMemory();
            }
            report(cause);
        } finally {
            // Even if there was no memory to say why.
            context.close();
        }
    }

    private void report(Throwable cause) {
        if (cause instanceof OutOfMemoryError) {
            server.log()
                    .warning("Closing client " + connection.remoteAddress() + ": out of memory while reading from"
                            + " it (" + cause.getMessage() + ")");
        } else if (cause instanceof IOException) {
            server.log().verbose("Reading from client: " + cause.getMessage());
        } else {
            server.log().failure("Closing a connection after an internal error", cause);
        }
    }

    @Override
    public String toString() {
        return "ClientHandler[" + connection.remoteAddress() + ", " + decoder + "]";
    }
}
