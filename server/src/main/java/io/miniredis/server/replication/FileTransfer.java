package io.miniredis.server.replication;

import io.miniredis.datastructures.Ascii;
import io.miniredis.persistence.file.OpenFile;
import io.miniredis.server.MainThread;
import io.miniredis.server.client.RawOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a saved snapshot to one replica, {@code $<length>\r\n} and the file, on a thread of its own (sendBulkToSlave).
 * Ends when all was sent or the replica is gone, whose connection is closed if nothing moves for too long.
 */
final class FileTransfer {
    private static final int PIECE_BYTES = 64 * 1024;

    private final OpenFile file;
    private final RawOutput output;
    private final MainThread mainThread;
    private final Consumer<@Nullable IOException> whenDone;

    /**
     * @param file which is closed in the end
     * @param whenDone is told, on the main thread, what went wrong, or null
     */
    FileTransfer(OpenFile file, RawOutput output, MainThread mainThread, Consumer<@Nullable IOException> whenDone) {
        this.file = file;
        this.output = output;
        this.mainThread = mainThread;
        this.whenDone = whenDone;
    }

    void start() {
        Thread thread = new Thread(this::run, "redis-rdb-send");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        IOException failure = null;
        try (file) {
            sendAll();
        } catch (IOException e) {
            failure = e;
        }
        IOException reason = failure;
        mainThread.executeIfRunning(() -> whenDone.accept(reason));
    }

    private void sendAll() throws IOException {
        long size = file.size();
        byte[] header = Ascii.bytes("$" + size + "\r\n");
        output.send(header, 0, header.length);
        byte[] piece = new byte[PIECE_BYTES];
        long at = 0;
        while (at < size) {
            int length = file.readAt(ByteBuffer.wrap(piece, 0, (int) Math.min(piece.length, size - at)), at);
            if (length <= 0) {
                throw new IOException("Read error sending DB to replica: premature EOF");
            }
            output.send(piece, 0, length);
            at += length;
        }
    }

    @Override
    public String toString() {
        return "FileTransfer[" + file + " to " + output + "]";
    }
}
