package io.miniredis.compat;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import io.miniredis.compat.script.Answers;
import io.miniredis.compat.script.Duel;
import io.miniredis.compat.script.Player;
import io.miniredis.compat.script.Recording;
import io.miniredis.compat.script.Script;
import io.miniredis.compat.servers.Setting;
import io.miniredis.compat.servers.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every script on this server and on a real one, in each protocol version.
 *
 * <p>{@code -Dcompat.record=true} writes the real server's replies to {@code src/test/resources/recorded} in place of
 * comparing.
 */
@Execution(ExecutionMode.CONCURRENT)
class ScriptsTest {
    /** Some wait for a real server's clock, the longest of them for a quarter of a minute. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Judge judge = Judge.find();

    @TestFactory
    Stream<DynamicContainer> scripts() {
        boolean record = Boolean.getBoolean("compat.record");
        String title = (record ? "recorded from: " : "compared with: ") + judge;
        System.out.println(title);
        return Stream.of(DynamicContainer.dynamicContainer(
                title, Scripts.all().stream().flatMap(script -> tests(script, record))));
    }

    private Stream<DynamicTest> tests(Script script, boolean record) {
        return script.protocols().stream()
                .flatMap(protocol -> record ? Stream.of(recording(script, protocol)) : comparisons(script, protocol));
    }

    private DynamicTest recording(Script script, int protocol) {
        return DynamicTest.dynamicTest(script.name() + " RESP" + protocol, () -> record(script, protocol));
    }

    /** Clients are read by the main thread, or by an I/O thread: nobody may notice the difference. */
    private Stream<DynamicTest> comparisons(Script script, int protocol) {
        return Stream.of("1", "2")
                .map(ioThreads -> DynamicTest.dynamicTest(
                        script.name() + " RESP" + protocol + " io-threads " + ioThreads,
                        () -> compare(script, protocol, ioThreads)));
    }

    private void compare(Script script, int protocol, String ioThreads) {
        Deadline.within(LONGEST, () -> play(script, protocol, ioThreads));
    }

    private void play(Script script, int protocol, String ioThreads) {
        List<Setting> settings = new ArrayList<>(script.settings());
        if (!Ours.isRealRedis()) {
            settings.add(new Setting("io-threads", List.of(ioThreads)));
        }
        try (Answers answers = judge.answers(script, protocol);
                Target target = Ours.start(settings);
                Player ours = new Player(target, protocol)) {
            List<String> differences = new Duel(script, protocol, answers, ours, Ours.version()).differences();
            if (!differences.isEmpty()) {
                fail(differences.size() + " differences\n" + String.join("", differences));
            }
        }
    }

    private void record(Script script, int protocol) {
        try (Answers answers = judge.answers(script, protocol)) {
            Recording recording = Duel.record(script, protocol, answers);
            assertFalse(recording.entries().isEmpty(), "a script without a reply");
            recording.write(Recording.file(Judge.RECORDED, script.name(), protocol));
        }
    }
}
