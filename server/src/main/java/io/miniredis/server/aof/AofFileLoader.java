package io.miniredis.server.aof;

import io.miniredis.datastructures.Ascii;
import io.miniredis.persistence.aof.AofFormatException;
import io.miniredis.persistence.aof.AofReader;
import io.miniredis.persistence.file.OpenFile;
import io.miniredis.protocol.DiscardingWriter;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.NoConnection;
import io.miniredis.server.command.Command;
import io.miniredis.server.command.CommandDispatcher;
import io.miniredis.server.command.CommandFlag;
import io.miniredis.server.config.PersistenceParameters;
import io.miniredis.server.log.ServerLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file of the append-only file and executes what it says, by a client of its own (loadSingleAppendOnlyFile).
 *
 * <p>A file that was cut off is made to end with its last whole command, or transaction, if {@code aof-load-truncated}
 * allows.
 */
final class AofFileLoader {
    /** What no client is ever called. */
    private static final long CLIENT_ID = -1;

    private static final int COMMANDS_PER_LOOK = 64;
    private static final byte[] RDB_MAGIC = {'R', 'E', 'D', 'I', 'S'};

    private final RedisServer server;
    private final ServerLog log;
    private final PersistenceParameters config;
    private final Path path;
    private final String name;
    private final boolean isOldStyle;
    private final Client client;
    private final ReplyWriter unheard = new DiscardingWriter();

    private @Nullable OpenFile file;
    private @Nullable AofReader reader;
    private long beforeTransaction;
    /** Of the files before. */
    private final long bytesBefore;

    private long loadedBytes;

    /** @param isOldStyle true for the single file of Redis before 7 */
    AofFileLoader(RedisServer server, Path path, String name, boolean isOldStyle, long bytesBefore) {
        this.server = server;
        this.log = server.log();
        this.config = server.config().persistence;
        this.path = path;
        this.name = name;
        this.isOldStyle = isOldStyle;
        this.bytesBefore = bytesBefore;
        this.client = new Client(CLIENT_ID, new NoConnection(), server.time().millis());
        this.client.authenticated(true);
    }

    /**
     * Opens the file and reads a snapshot at its beginning.
     *
     * @param servesOthers true to answer clients meanwhile
     * @return null if there may be commands to be executed
     */
    @Nullable
    AofLoadResult open(boolean servesOthers) {
        try {
            OpenFile opened = server.persistence().files().read(path);
            file = opened;
            if (opened.size() == 0) {
                return AofLoadResult.EMPTY;
            }
            long commandsAt = 0;
            if (startsWithSnapshot(opened)) {
                commandsAt = loadSnapshot(opened, servesOthers);
                if (commandsAt < 0) {
                    return AofLoadResult.FAILED;
                }
            }
            reader = new AofReader(opened, commandsAt);
            beforeTransaction = commandsAt;
            return null;
        } catch (NoSuchFileException e) {
            log.warning("The append log file " + name + " doesn't exist: " + e.getMessage());
            return AofLoadResult.MISSING;
        } catch (IOException e) {
            log.warning("Fatal error: can't open the append log file " + name + " for reading: " + e.getMessage());
            return AofLoadResult.FAILED;
        }
    }

    private static boolean startsWithSnapshot(OpenFile file) throws IOException {
        ByteBuffer magic = ByteBuffer.allocate(RDB_MAGIC.length);
        return file.readAt(magic, 0) == RDB_MAGIC.length && Arrays.equals(magic.array(), RDB_MAGIC);
    }

    /** Returns where it ends, or -1 if it is broken. */
    private long loadSnapshot(OpenFile opened, boolean servesOthers) {
        log.notice(isOldStyle ? "Reading RDB preamble from AOF file..." : "Reading RDB base file on AOF loading...");
        try {
            long end = SnapshotBase.load(server, opened, servesOthers);
            loadedBytes = end;
            server.persistence().progress(bytesBefore + end);
            if (isOldStyle) {
                log.notice("Reading the remaining AOF tail...");
            }
            return end;
        } catch (IOException e) {
            log.warning(String.valueOf(e.getMessage()));
            log.warning(
                    isOldStyle
                            ? "Error reading the RDB preamble of the AOF file " + name + ", AOF loading aborted"
                            : "Error reading the RDB base file " + name + ", AOF loading aborted");
            return -1;
        }
    }

    /**
     * Executes commands for a while.
     *
     * @return what has come of the file, or null if there is more to do
     */
    @Nullable
    AofLoadResult step(long untilNanos) {
        AofReader commands = reader;
        if (commands == null) {
            throw new IllegalStateException("not open: " + this);
        }
        server.time().refresh();
        try {
            do {
                AofLoadResult result = executeSome(commands);
                if (result != null) {
                    return result;
                }
                delay();
            } while (server.time().clock().nanos() - untilNanos < 0);
        } catch (AofFormatException e) {
            log.warning("Bad file format reading the append only file " + name
                    + ": make a backup of your AOF file, then use ./redis-check-aof --fix <filename.manifest>");
            return AofLoadResult.FAILED;
        } catch (IOException e) {
            log.warning("Unrecoverable error reading the append only file " + name + ": " + e.getMessage());
            return AofLoadResult.FAILED;
        } finally {
            loadedBytes = commands.validOffset();
            server.persistence().progress(bytesBefore + loadedBytes);
        }
        return null;
    }

    private @Nullable AofLoadResult executeSome(AofReader commands) throws AofFormatException, IOException {
        for (int i = 0; i < COMMANDS_PER_LOOK; i++) {
            Request request = commands.next();
            if (request == null) {
                return ended(commands);
            }
            if (!execute(request)) {
                return AofLoadResult.FAILED;
            }
            if (!client.isQueueing()) {
                beforeTransaction = commands.validOffset();
            }
        }
        return null;
    }

    /** {@code key-load-delay}, for tests: microseconds for each key, below 0 for that many keys. */
    private void delay() {
        int micros = config.keyLoadDelayMicros.value();
        if (micros > 0) {
            server.time().clock().sleep(micros * 1_000L * COMMANDS_PER_LOOK);
        }
    }

    /** False if there is no such command. */
    private boolean execute(Request request) {
        Command command = CommandDispatcher.find(server.commands(), request);
        if (command == null) {
            log.warning("Unknown command '" + Ascii.text(request.arg(0).bytes()) + "' reading the append only file "
                    + name);
            return false;
        }
        if (client.isQueueing() && !command.spec().has(CommandFlag.NEVER_QUEUED)) {
            client.openTransaction().enqueue(command, request, 0);
            return true;
        }
        ErrorReply error = command.isContainer() || !command.spec().accepts(request.count())
                ? Errors.wrongArity(command.fullName())
                : server.executor().replay(client, command, request, unheard);
        if (error != null) {
            log.warning("== CRITICAL == This server is sending an error to its AOF-loading-client: '" + error.line()
                    + "' after processing the command '" + command.fullName() + "'");
            server.stats().unexpectedErrorReplies++;
        }
        return true;
    }

    private AofLoadResult ended(AofReader commands) {
        if (client.isQueueing()) {
            log.warning("Revert incomplete MULTI/EXEC transaction in AOF file " + name);
            return cutOff(beforeTransaction);
        }
        return commands.isTruncated() ? cutOff(commands.validOffset()) : AofLoadResult.LOADED;
    }

    private AofLoadResult cutOff(long validBytes) {
        if (config.aofLoadTruncated.value()) {
            log.warning("!!! Warning: short read while loading the AOF file " + name + "!!!");
            log.warning("!!! Truncating the AOF " + name + " at offset " + validBytes + " !!!");
            try (OpenFile cut = server.persistence().files().update(path)) {
                cut.truncate(validBytes);
                cut.force(true);
                log.warning("AOF " + name + " loaded anyway because aof-load-truncated is enabled");
                return AofLoadResult.TRUNCATED;
            } catch (IOException e) {
                log.warning("Error truncating the AOF file " + name + ": " + e.getMessage());
            }
        }
        log.warning("Unexpected end of file reading the append only file " + name
                + ". You can: 1) Make a backup of your AOF"
                + " file, then use ./redis-check-aof --fix <filename.manifest>. 2) Alternatively you can set the"
                + " 'aof-load-truncated' configuration option to yes and restart the server.");
        return AofLoadResult.FAILED;
    }

    /** What has been read of this file and those before, in bytes. */
    long loadedBytes() {
        return bytesBefore + loadedBytes;
    }

    void close() {
        server.clientLife().forgetTransaction(client);
        OpenFile opened = file;
        if (opened != null) {
            try {
                opened.close();
            } catch (IOException e) {
                log.debug("Cannot close " + path + ": " + e.getMessage());
            }
        }
    }

    @Override
    public String toString() {
        return "AofFileLoader[" + name + ", " + reader + "]";
    }
}
