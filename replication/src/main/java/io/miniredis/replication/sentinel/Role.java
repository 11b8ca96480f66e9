package io.miniredis.replication.sentinel;

/** What an instance says it is. */
enum Role {
    PRIMARY("master"),
    REPLICA("slave"),
    /** It said nothing of it. */
    UNKNOWN("slave");

    private final String wireName;

    Role(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }
}
