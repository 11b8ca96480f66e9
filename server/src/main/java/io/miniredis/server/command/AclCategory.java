package io.miniredis.server.command;

import io.miniredis.datastructures.ByteString;
import org.jspecify.annotations.Nullable;

/** The groups by which access to commands is granted (ACL CAT), in Redis's order. */
public enum AclCategory {
    KEYSPACE,
    READ,
    WRITE,
    SET,
    SORTEDSET,
    LIST,
    HASH,
    STRING,
    BITMAP,
    HYPERLOGLOG,
    GEO,
    STREAM,
    PUBSUB,
    ADMIN,
    FAST,
    SLOW,
    BLOCKING,
    DANGEROUS,
    CONNECTION,
    TRANSACTION,
    SCRIPTING;

    /** The name without the leading {@code @}. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The category of a name without {@code @}, in any case, or null. */
    public static @Nullable AclCategory named(ByteString name) {
        for (AclCategory category : values()) {
            if (name.equalsIgnoreCase(category.wireName())) {
                return category;
            }
        }
        return null;
    }

    long bit() {
        return 1L << ordinal();
    }
}
