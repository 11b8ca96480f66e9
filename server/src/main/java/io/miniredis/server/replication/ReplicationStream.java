package io.miniredis.server.replication;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.Numbers;
import io.miniredis.server.propagation.PropagationSink;

/**
 * Every change, as the bytes that replicas get: the same for all of them, numbered from the first one on
 * (replicationFeedSlaves).
 *
 * <p>A sink of the changes while there is a backlog. Confined to the main thread.
 */
final class ReplicationStream implements PropagationSink {
    static final byte[] PING = Ascii.bytes("*1\r\n$4\r\nPING\r\n");
    static final byte[] GETACK = Ascii.bytes("*3\r\n$8\r\nREPLCONF\r\n$6\r\nGETACK\r\n$1\r\n*\r\n");

    private static final int NONE_SELECTED = -1;

    private final Replication replication;
    private int selectedDatabase = NONE_SELECTED;

    ReplicationStream(Replication replication) {
        this.replication = replication;
    }

    /** The next change is preceded by SELECT: somebody begins to listen who does not know which database is meant. */
    void forgetSelection() {
        selectedDatabase = NONE_SELECTED;
    }

    /** The database that the next change applies to unless something else is said; 0 at first. */
    int selectedDatabase() {
        return Math.max(0, selectedDatabase);
    }

    @Override
    public void append(int database, byte[] resp, int offset, int length) {
        if (replication.isReplica()) {
            // Its replicas get what its primary sends, byte for byte.
            return;
        }
        if (database != NO_DATABASE && database != selectedDatabase) {
            selectedDatabase = database;
            send(select(database));
        }
        send(resp, offset, length);
    }

    @Override
    public void appendForReplicas(int database, byte[] resp, int offset, int length) {
        append(database, resp, offset, length);
    }

    private static byte[] select(int database) {
        return Ascii.bytes("*2\r\n$6\r\nSELECT\r\n$" + Numbers.digitCount(database) + "\r\n" + database + "\r\n");
    }

    void send(byte[] bytes) {
        send(bytes, 0, bytes.length);
    }

    /** Sends some bytes of an array, which stays the caller's. */
    void send(byte[] bytes, int offset, int length) {
        replication.advance(bytes, offset, length);
        replication.replicas().feed(bytes, offset, length);
    }

    @Override
    public String toString() {
        return "ReplicationStream[db=" + selectedDatabase + ", " + replication.history() + "]";
    }
}
