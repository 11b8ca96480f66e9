package io.miniredis.server.command;

import java.util.Locale;

/** The chapter of the command reference a command belongs to (COMMAND DOCS's group). */
public enum CommandGroup {
    GENERIC,
    STRING,
    LIST,
    SET,
    SORTED_SET,
    HASH,
    PUBSUB,
    TRANSACTIONS,
    CONNECTION,
    SERVER,
    SCRIPTING,
    HYPERLOGLOG,
    CLUSTER,
    SENTINEL,
    GEO,
    STREAM,
    BITMAP;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
