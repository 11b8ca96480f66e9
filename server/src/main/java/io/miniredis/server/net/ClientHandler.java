package io.miniredis.server.net;

import io.miniredis.protocol.ProtocolException;
import io.miniredis.protocol.Request;
import io.miniredis.protocol.RequestDecoder;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client's channel: where bytes become requests.
 *
 * <p>With {@code io-threads 1} it runs on the main thread and executes each request as soon as it is decoded. On a
 * further I/O thread it decodes only, and hands all requests of one read to the main thread as one batch. The {@link
 * Client} is made and used on the main thread alone.
 */
public final class ClientHandler extends ChannelInboundHandlerAdapter {
    private static final int SCRATCH_BYTES = 64 * 1024;

    /** What was read is copied here first: parsing an array is far quicker than asking a buffer for each byte. */
    private static final FastThreadLocal<byte[]> SCRATCH = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[SCRATCH_BYTES];
        }
    };

    private final RedisServer server;
    private final RequestDecoder decoder;
    private final String unixSocketPath;
    private final boolean onMainThread;
    private @Nullable ChannelConnection connection;
    private List<Request> batch = new ArrayList<>(0);
    private long batchBytes;
    private boolean broken;
    private @Nullable Client client;

    /** @param unixSocketPath the path if it is a Unix socket, else empty */
    ClientHandler(RedisServer server, RequestDecoder decoder, String unixSocketPath, boolean onMainThread) {
        this.server = server;
        this.decoder = decoder;
        this.unixSocketPath = unixSocketPath;
        this.onMainThread = onMainThread;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        ChannelConnection opened = new ChannelConnection(context.channel(), decoder, unixSocketPath);
        connection = opened;
        if (onMainThread) {
            client = server.accept(opened);
        } else {
            server.mainThread().execute(() -> client = server.accept(opened));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf input = (ByteBuf) message;
        try {
            batchBytes += input.readableBytes();
            if (!broken) {
                read(input);
            }
        } catch (ProtocolException e) {
            broken = true;
            failProtocol(e.text());
        } finally {
            input.release();
        }
    }

    private void read(ByteBuf input) {
        byte[] scratch = SCRATCH.get();
        while (input.isReadable()) {
            byte[] bulk = decoder.bulkTarget();
            if (bulk != null) {
                int length = Math.min(decoder.bulkMissing(), input.readableBytes());
                input.readBytes(bulk, decoder.bulkOffset(), length);
                decoder.bulkReceived(length);
                continue;
            }
            int length = Math.min(input.readableBytes(), scratch.length);
            input.readBytes(scratch, 0, length);
            decode(scratch, length);
        }
    }

    private void decode(byte[] buffer, int length) {
        int position = 0;
        while (position < length) {
            position = decoder.decode(buffer, position, length);
            if (decoder.ready()) {
                deliver(decoder.take());
            }
        }
    }

    private void deliver(Request request) {
        if (!onMainThread) {
            batch.add(request);
        } else if (client != null) {
            server.dispatcher().accept(client, request);
        }
    }

    private void failProtocol(String text) {
        if (onMainThread) {
            server.protocolError(client, text);
        } else {
            handOver();
            server.mainThread().execute(() -> server.protocolError(client, text));
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (onMainThread) {
            long bytes = batchBytes;
            batchBytes = 0;
            server.batchDone(client, bytes);
        } else {
            handOver();
        }
    }

    /** Gives the main thread what was decoded since the last time. */
    private void handOver() {
        List<Request> requests = batch;
        long bytes = batchBytes;
        batch = new ArrayList<>(requests.size());
        batchBytes = 0;
        server.mainThread().execute(() -> {
            if (client != null) {
                for (int i = 0; i < requests.size(); i++) {
                    server.dispatcher().accept(client, requests.get(i));
                }
            }
            server.batchDone(client, bytes);
        });
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        decoder.release();
        if (onMainThread) {
            closed();
        } else {
            server.mainThread().execute(this::closed);
        }
    }

    private void closed() {
        if (client != null) {
            server.closed(client);
        }
        if (connection != null) {
            connection.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            server.log().failure("Closing a connection after an internal error", cause);
        }
        context.close();
    }
}
