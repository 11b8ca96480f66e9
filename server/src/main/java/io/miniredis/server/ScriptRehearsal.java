package io.miniredis.server;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.DiscardingWriter;
import io.miniredis.protocol.Request;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.NoConnection;
import io.miniredis.server.command.CallOrigin;
import io.miniredis.server.command.Command;
import io.miniredis.server.command.CommandDispatcher;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.log.SilentLog;
import io.miniredis.server.time.Clock;
import io.miniredis.server.time.SystemClock;

/**
 * Three scripts played to a server of its own that nobody can reach, once, soon after a process has begun to serve: the
 * JVM has then loaded and linked what scripts need when the first one comes, and that one is answered ten times sooner
 * (decision 0022).
 *
 * <p>On a thread of its own, beside the main thread. Embedded servers do without: their owner's process is not ours to
 * fill.
 */
final class ScriptRehearsal implements Runnable {
    /** Who connects at once is served first. */
    private static final int DELAY_MILLIS = 250;

    /** A machine that is busy has better things to do. */
    private static final long LIMIT_NANOS = 300_000_000;

    /** Few: the JVM compiles what runs often, and commands that it compiles take longer than all else here. */
    private static final int ROUNDS = 10;

    /** The first rounds have the long script as well: Lua without commands is compiled in a tenth of a second. */
    private static final int LONG_ROUNDS = 3;

    /** A token bucket: commands, replies as tables, numbers from and to text. */
    private static final String LIMITER = "local key, now = KEYS[1], tonumber(ARGV[3])"
            + " local most, rate = tonumber(ARGV[1]), tonumber(ARGV[2])"
            + " local kept = redis.call('HMGET', key, 'left', 'at')"
            + " local left, at = tonumber(kept[1]) or most, tonumber(kept[2]) or now"
            + " left = math.min(most, left + (now - at) * rate)"
            + " local ok = 0 if left >= 1 then left = left - 1 ok = 1 end"
            + " redis.call('HSET', key, 'left', left, 'at', now) redis.call('PEXPIRE', key, 1000)"
            + " return {ok, tostring(left)}";

    /** Tables, loops, and JSON there and back. */
    private static final String DOCUMENTS = "local list = {}"
            + " for i = 1, #ARGV do list[#list + 1] = cjson.decode(ARGV[i]) end"
            + " for i, item in ipairs(list) do redis.call('INCR', KEYS[1] .. i) end"
            + " return cjson.encode(list)";

    /** What scripts calculate with between their commands: sums, tables, strings. */
    private static final String LOOPS = "local sum, numbers, words = 0, {}, {}"
            + " for i = 1, 10000 do sum = sum + i end"
            + " for i = 1, 10000 do numbers[i] = i end"
            + " for i = 1, 10000 do table.insert(words, string.rep('x', 10)) end"
            + " return sum + #numbers + #table.concat(words)";

    private final Clock clock;
    private final Runnable before;

    private ScriptRehearsal(Clock clock, Runnable before) {
        this.clock = clock;
        this.before = before;
    }

    /**
     * Begins it, to be played in a moment.
     *
     * @param before what else is to be made ready, by the same thread, first
     */
    static void begin(Clock clock, Runnable before) {
        Thread thread = new Thread(new ScriptRehearsal(clock, before), "script-rehearsal");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try {
            Thread.sleep(DELAY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        before.run();
        RedisServer stage = new RedisServer(ServerConfig.defaults(), new SystemClock(), 0, SilentLog.INSTANCE);
        try {
            play(stage, clock);
        } finally {
            stage.stop();
        }
    }

    /** Plays to this server, which no other thread uses. */
    static void play(RedisServer stage, Clock clock) {
        long startNanos = clock.nanos();
        Client client = new Client(
                stage.clients().nextId(), new NoConnection(), stage.time().millis());
        client.authenticated(true);
        call(stage, client, "SCRIPT", "LOAD", LIMITER);
        for (int i = 0; i < ROUNDS && clock.nanos() - startNanos < LIMIT_NANOS; i++) {
            call(stage, client, "EVAL", LIMITER, "1", "limiter", "10", "1", "100");
            call(stage, client, "EVAL", DOCUMENTS, "1", "item", "{\"a\":[1,2.5,\"x\",true,null]}", "{}");
            if (i < LONG_ROUNDS) {
                call(stage, client, "EVAL", LOOPS, "0");
            }
        }
    }

    private static void call(RedisServer stage, Client client, String... words) {
        ByteString[] argv = new ByteString[words.length];
        long sizeBytes = 0;
        for (int i = 0; i < argv.length; i++) {
            argv[i] = ByteString.of(words[i]);
            sizeBytes += argv[i].length();
        }
        Request request = new Request(argv, sizeBytes);
        Command command = CommandDispatcher.find(stage.commands(), request);
        if (command == null) {
            throw new IllegalStateException("there is no " + request);
        }
        stage.executor().call(client, command, request, CallOrigin.CLIENT, new DiscardingWriter());
    }

    @Override
    public String toString() {
        return "ScriptRehearsal[" + ROUNDS + " rounds]";
    }
}
