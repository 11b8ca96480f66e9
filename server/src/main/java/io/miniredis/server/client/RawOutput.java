package io.miniredis.server.client;

import java.io.IOException;

/**
 * Sends a client bytes as they are, from another thread than the main thread, which sends nothing meanwhile: a
 * snapshot.
 */
public interface RawOutput {
    /** For a client without a peer. */
    RawOutput NOWHERE = new RawOutput() {
        @Override
        public void send(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("there is no connection");
        }

        @Override
        public boolean isWaiting() {
            return false;
        }

        @Override
        public long sentBytes() {
            return 0;
        }
    };

    /**
     * Sends some bytes of an array, which is the caller's again afterwards. Waits while too much of what was sent
     * before is on its way.
     *
     * @throws IOException if the connection is gone
     */
    void send(byte[] bytes, int offset, int length) throws IOException;

    /** True while {@link #send} waits. Called by any thread. */
    boolean isWaiting();

    /**
     * How many bytes have left: while it waits and this stays the same the peer takes nothing. Called by any thread.
     */
    long sentBytes();
}
