package io.miniredis.server.command;

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

    long bit() {
        return 1L << ordinal();
    }
}
