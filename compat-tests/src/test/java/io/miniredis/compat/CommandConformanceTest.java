package io.miniredis.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.miniredis.compat.reply.Connection;
import io.miniredis.compat.reply.Reply;
import io.miniredis.compat.servers.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The command table of this server, as far as it is built: against the facts of Redis 7.2.6, and in every detail that
 * COMMAND INFO and COMMAND DOCS show against a real server, if there is one.
 *
 * <p>Summaries are our own prose and only have to be there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandConformanceTest {
    private final Judge judge = Judge.find();
    private final Set<String> knownDifferences = Set.copyOf(lines("/known-differences-7.0.txt"));
    private final Map<String, String[]> facts = new HashMap<>();
    private final CommandFacts ours;
    private int count;
    private final Set<String> listed = new HashSet<>();

    CommandConformanceTest() {
        for (String line : lines("/commands-7.2.6.tsv")) {
            String[] columns = line.split("\t", -1);
            facts.put(columns[0], columns);
        }
        try (Target server = Ours.start()) {
            ours = read(server);
        }
    }

    @Test
    void commandCountAndListNameEveryCommand() {
        assertEquals(ours.names(), new TreeSet<>(listed));
        assertEquals(ours.names().stream().filter(name -> !name.contains("|")).count(), count);
        assertTrue(listed.contains("get"), "a table without GET");
    }

    @TestFactory
    Stream<DynamicTest> everyCommandFitsTheFactsOf726() {
        return ours.names().stream().map(name -> DynamicTest.dynamicTest(name, () -> compareWithFacts(name)));
    }

    @TestFactory
    Stream<DynamicTest> everyCommandIsDescribedAsByARealServer() {
        assumeTrue(judge.isLive(), "there is no redis-server on the PATH");
        try (Target server = judge.start(List.of())) {
            CommandFacts real = read(server);
            return ours.names().stream()
                    .filter(name -> !isKnownDifference(name, "new"))
                    .map(name -> DynamicTest.dynamicTest(name, () -> compareWithReal(name, real)));
        }
    }

    private CommandFacts read(Target server) {
        try (Connection connection = new Connection(server.port())) {
            connection.call("HELLO", "3");
            if (listed.isEmpty()) {
                connection.call("COMMAND", "LIST").elements().forEach(name -> listed.add(name.text()));
                count = Integer.parseInt(connection.call("COMMAND", "COUNT").text());
            }
            Reply infos = connection.call("COMMAND", "INFO");
            return CommandFacts.of(infos, connection.call("COMMAND", "DOCS"));
        }
    }

    private void compareWithFacts(String name) {
        Map<String, String> aspects = ours.aspects(name);
        if (isLater(aspects.getOrDefault("since", ""))) {
            return;
        }
        String[] fact = Objects.requireNonNull(facts.get(name), "Redis 7.2.6 has no such command");
        String flags = aspects.getOrDefault("flags", "")
                .replace("movablekeys", "")
                .replace("  ", " ")
                .strip();
        check(name, "arity", fact[1], aspects);
        check(name, "since", fact[2], aspects);
        check(name, "group", fact[3], aspects);
        check(name, "flags", fact[4], Map.of("flags", flags.isEmpty() ? "-" : flags));
        check(name, "acl", fact[5], aspects);
    }

    /** True for what came after Redis 7.2: its facts say nothing of it. */
    private static boolean isLater(String since) {
        return since.startsWith("7.4.") || since.startsWith("8.");
    }

    private void compareWithReal(String name, CommandFacts real) {
        Map<String, String> expected = real.aspects(name);
        assertTrue(!expected.isEmpty(), "the real server has no such command");
        for (Map.Entry<String, String> aspect : expected.entrySet()) {
            if (!isKnownDifference(name, aspect.getKey())) {
                check(name, aspect.getKey(), aspect.getValue(), ours.aspects(name));
            }
        }
    }

    private void check(String name, String aspect, String expected, Map<String, String> aspects) {
        boolean excused = Ours.isRealRedis() && isKnownDifference(name, aspect);
        if (!excused) {
            assertEquals(expected, aspects.get(aspect), () -> aspect + " of " + name);
        }
    }

    private boolean isKnownDifference(String name, String aspect) {
        return knownDifferences.contains(name + " " + aspect);
    }

    private static List<String> lines(String resource) {
        try (InputStream in = CommandConformanceTest.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
