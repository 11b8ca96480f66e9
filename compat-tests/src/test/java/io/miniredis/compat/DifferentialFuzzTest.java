package io.miniredis.compat;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.compat.reply.Connection;
import io.miniredis.compat.reply.Reply;
import io.miniredis.compat.script.Comparison;
import io.miniredis.compat.servers.Target;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitrary;
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
 * Sequences of commands over a few keys, on this server and on a real one: every reply must be the same, and after every
 * command the encoding of every key.
 *
 * <p>A build plays the same sequences each time. {@code -Dcompat.fuzz=true -Djqwik.tries.default=5000} plays new ones.
 */
@AddLifecycleHook(DifferentialFuzzTest.NeedsARealServer.class)
class DifferentialFuzzTest {
    private static @Nullable Target oursServer;
    private static @Nullable Target realServer;

    private static @Nullable Connection ours;
    private static @Nullable Connection real;

    @BeforeContainer
    static void start() {
        Judge judge = Judge.find();
        if (judge.isLive()) {
            realServer = judge.start(List.of());
            oursServer = Ours.start();
            real = new Connection(realServer.port());
            ours = new Connection(oursServer.port());
        }
    }

    @AfterContainer
    static void stop() {
        for (AutoCloseable closeable : new @Nullable AutoCloseable[] {ours, real, oursServer, realServer}) {
            close(closeable);
        }
    }

    @Property(tries = 200, seed = "1", shrinking = ShrinkingMode.BOUNDED)
    void theFirstSequencesAreAnsweredAlike(@ForAll("sequences") List<FuzzCommands.Request> sequence) {
        play(sequence);
    }

    @Property(tries = 200, seed = "2", shrinking = ShrinkingMode.BOUNDED)
    void theSecondSequencesAreAnsweredAlike(@ForAll("sequences") List<FuzzCommands.Request> sequence) {
        play(sequence);
    }

    @Property
    @AddLifecycleHook(OnDemand.class)
    void newSequencesAreAnsweredAlike(@ForAll("sequences") List<FuzzCommands.Request> sequence) {
        play(sequence);
    }

    @Provide
    Arbitrary<List<FuzzCommands.Request>> sequences() {
        return FuzzCommands.sequences();
    }

    private static void play(List<FuzzCommands.Request> sequence) {
        compare(new FuzzCommands.Request(List.of("FLUSHALL"), Comparison.EXACT), "");
        compare(new FuzzCommands.Request(List.of("SELECT", "0"), Comparison.EXACT), "");
        for (FuzzCommands.Request request : sequence) {
            compare(request, "");
            for (String key : FuzzCommands.KEYS) {
                compare(
                        new FuzzCommands.Request(List.of("OBJECT", "ENCODING", key), Comparison.EXACT),
                        " after " + request);
            }
        }
        for (String key : FuzzCommands.KEYS) {
            compare(new FuzzCommands.Request(List.of("GET", key), Comparison.EXACT), " at the end");
            compare(new FuzzCommands.Request(List.of("TTL", key), Comparison.EXACT.rounded(5)), " at the end");
        }
    }

    private static void compare(FuzzCommands.Request request, String when) {
        Reply expected = Objects.requireNonNull(real).call(request.words());
        Reply actual = Objects.requireNonNull(ours).call(request.words());
        assertTrue(
                request.comparison().accepts(request.comparison().essence(expected), actual),
                () -> request + when + "\n  ours: " + actual + "\n  real: " + expected);
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
