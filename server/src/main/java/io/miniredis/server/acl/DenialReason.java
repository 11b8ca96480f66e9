package io.miniredis.server.acl;

/** Why somebody was refused, in the order in which one reason outweighs another (ACL_DENIED_…). */
public enum DenialReason {
    COMMAND("command"),
    KEY("key"),
    AUTH("auth"),
    CHANNEL("channel");

    private final String wireName;

    DenialReason(String wireName) {
        this.wireName = wireName;
    }

    /** As ACL LOG has it. */
    public String wireName() {
        return wireName;
    }
}
