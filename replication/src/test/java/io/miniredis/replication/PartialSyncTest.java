package io.miniredis.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PartialSyncTest {
    private static final String FIRST = "a".repeat(40);
    private static final String SECOND = "b".repeat(40);

    private final ReplicationHistory history = new ReplicationHistory(FIRST);
    private final ReplicationBacklog backlog = new ReplicationBacklog(1 << 20, 0);

    private void stream(int bytes) {
        backlog.append(new byte[bytes], 0, bytes);
        history.advance(bytes);
    }

    private PartialSync of(String id, long offset) {
        return PartialSync.of(history, backlog, id, offset);
    }

    @Test
    void isGrantedFromTheFirstByteToTheNextOne() {
        stream(100);

        assertEquals(PartialSync.GRANTED, of(FIRST, 1));
        assertEquals(PartialSync.GRANTED, of(FIRST, 101));
        assertEquals(PartialSync.NOT_IN_BACKLOG, of(FIRST, 102));
        assertEquals(PartialSync.NOT_IN_BACKLOG, of(FIRST, 0));
    }

    @Test
    void takesIdsInAnyCase() {
        assertEquals(PartialSync.GRANTED, of("A".repeat(40), 1));
    }

    @Test
    void needsABacklog() {
        assertEquals(PartialSync.NOT_IN_BACKLOG, PartialSync.of(history, null, FIRST, 1));
    }

    @Test
    void knowsWhoWantsAllData() {
        assertEquals(PartialSync.NOT_WANTED, of("?", -1));
    }

    @Test
    void refusesAnotherHistory() {
        assertEquals(PartialSync.OTHER_HISTORY, of(SECOND, 1));
        assertEquals(PartialSync.OTHER_HISTORY, of(ReplicationHistory.NO_ID, 1), "zeros are nobody's history");
    }

    @Test
    void goesOnWithTheFormerHistoryUpToWhereItBranched() {
        stream(100);
        history.branch(SECOND);
        stream(50);

        assertEquals(PartialSync.GRANTED, of(FIRST, 90));
        assertEquals(PartialSync.GRANTED, of(FIRST, 101), "all of the old history, nothing of the new one");
        assertEquals(PartialSync.BEYOND_BRANCH, of(FIRST, 102));
        assertEquals(PartialSync.GRANTED, of(SECOND, 120));
    }

    @Test
    void forgetsTheFormerHistory() {
        stream(100);
        history.branch(SECOND);
        history.forgetSecond();

        assertEquals(PartialSync.OTHER_HISTORY, of(FIRST, 90));
    }
}
