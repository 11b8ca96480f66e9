package io.miniredis.server.aof;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.persistence.file.OpenFile;
import io.miniredis.persistence.rdb.FileBytes;
import io.miniredis.persistence.rdb.RdbException;
import io.miniredis.persistence.rdb.RdbInput;
import io.miniredis.persistence.rdb.RdbReader;
import io.miniredis.persistence.rdb.RdbTarget;
import io.miniredis.server.RedisServer;
import io.miniredis.server.keyspace.Database;
import java.io.IOException;

/** A snapshot at the beginning of a file, on its way into the server's databases. */
final class SnapshotBase implements RdbTarget {
    private final RedisServer server;
    private Database database;

    private SnapshotBase(RedisServer server) {
        this.server = server;
        this.database = server.databases().get(0);
    }

    /** Reads it into the server's databases. Returns where it ends, in bytes. */
    static long load(RedisServer server, OpenFile file) throws IOException {
        RdbInput in = new RdbInput(new FileBytes(file, 0), file.size());
        boolean checksum = server.config().persistence.rdbChecksum.value();
        new RdbReader(in, new SnapshotBase(server), server.databases().collections(), checksum).read();
        return in.offset();
    }

    @Override
    public void database(long index) throws IOException {
        if (index < 0 || index >= server.databases().count()) {
            throw new RdbException("FATAL: Data file was created with a Redis server configured to handle more than "
                    + server.databases().count() + " databases. Exiting");
        }
        database = server.databases().get((int) index);
    }

    @Override
    public void function(byte[] code) throws IOException {
        throw new RdbException("Failed loading a library of functions");
    }

    @Override
    public void entry(byte[] key, Object value, long expireAtMillis, long idleSeconds, int frequency) {
        ByteString name = ByteString.wrap(key);
        database.add(name, database.hash(name), value, expireAtMillis < 0 ? KeyEntry.NO_EXPIRE : expireAtMillis);
    }
}
