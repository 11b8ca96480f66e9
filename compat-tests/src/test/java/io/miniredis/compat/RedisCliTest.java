package io.miniredis.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.compat.reply.Connection;
import io.miniredis.compat.servers.Setting;
import io.miniredis.compat.servers.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What redis-cli offers beyond sending commands: it asks the server many questions, and believes the answers. */
@ExtendWith(RedisCliTest.NeedsRedisCli.class)
class RedisCliTest {
    private final Target server = Ours.start(List.of(new Setting("maxmemory-policy", List.of("allkeys-lfu"))));

    /** Without redis-cli there is nothing to try; the report says so, and with CI=true it is a failure. */
    static final class NeedsRedisCli implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            boolean isThere = true;
            try {
                run(List.of("redis-cli", "--version"), "");
            } catch (IOException missing) {
                isThere = false;
            }
            if (!isThere && "true".equals(System.getenv("CI"))) {
                throw new IllegalStateException("CI=true, but there is no redis-cli on the PATH");
            }
            return isThere
                    ? ConditionEvaluationResult.enabled("redis-cli is on the PATH")
                    : ConditionEvaluationResult.disabled("there is no redis-cli on the PATH");
        }
    }

    @BeforeEach
    void fill() {
        try (Connection connection = new Connection(server.port())) {
            connection.call("SET", "greeting", "hello world");
            connection.call("SET", "number", "42");
            connection.call("LPUSH", "queue", "a", "b", "c");
            connection.call("SADD", "tags", "x", "y");
            connection.call("HSET", "profile", "name", "anna", "city", "Berlin", "age", "7");
            connection.call("ZADD", "board", "1", "a", "2", "b", "3", "c", "4", "d");
            connection.call("XADD", "log", "*", "f", "v");
            for (int i = 0; i < 200; i++) {
                connection.call("GET", "greeting");
            }
        }
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static String run(List<String> command, String input) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), output);
            return output;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IllegalStateException(e);
        }
    }

    private String cli(String input, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("redis-cli", "-p", Integer.toString(server.port())));
        command.addAll(List.of(options));
        return run(command, input);
    }

    /** Names of keys are quoted in one way or another, by version. */
    private static void assertContains(String quoted, String... texts) {
        String output = quoted.replace("\"", "").replace("'", "");
        for (String text : texts) {
            assertTrue(output.contains(text), () -> text + " is missing in:\n" + output);
        }
    }

    @Test
    void findsTheBiggestKeys() throws IOException {
        String output = cli("", "--bigkeys");

        assertContains(
                output,
                "Sampled 7 keys in the keyspace!",
                "Biggest   list found queue has 3 items",
                "Biggest   hash found profile has 3 fields",
                "Biggest   zset found board has 4 members",
                "Biggest stream found log has 1 entries",
                "2 strings with 13 bytes");
    }

    @Test
    void findsTheKeysThatTakeMostMemory() throws IOException {
        assertContains(cli("", "--memkeys"), "Sampled 7 keys in the keyspace!", "found greeting has ", " bytes");
    }

    @Test
    void findsTheKeysUsedMost() throws IOException {
        assertContains(cli("", "--hotkeys"), "Sampled 7 keys in the keyspace!", "keyname: greeting");
    }

    @Test
    void listsKeysByPattern() throws IOException {
        assertEquals("greeting\n", cli("", "--scan", "--pattern", "g*"));
    }

    @Test
    void measuresLatency() throws IOException {
        // Not on a terminal it measures for a second and prints: min, max, average, samples.
        String[] figures = cli("", "--latency", "-i", "1").strip().split(" ", -1);

        assertEquals(4, figures.length);
        assertTrue(Integer.parseInt(figures[3]) > 10, figures[3]);
    }

    @Test
    void loadsManyCommandsAtOnce() throws IOException {
        StringBuilder commands = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            commands.append("SET k").append(i).append(" v\r\n");
        }

        assertContains(cli(commands.toString(), "--pipe"), "errors: 0, replies: 1000");
    }

    @Test
    void speaksResp3() throws IOException {
        assertEquals(
                "1# \"name\" => \"anna\"\n2# \"city\" => \"Berlin\"\n3# \"age\" => \"7\"\n",
                cli("HGETALL profile\n", "-3", "--no-raw"));
    }

    @Test
    void printsAsCsvAndJson() throws IOException {
        assertEquals("\"a\",\"1\",\"b\",\"2\"\n", cli("ZRANGE board 0 1 WITHSCORES\n", "--csv"));
        assertEquals("{\"name\":\"anna\",\"city\":\"Berlin\",\"age\":\"7\"}\n", cli("HGETALL profile\n", "--json"));
    }

    @Test
    void helpsWithCommands() throws IOException {
        assertContains(cli("help zadd\n", "--no-raw"), "key [NX|XX] [GT|LT] [CH] [INCR] score member");
    }
}
