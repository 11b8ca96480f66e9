package io.miniredis.server.replication;

/**
 * What of the data a replica wants (REPLCONF RDB-FILTER-ONLY).
 *
 * @param keys the databases
 * @param functions the libraries
 */
record SnapshotContent(boolean keys, boolean functions) {
    static final SnapshotContent ALL = new SnapshotContent(true, true);

    boolean isAll() {
        return keys && functions;
    }
}
