package io.miniredis.compat;

import static org.junit.jupiter.api.Assertions.fail;

import io.miniredis.compat.fuzz.FuzzRequest;
import io.miniredis.compat.fuzz.FuzzTopic;
import io.miniredis.compat.fuzz.FuzzTopics;
import io.miniredis.compat.fuzz.KnownDifferences;
import io.miniredis.compat.fuzz.Reduction;
import io.miniredis.compat.reply.Connection;
import io.miniredis.compat.reply.Reply;
import io.miniredis.compat.script.Comparison;
import io.miniredis.compat.servers.Setting;
import io.miniredis.compat.servers.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.SkipExecutionHook;
import org.jspecify.annotations.Nullable;

/**
 * Sequences of commands over a few keys, on this server and on a real one: every reply must be the same, and after
 * every command the encoding and the digest of the keys it named; at the end of a sequence all keys are looked at.
 *
 * <p>The limits of the small encodings are low, so that values change their encodings all the time. Commands that this
 * server does not know are left out.
 *
 * <p>A build plays the same sequences each time. {@code -Dcompat.fuzz=true -Djqwik.tries.default=10000} plays new ones:
 * a million commands and more. {@code -Dcompat.fuzz.topics=lists,keys} plays only these.
 */
@AddLifecycleHook(DifferentialFuzzTest.NeedsARealServer.class)
class DifferentialFuzzTest {
    private static final Path TEMPLATES = Path.of("src/test/resources/fuzz");
    private static final int LONGEST_SEQUENCE = 150;

    /** Encodings end at these sizes; what only one of the servers has stands apart. */
    private static final List<Setting> LIMITS = List.of(
            new Setting("hash-max-listpack-entries", List.of("4")),
            new Setting("hash-max-listpack-value", List.of("20")),
            new Setting("zset-max-listpack-entries", List.of("5")),
            new Setting("zset-max-listpack-value", List.of("20")),
            new Setting("set-max-intset-entries", List.of("5")),
            new Setting("list-max-listpack-size", List.of("3")),
            new Setting("list-compress-depth", List.of("1")),
            new Setting("stream-node-max-entries", List.of("3")),
            new Setting("hll-sparse-max-bytes", List.of("40")));

    private static final Reply QUEUED = Reply.of(Reply.Type.SIMPLE, "QUEUED");

    private static final FuzzTopics TOPICS = FuzzTopics.read(TEMPLATES);

    private static @Nullable Target oursServer;
    private static @Nullable Target realServer;

    private static @Nullable Connection ours;
    private static @Nullable Connection real;
    private static long syncedNanos;
    private static long comparedRequests;

    /** A request and what the two servers have to say. */
    private record Exchange(FuzzRequest request, String when) {}

    @BeforeContainer
    static void start() {
        Judge judge = Judge.find();
        if (judge.isLive()) {
            realServer = judge.start(LIMITS);
            oursServer = Ours.start(LIMITS);
            syncedNanos = System.nanoTime();
            connect();
        }
    }

    private static void connect() {
        close(real);
        close(ours);
        real = new Connection(Objects.requireNonNull(realServer).port());
        ours = new Connection(Objects.requireNonNull(oursServer).port());
    }

    @AfterContainer
    static void stop() {
        if (Boolean.getBoolean("compat.fuzz")) {
            System.out.println(comparedRequests + " commands were compared, not counting looks at what they left");
        }
        for (AutoCloseable closeable : new @Nullable AutoCloseable[] {ours, real, oursServer, realServer}) {
            close(closeable);
        }
    }

    @Property(tries = 100, seed = "1", shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void theSameSequencesAreAnsweredAlikeInResp2(@ForAll("sequences") List<List<FuzzRequest>> sequence) {
        play(sequence, "2");
    }

    @Property(tries = 100, seed = "2", shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void theSameSequencesAreAnsweredAlikeInResp3(@ForAll("sequences") List<List<FuzzRequest>> sequence) {
        play(sequence, "3");
    }

    @Property(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    @AddLifecycleHook(OnDemand.class)
    void newSequencesAreAnsweredAlikeInResp2(@ForAll("sequences") List<List<FuzzRequest>> sequence) {
        play(sequence, "2");
    }

    @Property(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    @AddLifecycleHook(OnDemand.class)
    void newSequencesAreAnsweredAlikeInResp3(@ForAll("sequences") List<List<FuzzRequest>> sequence) {
        play(sequence, "3");
    }

    /** Each sequence is about one or two topics: the keys of all types together would hardly meet each other. */
    @Provide
    Arbitrary<List<List<FuzzRequest>>> sequences() {
        List<FuzzTopic> topics = TOPICS.of(DifferentialFuzzTest::isKnown);
        List<FuzzTopic> wanted = topics.stream()
                .filter(each -> List.of(System.getProperty("compat.fuzz.topics", each.name())
                                .split(",", -1))
                        .contains(each.name()))
                .toList();
        return Arbitraries.of(wanted)
                .list()
                .ofMinSize(1)
                .ofMaxSize(2)
                .flatMap(chosen -> Arbitraries.randomValue(random ->
                                chosen.get(random.nextInt(chosen.size())).requests(random))
                        .list()
                        .ofMinSize(1)
                        .ofMaxSize(LONGEST_SEQUENCE));
    }

    private static boolean isKnown(String command) {
        return Objects.requireNonNull(ours).call("COMMAND", "INFO", command).elements().stream()
                .noneMatch(info -> info.elements().isEmpty());
    }

    private static void play(List<List<FuzzRequest>> sequence, String protocol) {
        String difference = difference(sequence, protocol);
        if (difference != null) {
            List<List<FuzzRequest>> smallest = Reduction.of(sequence, part -> difference(part, protocol) != null);
            String last = difference(smallest, protocol);
            StringBuilder text = new StringBuilder(last == null ? difference : last).append("\n  of:");
            smallest.forEach(
                    requests -> requests.forEach(each -> text.append("\n    ").append(each)));
            fail(text.toString());
        }
    }

    /** What the servers answer differently, or null. */
    private static @Nullable String difference(List<List<FuzzRequest>> sequence, String protocol) {
        letTheSameTimePass();
        List<Exchange> exchanges = new ArrayList<>();
        for (String line : List.of("DISCARD", "UNWATCH", "FLUSHALL", "SELECT 0", "HELLO " + protocol)) {
            exchanges.add(new Exchange(new FuzzRequest(List.of(line.split(" ", -1)), Comparison.EXACT.ignored()), ""));
        }
        for (List<FuzzRequest> requests : sequence) {
            for (FuzzRequest request : requests) {
                exchanges.add(new Exchange(request, ""));
                addLooks(exchanges, request);
                comparedRequests++;
            }
        }
        addInventory(exchanges);
        String difference = firstDifference(exchanges);
        if (difference != null) {
            // Replies may be left: the next sequence must not take them for its own.
            connect();
        }
        return difference;
    }

    /** Our server's clock moves only when it is told. */
    private static void letTheSameTimePass() {
        long now = System.nanoTime();
        Objects.requireNonNull(oursServer).advance(Duration.ofNanos(now - syncedNanos));
        syncedNanos = now;
    }

    /** What became of the keys that a request named. */
    private static void addLooks(List<Exchange> exchanges, FuzzRequest request) {
        List<String> seen = new ArrayList<>();
        for (String word : request.words()) {
            if (TOPICS.keys().contains(word) && !seen.contains(word) && seen.size() < 4) {
                seen.add(word);
                exchanges.add(new Exchange(FuzzRequest.exact("OBJECT", "ENCODING", word), "after " + request));
                exchanges.add(new Exchange(FuzzRequest.exact("DEBUG", "DIGEST-VALUE", word), "after " + request));
            }
        }
    }

    private static void addInventory(List<Exchange> exchanges) {
        String when = "at the end";
        exchanges.add(new Exchange(new FuzzRequest(List.of("DISCARD"), Comparison.EXACT.ignored()), when));
        exchanges.add(new Exchange(new FuzzRequest(List.of("KEYS", "*"), Comparison.EXACT.unordered()), when));
        for (String key : TOPICS.keys()) {
            exchanges.add(new Exchange(FuzzRequest.exact("TYPE", key), when));
            exchanges.add(new Exchange(FuzzRequest.exact("OBJECT", "ENCODING", key), when));
            exchanges.add(new Exchange(FuzzRequest.exact("DEBUG", "DIGEST-VALUE", key), when));
            exchanges.add(new Exchange(new FuzzRequest(List.of("TTL", key), Comparison.EXACT.rounded(5)), when));
        }
        exchanges.add(new Exchange(FuzzRequest.exact("DEBUG", "DIGEST"), when));
    }

    private static @Nullable String firstDifference(List<Exchange> exchanges) {
        List<Reply> expected = replies(Objects.requireNonNull(real), exchanges);
        List<Reply> actual = replies(Objects.requireNonNull(ours), exchanges);
        List<Exchange> queued = new ArrayList<>();
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            Exchange exchange = exchanges.get(i);
            Reply wanted = expected.get(i);
            Reply given = actual.get(i);
            String difference = isExec(exchange) && wanted.elements().size() == queued.size()
                    ? difference(queued, wanted.elements(), given.elements())
                    : difference(exchange, wanted, given);
            if (difference != null) {
                return difference;
            }
            if (wanted.equals(QUEUED)) {
                queued.add(new Exchange(exchange.request(), exchange.when() + " in a transaction"));
            } else if (!wanted.isError() || isExec(exchange)) {
                queued.clear();
            }
        }
        if (expected.size() == actual.size() && expected.size() == exchanges.size()) {
            return null;
        }
        return "of " + exchanges.size() + " replies\n  ours: " + actual.size() + ", the last "
                + actual.get(actual.size() - 1) + "\n  real: " + expected.size() + ", the last "
                + expected.get(expected.size() - 1);
    }

    /** What differs of a transaction's replies: each is compared as it would be alone. */
    private static @Nullable String difference(List<Exchange> queued, List<Reply> wanted, List<Reply> given) {
        if (wanted.size() != given.size()) {
            return "EXEC\n  ours: " + given + "\n  real: " + wanted;
        }
        String difference = null;
        for (int i = 0; i < queued.size() && difference == null; i++) {
            difference = difference(queued.get(i), wanted.get(i), given.get(i));
        }
        return difference;
    }

    private static boolean isExec(Exchange exchange) {
        return exchange.request().words().get(0).equals("EXEC");
    }

    private static @Nullable String difference(Exchange exchange, Reply wanted, Reply given) {
        FuzzRequest request = exchange.request();
        Comparison comparison = request.comparison();
        boolean areAlike = wanted.equals(given)
                || comparison.accepts(comparison.essence(wanted), given)
                || KnownDifferences.allow(request, wanted, given);
        return areAlike ? null : request + " " + exchange.when() + "\n  ours: " + given + "\n  real: " + wanted;
    }

    /** Sends all in one go: a million round trips would take too long. After silence or the end nothing more comes. */
    private static List<Reply> replies(Connection connection, List<Exchange> exchanges) {
        StringBuilder bytes = new StringBuilder();
        for (Exchange exchange : exchanges) {
            Connection.append(bytes, exchange.request().words());
        }
        connection.sendRaw(bytes.toString());
        List<Reply> replies = new ArrayList<>();
        boolean goesOn = true;
        while (goesOn && replies.size() < exchanges.size()) {
            Reply reply = connection.receive();
            replies.add(reply);
            goesOn = !reply.equals(Reply.silence()) && !reply.equals(Reply.closed());
        }
        return replies;
    }

    private static void close(@Nullable AutoCloseable closeable) {
        if (closeable != null) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Without a real server there is nothing to compare with; the report says so. */
    static class NeedsARealServer implements SkipExecutionHook {
        @Override
        public SkipResult shouldBeSkipped(LifecycleContext context) {
            return Judge.find().isLive()
                    ? SkipResult.doNotSkip()
                    : SkipResult.skip("there is no redis-server on the PATH");
        }

        @Override
        public PropagationMode propagateTo() {
            return PropagationMode.ALL_DESCENDANTS;
        }
    }

    /** New sequences make a build that fails now and then; they are played when somebody looks. */
    static class OnDemand implements SkipExecutionHook {
        @Override
        public SkipResult shouldBeSkipped(LifecycleContext context) {
            return Boolean.getBoolean("compat.fuzz")
                    ? SkipResult.doNotSkip()
                    : SkipResult.skip("needs -Dcompat.fuzz=true");
        }
    }
}
