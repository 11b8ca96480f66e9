package io.miniredis.server.client;

/** What CLIENT REPLY asked for. */
public enum ReplyMode {
    ON,
    OFF,
    /** The next command's reply is left out. */
    SKIP_NEXT,
    /** The running command's reply is left out. */
    SKIP
}
