package io.miniredis.server.command;

/** Which arguments of a command are channels that a user must have the right to (ChannelSpecs in db.c). */
public enum ChannelUse {
    NONE,
    /** The first argument is published to. */
    PUBLISHED,
    /** All arguments are listened to. */
    HEARD,
    /** All arguments are patterns of channels that are listened to. */
    HEARD_BY_PATTERN;

    /** Behind the last such argument; the first one is 1. */
    public int end(int argumentCount) {
        return switch (this) {
            case NONE -> 1;
            case PUBLISHED -> 2;
            default -> argumentCount;
        };
    }

    public boolean isPattern() {
        return this == HEARD_BY_PATTERN;
    }
}
