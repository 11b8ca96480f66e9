package io.miniredis.server;

import io.miniredis.protocol.RespClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * A server on a free port and a short session with it, which ends with SHUTDOWN: what a JVM is to remember of us.
 *
 * <p>{@code bin/mini-redis} runs it once while the JVM records which classes are loaded and linked (a class data
 * sharing archive, or an ahead-of-time cache), and starts every server after that with what was recorded. It goes
 * through {@link Main}, so that starting is recorded too. It neither reads nor writes data files.
 */
public final class Rehearsal {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int ATTEMPTS = 1_000;
    private static final int PIPELINED_REQUESTS = 20_000;

    /** What a client sends in its first minute. A command that is not there yet is answered with an error, as well. */
    private static final String[][] SESSION = {
        {"PING"},
        {"HELLO", "3"},
        {"HELLO", "2"},
        {"CLIENT", "SETNAME", "rehearsal"},
        {"CLIENT", "SETINFO", "LIB-NAME", "rehearsal"},
        {"CLIENT", "LIST"},
        {"COMMAND"},
        {"COMMAND", "DOCS"},
        {"COMMAND", "COUNT"},
        {"CONFIG", "GET", "*"},
        {"INFO", "everything"},
        {"SELECT", "1"},
        {"SET", "string", "value", "EX", "100"},
        {"GET", "string"},
        {"APPEND", "string", "more"},
        {"TTL", "string"},
        {"EXPIRE", "string", "1000"},
        {"TYPE", "string"},
        {"OBJECT", "ENCODING", "string"},
        {"MSET", "a", "1", "b", "2"},
        {"MGET", "a", "b", "c"},
        {"INCR", "a"},
        {"INCRBYFLOAT", "a", "0.5"},
        {"LPUSH", "list", "a", "b", "c"},
        {"LRANGE", "list", "0", "-1"},
        {"RPOP", "list"},
        {"HSET", "hash", "field", "value", "other", "2"},
        {"HGETALL", "hash"},
        {"SADD", "set", "1", "2", "x"},
        {"SMEMBERS", "set"},
        {"ZADD", "zset", "1", "one", "2", "two"},
        {"ZRANGE", "zset", "0", "-1", "WITHSCORES"},
        {"XADD", "stream", "*", "field", "value"},
        {"XRANGE", "stream", "-", "+"},
        {"PUBLISH", "channel", "message"},
        {"MULTI"},
        {"INCR", "a"},
        {"EXEC"},
        {"EVAL", "return redis.call('get', KEYS[1])", "1", "a"},
        {"SCAN", "0"},
        {"KEYS", "*"},
        {"DEL", "string", "a"},
        {"DBSIZE"},
        {"GET", "list"},
        {"NOSUCHCOMMAND"},
        {"FLUSHALL"}
    };

    private final int port;

    private Rehearsal(int port) {
        this.port = port;
    }

    /** Takes no arguments. The process ends with 0 if the session went to its end. */
    public static void main(String[] args) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Thread client = new Thread(new Rehearsal(port)::play, "rehearsal");
        client.setDaemon(true);
        client.start();
        Main.main(new String[] {
            "--bind", "127.0.0.1", "--port", String.valueOf(port), "--save", "", "--dbfilename", "none"
        });
    }

    private void play() {
        try (RespClient client = connect()) {
            for (String[] request : SESSION) {
                client.call(request);
            }
            pipeline(client);
            client.send("SHUTDOWN", "NOSAVE");
            client.flush();
            client.receive();
        } catch (java.io.EOFException ended) {
            // That is how SHUTDOWN answers; Main ends the process.
            return;
        } catch (IOException | InterruptedException failed) {
            // A server that nobody ends would go on for ever.
            Main.abandon();
        }
    }

    private RespClient connect() throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return RespClient.connect("127.0.0.1", port, TIMEOUT_MILLIS);
            } catch (IOException notYet) {
                if (attempt == ATTEMPTS) {
                    throw notYet;
                }
                Thread.sleep(10);
            }
        }
    }

    /** Enough of the commonest requests for the JVM to learn which branches they take. */
    private static void pipeline(RespClient client) throws IOException {
        int batch = 100;
        for (int sent = 0; sent < PIPELINED_REQUESTS; sent += batch) {
            for (int i = 0; i < batch; i++) {
                String key = "key:" + (sent + i) % 5_000;
                if (i % 4 == 0) {
                    client.send("SET", key, "value");
                } else if (i % 4 == 1) {
                    client.send("INCR", "counter:" + key);
                } else {
                    client.send("GET", key);
                }
            }
            for (int i = 0; i < batch; i++) {
                client.receive();
            }
        }
    }
}
