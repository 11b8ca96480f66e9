package io.miniredis.compat.durability;

import io.miniredis.compat.reply.Connection;
import io.miniredis.compat.reply.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Gives a server payloads and RDB files with something wrong in them: each is refused, or makes keys that commands work
 * on and that are the same after they were saved and loaded again. The server goes on, and its log knows no fault of its
 * own.
 */
final class DamageTrial implements AutoCloseable {
    private static final int BATCH = 100;
    private static final int COMMANDS_EACH = 16;

    /** One file in so many that were accepted is saved and loaded again. */
    private static final int FILES_LOOKED_AT = 8;

    private static final long MOST_LEFT_BYTES = 64 << 20;

    private static final List<String> FAULTS = List.of("Exception", "BUG REPORT", "OutOfMemory");

    private static final List<String> CHECKSUMS_OFF =
            List.of("--appendonly", "no", "--save", "", "--rdbchecksum", "no", "--enable-debug-command", "yes");

    private static final List<String> REFUSALS =
            List.of("ERR Bad data format", "ERR DUMP payload version or checksum are wrong");
    private static final String NOT_LOADED = "ERR Error trying to load the RDB dump, check server logs.";

    /** K is the key. Most of them are of another type than it is. */
    private static final List<String> COMMANDS = List.of(
            "OBJECT ENCODING K|MEMORY USAGE K|DUMP K|COPY K copy REPLACE|SORT K ALPHA|GET K|APPEND K x|SETRANGE K 9 abc",
            "BITCOUNT K|PFCOUNT K|PFADD K a|PFMERGE copy K|LCS K K|GETRANGE K 1 -2|SETBIT K 70 1|INCR K",
            "LRANGE K 0 -1|LPUSH K a 1|RPUSH K b 2|LPOP K|RPOP K 2|LINDEX K -2|LSET K 0 c|LINSERT K BEFORE a d",
            "LREM K 0 a|LPOS K b|LTRIM K 1 -1|LMOVE K K LEFT RIGHT|SMEMBERS K|SADD K a 1|SREM K a|SPOP K|SRANDMEMBER K -5",
            "SSCAN K 0 COUNT 100|SUNIONSTORE copy K K|SINTERCARD 1 K|ZRANGE K 0 -1 WITHSCORES|ZADD K 1 a 2 b|ZREM K b",
            "ZPOPMIN K|ZRANGE K -inf +inf BYSCORE|ZREVRANK K a|ZREMRANGEBYRANK K 0 0|ZRANGEBYLEX K - +|ZUNION 2 K K",
            "ZSCAN K 0 COUNT 100|HGETALL K|HSET K a 1 b 2|HDEL K a|HSCAN K 0 COUNT 100|HRANDFIELD K -4 WITHVALUES",
            "HINCRBYFLOAT K a 0.5|XRANGE K - +|XREVRANGE K + - COUNT 3|XADD K * f v|XINFO STREAM K FULL|XTRIM K MAXLEN 3",
            "XREADGROUP GROUP g c STREAMS K >|XPENDING K g|XPENDING K g - + 5|XAUTOCLAIM K g d 0 0 COUNT 3|XDEL K 1-1",
            "XACK K g 1-1|XGROUP DELCONSUMER K g c|XGROUP DESTROY K g|XINFO GROUPS K|XINFO CONSUMERS K g");

    private final Random random;
    private final Mutation mutation;
    private final Path directory;
    private final List<List<String>> commands = new ArrayList<>();
    private final ServerProcess server;
    private final Connection connection;
    private final List<String> payloads = new ArrayList<>();
    private final String file;
    private int restored;
    private int restoredAccepted;
    private int loaded;
    private int loadedAccepted;

    DamageTrial(Path directory, long seed) {
        this.directory = directory;
        random = new Random(seed);
        mutation = new Mutation(random.nextLong());
        for (String line : COMMANDS) {
            for (String command : line.split("\\|")) {
                commands.add(List.of(command.split(" ")));
            }
        }
        server = ServerProcess.launch(directory, CHECKSUMS_OFF);
        server.awaitReady();
        connection = server.connect();
        call("DEBUG SET-SKIP-CHECKSUM-VALIDATION 1");
        file = fill();
    }

    /** Keys of all types in all encodings, and a library. Returns the file that holds them. */
    private String fill() {
        call("SET short abc");
        call("SET number 12345");
        call("SET long " + "compress-me-".repeat(40));
        call("PFADD counter a b c d");
        call("RPUSH list 1 a 70000 " + "x".repeat(70));
        call("SADD numbers 1 2 70000 9999999999");
        call("SADD words a b 3");
        call("ZADD scores 1 a 2.5 b -inf c");
        call("HSET fields a 1 b two PX 3");
        call("XADD stream 1-1 f v g w");
        call("XADD stream 2-1 f v g w");
        call("XADD stream 3-1 h 7");
        call("XDEL stream 2-1");
        call("XGROUP CREATE stream g 0");
        call("XREADGROUP GROUP g c COUNT 1 STREAMS stream >");
        for (int i = 0; i < 150; i++) {
            call("SADD table m" + i);
            call("ZADD skiplist " + i + " m" + i);
            call("HSET map f" + i + " " + i);
            call("RPUSH quicklist " + i + "x".repeat(60));
        }
        for (Reply key : call("KEYS *").elements()) {
            payloads.add(call("DUMP " + key.text()).text());
        }
        call("PEXPIRE words 100000000");
        call("SELECT 3");
        call("SET elsewhere 1");
        call("SELECT 0");
        connection.call("FUNCTION", "LOAD", "#!lua name=lib\nredis.register_function('f', function() return 1 end)");
        call("SAVE");
        return readFile();
    }

    private Reply call(String line) {
        return connection.call(List.of(line.split(" ")));
    }

    // ---- payloads ----

    /** Sends RESTORE a hundred times, and the keys it has made whatever commands there are. */
    void restoreBatch() {
        List<String> sent = new ArrayList<>();
        List<List<String>> requests = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            sent.add(mutation.of(payloads.get(restored++ % payloads.size())));
            requests.add(List.of("RESTORE", "k" + i, "0", sent.get(i)));
        }
        List<Reply> replies = callAll(requests);
        List<String> accepted = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            String reply = replies.get(i).text();
            if (reply.equals("OK")) {
                accepted.add("k" + i);
            } else if (REFUSALS.stream().noneMatch(reply::startsWith)) {
                throw new AssertionError("answered " + replies.get(i) + ": " + Reply.of(Reply.Type.BULK, sent.get(i)));
            }
        }
        restoredAccepted += accepted.size();
        compareAfterReload();
        use(accepted);
        compareAfterReload();
        flush();
    }

    private void use(List<String> keys) {
        List<List<String>> requests = new ArrayList<>();
        for (String key : keys) {
            for (int i = 0; i < COMMANDS_EACH; i++) {
                List<String> command = new ArrayList<>(commands.get(random.nextInt(commands.size())));
                command.replaceAll(word -> word.equals("K") ? key : word);
                requests.add(command);
            }
        }
        callAll(requests);
    }

    /** Sends all of them at once. @throws AssertionError if one of them is not answered, or by an internal error */
    private List<Reply> callAll(List<List<String>> requests) {
        StringBuilder bytes = new StringBuilder();
        for (List<String> request : requests) {
            Connection.append(bytes, request);
        }
        connection.sendRaw(bytes.toString());
        List<Reply> replies = new ArrayList<>();
        for (List<String> request : requests) {
            Reply reply = connection.receive();
            boolean isOurFault = reply.isError() && reply.text().contains("internal error");
            if (isOurFault || reply.equals(Reply.closed()) || reply.equals(Reply.silence())) {
                throw new AssertionError(request + " is answered " + reply + "\n" + server.log());
            }
            replies.add(reply);
        }
        return replies;
    }

    // ---- files ----

    /** Loads a file. */
    void load() {
        writeFile(mutation.of(file));
        loaded++;
        Reply reply = call("DEBUG RELOAD NOSAVE");
        if (reply.equals(Reply.of(Reply.Type.SIMPLE, "OK"))) {
            loadedAccepted++;
            if (loadedAccepted % FILES_LOOKED_AT == 0) {
                compareAfterReload();
            }
        } else if (!reply.isError() || !reply.text().equals(NOT_LOADED)) {
            throw new AssertionError("a file is answered " + reply + "\n" + server.log());
        }
    }

    private Path path() {
        return directory.resolve("dump.rdb");
    }

    private String readFile() {
        try {
            return Files.readString(path(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeFile(String content) {
        try {
            Files.writeString(path(), content, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- what holds for both ----

    private void compareAfterReload() {
        Reply before = call("DEBUG DIGEST");
        Reply reload = call("DEBUG RELOAD");
        Reply after = call("DEBUG DIGEST");
        if (reload.isError() || !after.equals(before)) {
            throw new AssertionError("not the same after it was loaded: " + reload + "\n" + server.log());
        }
    }

    private void flush() {
        call("FLUSHALL");
        if (!call("DBSIZE").text().equals("0")) {
            throw new AssertionError("what is left after FLUSHALL: " + call("DBSIZE"));
        }
    }

    /** Looks whether the server is as it should be when all is over, and ends it. */
    void finish() {
        flush();
        connection.call("FUNCTION", "FLUSH");
        String memory = connection.call("INFO", "memory").text();
        int at = memory.indexOf("used_memory:") + "used_memory:".length();
        if (Long.parseLong(memory.substring(at, memory.indexOf('\r', at))) > MOST_LEFT_BYTES) {
            throw new AssertionError("much is left after FLUSHALL: " + memory);
        }
        close();
        server.requireNoneInLog(FAULTS);
    }

    @Override
    public void close() {
        connection.close();
        server.kill();
    }

    int rounds() {
        return restored + loaded;
    }

    @Override
    public String toString() {
        return restored + " payloads, " + restoredAccepted + " of them accepted; " + loaded + " files, "
                + loadedAccepted + " of them accepted";
    }
}
