package io.miniredis.compat.script;

import java.time.Duration;
import java.util.List;

/**
 * One line of a script.
 *
 * @param line its number in the file, from 1
 * @param text the line as it stands there, which is also how recordings name it
 * @param expectations replies given in the script itself
 */
public record Step(int line, String text, Action action, Modifiers modifiers, List<Expectation> expectations) {
    public Step {
        expectations = List.copyOf(expectations);
    }

    /** What a step does. */
    public sealed interface Action {}

    /** Sends a request; reads its reply unless the modifier {@code later} stands before it. */
    public record Command(List<String> words) implements Action {
        public Command {
            words = List.copyOf(words);
        }
    }

    /** Sends bytes as they are. */
    public record Raw(String bytes) implements Action {}

    /** Reads a reply that an earlier line asked for, or a message nobody asked for. */
    public record Receive() implements Action {}

    /** Lets time pass: at once on a virtual clock, by waiting on a real server. */
    public record Advance(Duration time) implements Action {}

    /** Goes on with another connection, opened at its first use. */
    public record Switch(String connection, boolean plain) implements Action {}

    /** True if the step has a reply to compare. */
    public boolean replies() {
        return action instanceof Receive || (action instanceof Command && !modifiers.later());
    }

    @Override
    public String toString() {
        return line + ": " + text;
    }
}
