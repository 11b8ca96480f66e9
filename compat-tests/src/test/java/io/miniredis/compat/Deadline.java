package io.miniredis.compat;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.function.Executable;

/** A limit for what might hang. Who does fails, and tells what all threads were at. */
final class Deadline {
    private Deadline() {}

    /** Runs it on a thread of its own, which is left alone if it takes longer. */
    static void within(Duration longest, Executable test) {
        assertTimeoutPreemptively(longest, test, () -> "all threads:\n" + stacks());
    }

    private static String stacks() {
        StringBuilder text = new StringBuilder();
        Map<String, StackTraceElement[]> byName = new TreeMap<>();
        Thread.getAllStackTraces()
                .forEach((thread, stack) -> byName.put(thread.getName() + " " + thread.getId(), stack));
        byName.forEach((name, stack) -> {
            text.append(name).append('\n');
            for (StackTraceElement at : stack) {
                text.append("    at ").append(at).append('\n');
            }
        });
        return text.toString();
    }
}
