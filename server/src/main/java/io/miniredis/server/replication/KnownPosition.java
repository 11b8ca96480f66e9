package io.miniredis.server.replication;

/**
 * Where a replica is in its primary's stream, for going on there over another connection (cached_master).
 *
 * @param id of the history
 * @param offset of the last byte that was applied
 * @param database that the next command applies to unless SELECT says otherwise
 */
record KnownPosition(String id, long offset, int database) {
    KnownPosition withId(String newId) {
        return new KnownPosition(newId, offset, database);
    }
}
