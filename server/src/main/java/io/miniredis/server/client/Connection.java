package io.miniredis.server.client;

import io.miniredis.protocol.ReplyWriter;

/**
 * A client's way to its peer: a socket, or nothing at all for a client the server itself plays.
 *
 * <p>Called on the main thread.
 */
public interface Connection {
    /**
     * Where replies are written. They wait until {@link #flush()}; after the connection is closed they are discarded.
     */
    ReplyWriter writer();

    /** The protocol version of what is written from now on, 2 or 3. */
    void protocol(int version);

    /** Sends what was written. */
    void flush();

    /** True, once, if so much was written that a part of it was sent before {@link #flush()} was called. */
    default boolean tookHandOver() {
        return false;
    }

    /** Bytes written and not flushed, a part of {@link #pendingOutputBytes()}. */
    default long gatheredOutputBytes() {
        return 0;
    }

    /**
     * From now on nothing is sent, neither what was written nor what is yet to be written: the client will be closed
     * for it.
     */
    default void withhold() {}

    /** Closes at once; what was not sent is lost. */
    void close();

    /** Sends what was written and closes then. */
    void closeAfterFlush();

    /** Bytes written but not yet taken by the operating system. */
    long pendingOutputBytes();

    /** Bytes held of arguments and lines that are not complete yet. */
    long pendingInputBytes();

    /** Room in bytes that is kept for the rest of an argument. */
    default long inputRoomBytes() {
        return 0;
    }

    /** Gives back most of {@link #inputRoomBytes()}: the rest does not come. */
    default void giveBackInputRoom() {}

    /** Bytes of the complete arguments of a request that is not complete yet. */
    default long pendingArgumentBytes() {
        return 0;
    }

    /** Bytes that input and output take. */
    default long bufferBytes() {
        return pendingInputBytes() + inputRoomBytes() + pendingArgumentBytes() + pendingOutputBytes();
    }

    default OutputUse outputUse() {
        return OutputUse.NONE;
    }

    /** Begins to measure {@link OutputUse#bufferPeakBytes()} anew. */
    default void forgetPeak() {}

    /** The way for a snapshot, which another thread sends; always the same one. */
    default RawOutput rawOutput() {
        return RawOutput.NOWHERE;
    }

    /** From now on a replica is at the other end: what it is sent is counted as such. */
    default void servesReplica() {}

    /** True lets the network gather small writes for up to 40 ms ({@code repl-disable-tcp-nodelay}). */
    default void delayingSmallWrites(boolean yes) {}

    /** The peer as {@code 127.0.0.1:50123}, {@code [::1]:50123}, or {@code /path:0} for a Unix socket. */
    String remoteAddress();

    /** This end, in the same form. */
    String localAddress();

    /** The file descriptor, or -1 if it is not known. */
    int fileDescriptor();

    boolean isUnixSocket();

    /** True if what goes over it is encrypted. */
    default boolean isEncrypted() {
        return false;
    }

    /** True if the peer is on this machine: a Unix socket or a loopback address. */
    default boolean isLocal() {
        return true;
    }

    /** True if scripts call commands through it; such a client is called {@code lua} where others have an address. */
    default boolean isScript() {
        return false;
    }

    /** The limits of unauthenticated clients apply no more (or again). */
    void authenticated(boolean yes);
}
