package io.miniredis.server.persistence;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.Keyspace;
import io.miniredis.persistence.rdb.RdbException;
import io.miniredis.persistence.rdb.RdbTarget;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.server.RedisServer;
import io.miniredis.server.keyspace.Databases;
import io.miniredis.server.log.ServerLog;
import io.miniredis.server.scripting.FunctionRegistry;
import io.miniredis.server.scripting.RestorePolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts what is read from an RDB into the databases (rdbLoadRioWithLoadingCtx). Nobody is told of the keys: to whoever
 * looks they have been there from the beginning.
 *
 * <p>Confined to the main thread.
 */
public final class KeyspaceLoader implements RdbTarget {
    private static final int LONGEST_KEY = 64;
    private static final int MOST_EMPTY_KEYS_LOGGED = 10;
    private static final double MEGABYTE = 1 << 20;

    private final RedisServer server;
    private final Databases databases;
    private final Loading loading;
    private final FunctionRegistry functions;
    private final ServerLog log;
    private final boolean keepsExpired;
    private final boolean merges;
    private final long nowMillis;
    private final @Nullable List<Keyspace> aside;
    private final List<ByteString> functionCodes = new ArrayList<>();
    private Keyspace keyspace;
    private @Nullable String replicationId;
    private long replicationOffset = -1;
    private int replicationDatabase;
    private boolean restoresHistory;
    private boolean historyRestored;
    private int database;
    private long emptyKeys;

    /** Of no meaning. */
    private int readAhead;

    /**
     * @param keepsExpired false to leave out keys whose time has passed
     * @param merges true if keys take the place of those that are there
     */
    public KeyspaceLoader(RedisServer server, boolean keepsExpired, boolean merges) {
        this(server, keepsExpired, merges, null);
    }

    /** Loads into these keyspaces; functions are only collected. */
    public KeyspaceLoader(RedisServer server, List<Keyspace> aside) {
        this(server, true, false, aside);
    }

    private KeyspaceLoader(RedisServer server, boolean keepsExpired, boolean merges, @Nullable List<Keyspace> aside) {
        this.server = server;
        this.aside = aside;
        this.databases = server.databases();
        this.loading = server.persistence().loading();
        this.functions = server.scripting().functions();
        this.log = server.log();
        this.keepsExpired = keepsExpired;
        this.merges = merges;
        this.nowMillis = server.time().clock().millis();
        this.keyspace = keysOf(0);
    }

    private Keyspace keysOf(int index) {
        return aside == null ? databases.get(index).keys() : aside.get(index);
    }

    @Override
    public void aux(byte[] name, byte[] value) {
        String text = text(value);
        switch (text(name)) {
            case "redis-ver" -> log.notice("Loading RDB produced by version " + text);
            case "ctime" -> log.notice("RDB age " + Math.max(0, nowMillis / 1_000 - number(text)) + " seconds");
            case "used-mem" -> {
                long bytes = number(text);
                log.notice("RDB memory usage when created " + decimals(bytes / MEGABYTE) + " Mb");
                loading.rdbUsedMemory(bytes);
            }
            case "aof-preamble" -> {
                if (number(text) != 0) {
                    log.notice("RDB has an AOF tail");
                }
            }
            case "aof-base" -> {
                if (number(text) != 0) {
                    log.notice("RDB is base AOF");
                }
            }
            case "repl-stream-db" -> replicationDatabase = (int) number(text);
            case "repl-id" -> replicationId = text;
            case "repl-offset" -> replicationOffset = number(text);
            case "lua", "redis-bits" -> {}
            default -> logOther(text(name), text);
        }
    }

    private void logOther(String name, String value) {
        if (name.startsWith("%")) {
            log.notice("RDB '" + name + "': " + value);
        } else {
            log.debug("Unrecognized RDB AUX field: '" + name + "'");
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String decimals(double value) {
        long hundredths = Math.round(value * 100);
        return hundredths / 100 + "." + hundredths / 10 % 10 + hundredths % 10;
    }

    @Override
    public void database(long index) throws IOException {
        if (index < 0 || index >= databases.count()) {
            throw new RdbException("FATAL: Data file was created with a Redis server configured to handle more than "
                    + databases.count() + " databases. Exiting");
        }
        database = (int) index;
        keyspace = keysOf(database);
    }

    @Override
    public void size(long keys, long expires) {
        // A hint only, and a file may lie.
        keyspace.dict().expand((int) Math.min(keys, Runtime.getRuntime().maxMemory() / 64));
    }

    @Override
    public void function(byte[] code) throws IOException {
        if (aside != null) {
            functionCodes.add(ByteString.wrap(code));
            return;
        }
        try {
            functions.restore(List.of(ByteString.wrap(code)), merges ? RestorePolicy.REPLACE : RestorePolicy.APPEND);
        } catch (ErrorReply refused) {
            throw new RdbException("Failed loading library, " + refused.line());
        }
    }

    @Override
    public void entry(byte[] key, Object value, long expireAtMillis, long idleSeconds, int frequency)
            throws IOException {
        entry(key, keyspace.hash(key), value, expireAtMillis, idleSeconds, frequency);
    }

    /** These keys come next. */
    void readAhead(LoadBatch batch, int from, int to) {
        readAhead = readAhead ^ batch.readAhead(from, to);
    }

    /** {@link #entry(byte[], Object, long, long, int)} for those who have the hash already. */
    void entry(byte[] key, int hash, Object value, long expireAtMillis, long idleSeconds, int frequency)
            throws IOException {
        if (expireAtMillis != NONE && expireAtMillis < nowMillis && !keepsExpired) {
            loading.keyExpired();
            if (restoresHistory) {
                restoreHistory();
                server.replication().expiredWhileLoading(database, ByteString.wrap(key));
            }
            return;
        }
        KeyEntry present = keyspace.find(key, hash);
        if (present != null) {
            if (!merges) {
                throw new RdbException(
                        "RDB has duplicated key '" + Ascii.quote(key, LONGEST_KEY) + "' in DB " + database);
            }
            databases.get(database).remove(present);
        }
        int lru = databases.accessClock().restored(idleSeconds, frequency);
        if (expireAtMillis == NONE) {
            keyspace.insert(key, hash, value, lru);
        } else {
            keyspace.insert(key, hash, value, lru, expireAtMillis);
        }
        loading.keyLoaded();
    }

    @Override
    public void emptyKey(byte[] key) {
        if (emptyKeys++ < MOST_EMPTY_KEYS_LOGGED) {
            log.notice("rdbLoadObject skipping empty key: " + text(key));
        }
    }

    /** The server starts with these data: their history is its own, and what has expired is one more change of it. */
    KeyspaceLoader forStart() {
        restoresHistory = true;
        return this;
    }

    /** Tells the history that the file has told of, once. */
    void restoreHistory() {
        String id = replicationId;
        if (id != null && replicationOffset >= 0 && !historyRestored) {
            historyRestored = true;
            server.replication().restored(id, replicationOffset, replicationDatabase);
        }
    }

    /** The code of the libraries, if they were collected only. */
    public List<ByteString> functionCodes() {
        return functionCodes;
    }

    /** Which database the next change of that history applies to. */
    public int replicationDatabase() {
        return replicationDatabase;
    }

    /** All was read. */
    public void done() {
        log.notice("Done loading RDB, keys loaded: " + loading.keysLoaded() + ", keys expired: " + loading.keysExpired()
                + (emptyKeys == 0 ? "." : ", empty keys skipped: " + emptyKeys + "."));
    }

    @Override
    public String toString() {
        return "KeyspaceLoader[" + loading.keysLoaded() + " keys so far]";
    }
}
