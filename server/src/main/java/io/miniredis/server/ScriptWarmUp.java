package io.miniredis.server;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.Request;
import io.miniredis.protocol.RespWriter;
import io.miniredis.server.client.Client;
import io.miniredis.server.command.CallOrigin;
import io.miniredis.server.command.Command;
import io.miniredis.server.command.CommandDispatcher;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.log.SilentLog;
import io.miniredis.server.scripting.ScriptConnection;
import io.miniredis.server.time.SystemClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Runs scripts nobody asked for, once, in the background, as soon as the server that has started is idle: the JVM loads, links
 * and compiles the interpreter before a client's first script needs it, which would take thirty times as long otherwise.
 *
 * <p>They run on a server of their own that is never opened and that their thread alone knows, so that nothing of them can be
 * seen: no key, no statistics, no line in the log. Only what the JVM has learnt stays.
 */
final class ScriptWarmUp {
    private static final long LOOK_EVERY_MILLIS = 200;

    /** So many commands between two looks do not keep it from being idle: somebody looks whether it is there. */
    private static final long IDLE_COMMANDS = 2;

    /** What half a second of one processor is enough for. */
    private static final int ROUNDS = 8;

    /** What scripts mostly do: ask and change a few keys, calculate, build tables and strings. */
    static final String[] SCRIPTS = {"""
        local key, capacity, now = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
        for i = 1, 40 do
          local bucket = redis.call('HMGET', key, 'tokens', 'at')
          local tokens = math.min(capacity, (tonumber(bucket[1]) or capacity) + (now - (tonumber(bucket[2]) or now)) * 2)
          local allowed = 0
          if tokens >= 1 then tokens = tokens - 1 allowed = 1 end
          redis.call('HSET', key, 'tokens', tokens, 'at', now)
          redis.call('PEXPIRE', key, 10000)
          if redis.call('INCR', KEYS[2]) > 1000 then redis.call('SET', KEYS[2], 0) end
          redis.call('GET', KEYS[2])
          local result = {allowed, tostring(tokens)}
        end
        return {1, tostring(now)}
        """, """
        local sum = 0
        for i = 1, 5000 do sum = sum + i end
        local list = {}
        for i = 1, 2000 do list[#list + 1] = i end
        for i = 1, 1000 do table.insert(list, i) end
        local text = {}
        for i = 1, 2000 do text[#text + 1] = 'abcdefghij' end
        local joined = table.concat(text)
        local i = 0
        while i < 500 do
          i = i + 1
          local name = 'key:' .. i
          if name:sub(1, 3) == 'key' and i % 7 ~= 0 then list[name] = {i, name} end
        end
        for k, v in pairs(list) do if v == 0 then break end end
        return #joined
        """, """
        local items = {}
        for i = 1, 60 do items[i] = {id = i, name = 'item ' .. i, price = i * 1.5, tags = {'a', 'b'}, ok = true} end
        local text = cjson.encode({items = items})
        for i = 1, 3 do text = cjson.encode(cjson.decode(text)) end
        return #text
        """};

    private final RedisServer server;
    private long commandsSeen;

    private ScriptWarmUp(RedisServer server) {
        this.server = server;
    }

    /** Begins it when the server is idle. */
    static void whenIdle(RedisServer server) {
        server.mainThread().execute(new ScriptWarmUp(server)::lookLater);
    }

    private void lookLater() {
        commandsSeen = server.stats().totalCommandsProcessed;
        server.mainThread().schedule(LOOK_EVERY_MILLIS, this::look);
    }

    private void look() {
        if (server.stats().totalCommandsProcessed - commandsSeen > IDLE_COMMANDS) {
            lookLater();
            return;
        }
        Thread thread = new Thread(ScriptWarmUp::run, "script-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private static void run() {
        RedisServer stage =
                new RedisServer(ServerConfig.defaults().with("save", ""), new SystemClock(), 0, SilentLog.INSTANCE);
        try {
            play(stage);
        } finally {
            stage.stop();
        }
    }

    private static void play(RedisServer stage) {
        Client client = new Client(
                stage.clients().nextId(), new ScriptConnection(), stage.time().millis());
        client.authenticated(true);
        ByteBuf replies = Unpooled.buffer();
        RespWriter writer = new RespWriter(replies);
        for (int round = 0; round < ROUNDS; round++) {
            for (String script : SCRIPTS) {
                call(stage, client, writer, "EVAL", script, "2", "bucket", "counter", "10", String.valueOf(round));
                replies.clear();
            }
        }
    }

    private static void call(RedisServer stage, Client client, RespWriter writer, String... words) {
        ByteString[] argv = new ByteString[words.length];
        for (int i = 0; i < words.length; i++) {
            argv[i] = ByteString.of(words[i]);
        }
        Request request = Request.of(argv);
        Command command = CommandDispatcher.find(stage.commands(), request);
        if (command != null) {
            stage.executor().call(client, command, request, CallOrigin.CLIENT, writer);
        }
    }
}
