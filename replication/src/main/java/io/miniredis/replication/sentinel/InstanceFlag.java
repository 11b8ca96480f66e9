package io.miniredis.replication.sentinel;

import java.util.Locale;

/** What is the case with an instance, beyond its kind, in the order in which SENTINEL MASTER lists it (SRI_...). */
enum InstanceFlag {
    /** Subjectively down: this sentinel gets no sane reply. */
    S_DOWN,
    /** Objectively down: enough sentinels say so. Primaries only. */
    O_DOWN,
    /** A sentinel that says the primary is down. */
    MASTER_DOWN,
    FAILOVER_IN_PROGRESS,
    /** The replica chosen to become the primary. */
    PROMOTED,
    /** A replica was told of the new primary, ... */
    RECONF_SENT,
    /** ... says that it is its primary, ... */
    RECONF_INPROG,
    /** ... and has its data. */
    RECONF_DONE,
    /** SENTINEL FAILOVER: nobody else needs to agree. */
    FORCE_FAILOVER,
    SCRIPT_KILL_SENT,
    /** It was started anew, and has not answered a PING since with PONG. */
    MASTER_REBOOT;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    String wireName() {
        return wireName;
    }
}
