package io.miniredis.compat.script;

import io.miniredis.compat.reply.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Plays one script on our server beside a real one, in step, and notes where they differ.
 *
 * <p>It goes on after a difference: what follows is often the better hint. A reply that a script expects itself is held
 * against both servers.
 */
public final class Duel {
    private static final int MOST_DIFFERENCES = 20;

    private final Script script;
    private final int protocol;
    private final Answers answers;
    private final Player ours;
    private final Version oursVersion;
    private final List<String> differences = new ArrayList<>();

    /** @param oursVersion the version of Redis whose behaviour our side claims */
    public Duel(Script script, int protocol, Answers answers, Player ours, Version oursVersion) {
        this.script = script;
        this.protocol = protocol;
        this.answers = answers;
        this.ours = ours;
        this.oursVersion = oursVersion;
    }

    /** Plays the whole script; what differed, ready to print. */
    public List<String> differences() {
        for (Step step : script.steps()) {
            if (step.modifiers().applies(protocol, oursVersion) && differences.size() < MOST_DIFFERENCES) {
                try {
                    play(step);
                } catch (RuntimeException e) {
                    throw new IllegalStateException(place(step) + e.getMessage(), e);
                }
            }
        }
        return differences;
    }

    private void play(Step step) {
        Reply expected = step.modifiers().applies(protocol, answers.version()) ? answers.answer(step) : null;
        Reply actual = ours.play(step);
        if (!step.replies()) {
            return;
        }
        Reply given = given(step);
        Reply reply = Objects.requireNonNull(actual);
        Comparison comparison = step.modifiers().comparison();
        if (expected != null && given != null && !comparison.agree(given, expected)) {
            differences.add(place(step) + lines("script", given, "real", expected));
        }
        Reply wanted = expected != null ? expected : given;
        if (wanted == null) {
            throw new IllegalStateException("no real server to compare with, and no reply in the script");
        }
        if (!comparison.accepts(wanted, reply)) {
            differences.add(place(step)
                    + lines("ours", comparison.essence(reply), expected != null ? "real" : "script", wanted));
        }
    }

    private @Nullable Reply given(Step step) {
        return step.expectations().stream()
                .filter(e -> e.holdsIn(protocol))
                .map(Expectation::reply)
                .findFirst()
                .orElse(null);
    }

    /** Plays the script on the real server alone, for a recording. */
    public static Recording record(Script script, int protocol, Answers answers) {
        List<Recording.Entry> entries = new ArrayList<>();
        for (Step step : script.steps()) {
            if (step.modifiers().applies(protocol, answers.version())) {
                Reply reply = answers.answer(step);
                if (step.replies() && reply != null) {
                    entries.add(new Recording.Entry(step.text(), reply));
                }
            }
        }
        return new Recording(answers.version(), entries);
    }

    private String place(Step step) {
        return script.place(step) + " (RESP" + protocol + "): " + step.text() + "\n";
    }

    private static String lines(String one, Reply oneReply, String other, Reply otherReply) {
        return "  " + one + ": " + oneReply + "\n  " + other + ": " + otherReply + "\n";
    }
}
