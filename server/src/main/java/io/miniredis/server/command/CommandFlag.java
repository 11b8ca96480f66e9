package io.miniredis.server.command;

/** What a command declares about itself (COMMAND INFO's flags), in the order in which Redis lists them. */
public enum CommandFlag {
    WRITE("write"),
    READONLY("readonly"),
    DENYOOM("denyoom"),
    MODULE("module"),
    ADMIN("admin"),
    PUBSUB("pubsub"),
    NOSCRIPT("noscript"),
    BLOCKING("blocking"),
    LOADING("loading"),
    STALE("stale"),
    SKIP_MONITOR("skip_monitor"),
    SKIP_SLOWLOG("skip_slowlog"),
    ASKING("asking"),
    FAST("fast"),
    NO_AUTH("no_auth"),
    MAY_REPLICATE("may_replicate"),
    NO_MANDATORY_KEYS("no_mandatory_keys"),
    PROTECTED("protected"),
    NO_ASYNC_LOADING("no_async_loading"),
    NO_MULTI("no_multi"),
    /** Derived from the key specifications ({@link LegacyKeyRange}), never declared. */
    MOVABLE_KEYS("movablekeys"),
    ALLOW_BUSY("allow_busy"),
    /** It may meet expired keys anywhere; each deletion is a change of its own, not one transaction. */
    TOUCHES_ARBITRARY_KEYS("touches_arbitrary_keys"),
    /** It is executed at once even when commands are queued for EXEC. */
    NEVER_QUEUED("never_queued"),
    /** It executes what is queued, whose flags count as its own. */
    RUNS_QUEUE("runs_queue"),
    /** It may be used on a RESP2 connection that listens to channels. */
    WHILE_SUBSCRIBED("while_subscribed"),
    /** Its reply is what others only get as a message nobody asked for. */
    REPLIES_BY_PUSH("replies_by_push"),
    /** Others see by its reply whether the server is well: refused while the data cannot be saved. */
    TELLS_HEALTH("tells_health"),
    /** What CLIENT CACHING said of the next command is not meant for its subcommands. */
    KEEPS_CACHING("keeps_caching"),
    /** It moves keys to another server, and so must run where they are, wherever their hash slot is. */
    MOVES_KEYS("moves_keys"),
    /** A sentinel has it, too. */
    SENTINEL("sentinel");

    private final String wireName;

    CommandFlag(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** True if COMMAND INFO shows it; some are the server's own affair. */
    public boolean isShown() {
        return switch (this) {
            case MAY_REPLICATE,
                    PROTECTED,
                    TOUCHES_ARBITRARY_KEYS,
                    NEVER_QUEUED,
                    RUNS_QUEUE,
                    WHILE_SUBSCRIBED,
                    REPLIES_BY_PUSH,
                    TELLS_HEALTH,
                    KEEPS_CACHING,
                    MOVES_KEYS,
                    SENTINEL -> false;
            default -> true;
        };
    }

    /** A set of flags is the sum of their bits. */
    public long bit() {
        return 1L << ordinal();
    }

    /** The same set without this flag. */
    public long without(long flags) {
        return flags & ~bit();
    }

    public boolean isIn(long flags) {
        return (flags & bit()) != 0;
    }
}
