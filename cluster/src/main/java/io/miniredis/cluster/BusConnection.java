package io.miniredis.cluster;

/** One connection of the bus, whatever carries it. */
public interface BusConnection {
    /**
     * Sends a whole message, as soon as the connection stands; it may be shared with other connections and is not
     * changed.
     */
    void send(byte[] message);

    /** Closes it; nobody is told. What was not sent is lost. */
    void close();

    /** This end's IP address; empty if it is not known. */
    String localIp();

    /** The other end's IP address; empty if it is not known. */
    String remoteIp();

    /** True if something waits to be sent. */
    default boolean isSending() {
        return false;
    }

    /** What waits to be sent, in bytes of memory. */
    long queuedBytes();
}
