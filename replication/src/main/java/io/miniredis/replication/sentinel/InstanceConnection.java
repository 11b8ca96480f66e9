package io.miniredis.replication.sentinel;

import org.jspecify.annotations.Nullable;

/** One connection with an instance, owned by an {@link InstanceLink}. */
public interface InstanceConnection {
    /** Sends a command, or keeps it until the connection is there. */
    void send(String... arguments);

    /** The IP address of this end; null before there is a connection. */
    @Nullable
    String localIp();

    /** Closes it; the listener hears nothing more. */
    void close();
}
