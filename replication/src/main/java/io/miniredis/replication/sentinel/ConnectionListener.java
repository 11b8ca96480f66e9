package io.miniredis.replication.sentinel;

import io.miniredis.protocol.RespValue;

/** Who hears what comes over an {@link InstanceConnection}. */
public interface ConnectionListener {
    /** The reply to the oldest command without one, or a message. */
    void received(RespValue value);

    /** The connection could not be opened, or is gone. */
    void lost();
}
