package io.miniredis.cluster;

/**
 * What a node is and how it is, as bits that go over the bus (CLUSTER_NODE_… in cluster.h), and their names in CLUSTER
 * NODES.
 */
public final class NodeFlags {
    public static final int PRIMARY = 1;
    public static final int REPLICA = 1 << 1;
    /** This node does not reach it: it may have failed (PFAIL). */
    public static final int SUSPECTED = 1 << 2;
    /** Most primaries do not reach it (FAIL). */
    public static final int FAILED = 1 << 3;

    public static final int MYSELF = 1 << 4;
    /** Its id is not known yet. */
    public static final int HANDSHAKE = 1 << 5;

    public static final int NO_ADDRESS = 1 << 6;
    /** It is to be told that it belongs to the cluster. */
    public static final int MEET = 1 << 7;
    /**
     * Replicas may come to this primary when it has none: it had some, or was given slots among primaries that have
     * some.
     */
    public static final int MIGRATE_TO = 1 << 8;
    /** This replica does not want to take over. */
    public static final int NO_FAILOVER = 1 << 9;

    private static final int[] NAMED = {
        MYSELF, PRIMARY, REPLICA, SUSPECTED, FAILED, HANDSHAKE, NO_ADDRESS, NO_FAILOVER,
    };
    private static final String[] NAMES = {
        "myself", "master", "slave", "fail?", "fail", "handshake", "noaddr", "nofailover",
    };
    private static final String NONE = "noflags";

    private NodeFlags() {}

    /** Names with commas: {@code myself,master}. */
    public static String names(int flags) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < NAMED.length; i++) {
            if ((flags & NAMED[i]) != 0) {
                text.append(text.isEmpty() ? "" : ",").append(NAMES[i]);
            }
        }
        return text.isEmpty() ? NONE : text.toString();
    }

    /** The bit of a name as {@link #names} writes it; 0 for {@code noflags}, -1 for anything else. */
    static int parse(String name) {
        for (int i = 0; i < NAMED.length; i++) {
            if (NAMES[i].equalsIgnoreCase(name)) {
                return NAMED[i];
            }
        }
        return NONE.equalsIgnoreCase(name) ? 0 : -1;
    }
}
