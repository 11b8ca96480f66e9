package io.miniredis.server.client;

/**
 * A connection's output as CLIENT LIST shows it.
 *
 * @param bufferBytes the size of the buffer that replies gather in, or that the next ones will find (rbs)
 * @param bufferPeakBytes the most it held lately (rbp)
 * @param gatheredBytes what it holds (obl)
 * @param queuedBuffers buffers that were handed over and not sent yet (oll)
 * @param queuedBytes the bytes in them (omem)
 */
public record OutputUse(int bufferBytes, int bufferPeakBytes, int gatheredBytes, int queuedBuffers, long queuedBytes) {
    /** Of a connection without a socket. */
    public static final OutputUse NONE = new OutputUse(0, 0, 0, 0, 0);
}
