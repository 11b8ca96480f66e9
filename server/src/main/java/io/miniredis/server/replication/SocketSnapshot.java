package io.miniredis.server.replication;

import io.miniredis.datastructures.Ascii;
import io.miniredis.persistence.rdb.ByteSink;
import io.miniredis.persistence.rdb.RdbWriter;
import io.miniredis.persistence.snapshot.FrozenTable;
import io.miniredis.persistence.snapshot.RdbPreface;
import io.miniredis.persistence.snapshot.RdbSnapshot;
import io.miniredis.persistence.snapshot.SnapshotAbortedException;
import io.miniredis.persistence.snapshot.SnapshotTarget;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.RawOutput;
import io.miniredis.server.persistence.KeySaveDelay;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A snapshot on its way to several sockets at once, without a file (rdbSaveToSlavesSockets). Nobody knows how long it
 * will be, so its end is a mark, told at the beginning:
 *
 * <pre>
 *   $EOF:&lt;40 random characters&gt;\r\n   the RDB   the same 40 characters
 * </pre>
 *
 * <p>The slowest replica sets the pace; one that is lost is left out, and with the last one the snapshot ends.
 *
 * <p>Made by the main thread; used by the snapshot's thread, but for {@link #hasLost} and {@link #bytes}.
 */
final class SocketSnapshot implements SnapshotTarget {
    private static final int PIECE_BYTES = 16 * 1024;

    private final List<Replica> replicas;
    private final RawOutput[] sockets;
    private final SnapshotContent content;
    private final String mark;
    private final RdbSnapshot rdb;
    private final KeySaveDelay delay;
    private final Set<Replica> lost = ConcurrentHashMap.newKeySet();
    private volatile long bytes;

    SocketSnapshot(
            RedisServer server, List<Replica> replicas, SnapshotContent content, String mark, RdbPreface preface) {
        this.replicas = replicas;
        this.content = content;
        this.mark = mark;
        this.sockets = new RawOutput[replicas.size()];
        for (int i = 0; i < sockets.length; i++) {
            sockets[i] = replicas.get(i).client.connection().rawOutput();
        }
        ByteSink sink = this::send;
        RdbWriter writer = new RdbWriter(
                sink,
                server.config().persistence.rdbCompression.value(),
                server.config().persistence.rdbChecksum.value());
        RdbPreface wanted =
                content.functions() ? preface : new RdbPreface(preface.version(), preface.fields(), List.of());
        this.rdb =
                new RdbSnapshot(writer, wanted, server.databases().accessClock().savedUsage());
        this.delay = new KeySaveDelay(server.config().persistence);
    }

    @Override
    public void begin() throws IOException {
        send(Ascii.bytes("$EOF:" + mark + "\r\n"));
        rdb.begin();
    }

    @Override
    public void selectDatabase(int index, long keyCount, long expires) throws IOException {
        if (content.keys()) {
            rdb.selectDatabase(index, keyCount, expires);
        }
    }

    @Override
    public void entry(byte[] key, Object value, long expireAtMillis, int lru) throws IOException {
        if (content.keys()) {
            rdb.entry(key, value, expireAtMillis, lru);
            delay.afterKey();
        }
    }

    @Override
    public void table(byte[] key, FrozenTable value, long expireAtMillis, int lru) throws IOException {
        if (content.keys()) {
            rdb.table(key, value, expireAtMillis, lru);
            delay.afterKey();
        }
    }

    @Override
    public void end() throws IOException {
        rdb.end();
        send(Ascii.bytes(mark));
    }

    private void send(byte[] all) throws IOException {
        send(all, 0, all.length);
    }

    private void send(byte[] from, int offset, int length) throws IOException {
        for (int at = 0; at < length; at += PIECE_BYTES) {
            sendPiece(from, offset + at, Math.min(PIECE_BYTES, length - at));
        }
        count(length);
    }

    private void sendPiece(byte[] from, int offset, int length) throws IOException {
        for (int i = 0; i < sockets.length; i++) {
            Replica replica = replicas.get(i);
            if (lost.contains(replica)) {
                continue;
            }
            try {
                sockets[i].send(from, offset, length);
            } catch (IOException gone) {
                lost.add(replica);
                if (hasLostAll()) {
                    throw new SnapshotAbortedException();
                }
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private void count(int length) {
        bytes += length;
    }

    /** True if it has not got all of it. */
    boolean hasLost(Replica replica) {
        return lost.contains(replica);
    }

    /** True if nobody is left who could get it. */
    boolean hasLostAll() {
        return lost.size() == sockets.length;
    }

    /** How much was sent to each of them. */
    long bytes() {
        return bytes;
    }

    @Override
    public long writtenBytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "SocketSnapshot[" + bytes + " B to " + replicas + "]";
    }
}
