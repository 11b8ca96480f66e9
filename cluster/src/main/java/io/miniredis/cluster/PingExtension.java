package io.miniredis.cluster;

/** What pings say beyond what fits into their header (Redis 7.0 and 7.2). */
sealed interface PingExtension {
    /** The sender's {@code cluster-announce-hostname}. */
    record Hostname(String name) implements PingExtension {}

    /** The sender's {@code cluster-announce-human-nodename}. */
    record HumanName(String name) implements PingExtension {}

    /** A node that is to be forgotten, and for how long, in seconds. */
    record ForgottenNode(String id, long seconds) implements PingExtension {}

    /** The sender's shard. */
    record ShardId(String id) implements PingExtension {}

    /** Of a newer version. */
    record Unknown(int type) implements PingExtension {}
}
