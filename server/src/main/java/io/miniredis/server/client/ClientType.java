package io.miniredis.server.client;

import io.miniredis.datastructures.ByteString;
import org.jspecify.annotations.Nullable;

/** The classes of clients that CLIENT LIST and the limits of output tell apart (CLIENT_TYPE_*). */
public enum ClientType {
    NORMAL,
    REPLICA,
    PUBSUB,
    MASTER;

    /** The class with this name, in any case of letters; {@code slave} is a replica too. */
    public static @Nullable ClientType named(ByteString name) {
        if (name.equalsIgnoreCase("normal")) {
            return NORMAL;
        }
        if (name.equalsIgnoreCase("slave") || name.equalsIgnoreCase("replica")) {
            return REPLICA;
        }
        if (name.equalsIgnoreCase("pubsub")) {
            return PUBSUB;
        }
        return name.equalsIgnoreCase("master") ? MASTER : null;
    }
}
