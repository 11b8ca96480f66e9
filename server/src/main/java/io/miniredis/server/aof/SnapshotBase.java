package io.miniredis.server.aof;

import io.miniredis.persistence.file.OpenFile;
import io.miniredis.persistence.rdb.FileBytes;
import io.miniredis.persistence.rdb.RdbInput;
import io.miniredis.persistence.rdb.RdbReader;
import io.miniredis.persistence.rdb.RdbTarget;
import io.miniredis.server.RedisServer;
import io.miniredis.server.persistence.KeyspaceLoader;
import java.io.IOException;

/**
 * A snapshot at the beginning of a file, on its way into the server's databases. Keys whose time has passed are kept:
 * the commands that follow may mean them.
 */
final class SnapshotBase implements RdbTarget {
    private static final int KEYS_PER_LOOK = 256;
    private static final long NANOS_PER_LOOK = 10_000_000;

    private final RedisServer server;
    private final KeyspaceLoader databases;
    private final RdbInput in;
    private final boolean servesOthers;
    private long keys;
    private long lookedNanos;

    private SnapshotBase(RedisServer server, RdbInput in, boolean servesOthers) {
        this.server = server;
        this.databases = new KeyspaceLoader(server, true, false);
        this.in = in;
        this.servesOthers = servesOthers;
        this.lookedNanos = server.time().clock().nanos();
    }

    /**
     * Reads it. Returns where it ends, in bytes.
     *
     * @param servesOthers true to answer clients meanwhile that the server is loading
     */
    static long load(RedisServer server, OpenFile file, boolean servesOthers) throws IOException {
        RdbInput in = new RdbInput(new FileBytes(file, 0), file.size());
        SnapshotBase base = new SnapshotBase(server, in, servesOthers);
        boolean checksum = server.config().persistence.rdbChecksum.value()
                && server.persistence().verifiesChecksums();
        if (servesOthers) {
            server.mainThread().hold();
        }
        try {
            new RdbReader(in, base, server.databases().collections(), checksum).read();
        } finally {
            if (servesOthers) {
                server.mainThread().release();
            }
        }
        base.databases.done();
        return in.offset();
    }

    @Override
    public void aux(byte[] name, byte[] value) {
        databases.aux(name, value);
    }

    @Override
    public void database(long index) throws IOException {
        databases.database(index);
    }

    @Override
    public void size(long count, long expires) {
        databases.size(count, expires);
    }

    @Override
    public void function(byte[] code) throws IOException {
        databases.function(code);
    }

    @Override
    public void entry(byte[] key, Object value, long expireAtMillis, long idleSeconds, int frequency)
            throws IOException {
        databases.entry(key, value, expireAtMillis, idleSeconds, frequency);
        if (++keys % KEYS_PER_LOOK == 0) {
            look();
        }
    }

    private void look() {
        long now = server.time().clock().nanos();
        if (now - lookedNanos >= NANOS_PER_LOOK) {
            lookedNanos = now;
            server.persistence().progress(in.offset());
            if (servesOthers) {
                server.mainThread().serveOthers();
            }
        }
    }

    @Override
    public void emptyKey(byte[] key) {
        databases.emptyKey(key);
    }

    @Override
    public String toString() {
        return "SnapshotBase[" + keys + " keys so far]";
    }
}
