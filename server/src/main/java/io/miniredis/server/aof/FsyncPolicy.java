package io.miniredis.server.aof;

/** {@code appendfsync}: when what was written has to be on disk. */
enum FsyncPolicy {
    /** When the operating system likes. */
    NO,
    /** Within a second or two, in the background. */
    EVERYSEC,
    /** Before the replies go out. */
    ALWAYS;

    static FsyncPolicy of(String value) {
        return switch (value) {
            case "always" -> ALWAYS;
            case "no" -> NO;
            default -> EVERYSEC;
        };
    }
}
