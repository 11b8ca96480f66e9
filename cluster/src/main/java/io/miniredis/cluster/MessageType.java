package io.miniredis.cluster;

import org.jspecify.annotations.Nullable;

/** What a message of the bus is about, in the order of its numbers (CLUSTERMSG_TYPE_…). */
public enum MessageType {
    /** Are you there? With gossip. */
    PING("ping"),
    /** Yes; or, unasked, news about the sender. With gossip. */
    PONG("pong"),
    /** A ping that makes the sender known. */
    MEET("meet"),
    /** A node has failed. */
    FAIL("fail"),
    /** Published to a channel. */
    PUBLISH("publish"),
    /** May I take over? */
    FAILOVER_AUTH_REQUEST("auth-req"),
    /** You have my vote. */
    FAILOVER_AUTH_ACK("auth-ack"),
    /** A node's slots, told by another one. */
    UPDATE("update"),
    /** A replica asks its primary to let clients wait. */
    MFSTART("mfstart"),
    /** Between modules, which this server does not have. */
    MODULE("module"),
    /** Published to a shard channel. */
    PUBLISHSHARD("publishshard");

    private static final MessageType[] ALL = values();

    private final String text;

    MessageType(String text) {
        this.text = text;
    }

    /** As CLUSTER INFO names it. */
    public String text() {
        return text;
    }

    /** The number on the bus. */
    public int code() {
        return ordinal();
    }

    /** Null if there is no such type. */
    public static @Nullable MessageType of(int code) {
        return code >= 0 && code < ALL.length ? ALL[code] : null;
    }

    /** PING, PONG and MEET have the same form. */
    boolean hasGossip() {
        return this == PING || this == PONG || this == MEET;
    }
}
