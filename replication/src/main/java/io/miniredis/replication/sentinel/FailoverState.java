package io.miniredis.replication.sentinel;

import java.util.Locale;

/** How far a failover is. {@link Failover} has a method for each. */
enum FailoverState {
    NONE,
    /** Waiting to be elected. */
    WAIT_START,
    /** Choosing the replica to promote. */
    SELECT_SLAVE,
    /** Telling it to be a primary. */
    SEND_SLAVEOF_NOONE,
    /** Waiting until it says that it is one. */
    WAIT_PROMOTION,
    /** Giving the others their new primary. */
    RECONF_SLAVES,
    /** Watching the promoted replica under the primary's name from now on. */
    UPDATE_CONFIG;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    String wireName() {
        return wireName;
    }
}
