package io.miniredis.server.replication;

/** How far a replica is on its way to having the same data (SLAVE_STATE_*). */
public enum ReplicaState {
    /** It has said things about itself, but not asked for data. */
    NONE("none"),
    /** All data are to be sent; the snapshot is not begun. */
    WAITS_FOR_SNAPSHOT("wait_bgsave"),
    /** The snapshot is being made; if it goes straight to sockets it is being received, too. */
    SNAPSHOT_BEGUN("wait_bgsave"),
    /** It is sent the snapshot from a file. */
    RECEIVES_FILE("send_bulk"),
    /** It has all data and gets every change. */
    ONLINE("online"),
    /** It wanted no more than the snapshot, and has it. */
    SNAPSHOT_SENT("rdb_transmitted");

    private final String infoName;

    ReplicaState(String infoName) {
        this.infoName = infoName;
    }

    /** As INFO has it. */
    public String infoName() {
        return infoName;
    }
}
