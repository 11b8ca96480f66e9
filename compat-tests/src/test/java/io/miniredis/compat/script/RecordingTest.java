package io.miniredis.compat.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.miniredis.compat.reply.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingTest {
    private static final Script SCRIPT = ScriptParser.parse("test", "PING\nadvance 1s\nEVAL \"\n  return 1\" 0\n");

    @Test
    void isReadBackAsItWasWritten() {
        String text = "redis-server 7.0.15\nPING\n> +PONG\nEVAL \"\n  return 1\" 0\n> :1\n";
        Recording recording = Recording.parse(text);
        assertEquals(new Version(7, 0, 15), recording.version());
        assertEquals(
                List.of("PING", "EVAL \"\n  return 1\" 0"),
                recording.entries().stream().map(Recording.Entry::step).toList());
        assertEquals(text, recording.text());
    }

    @Test
    void answersTheStepsThatReply() {
        RecordedAnswers answers = answers("PING\n> +PONG\nEVAL \"\n  return 1\" 0\n> :1\n");
        assertEquals(
                Reply.of(Reply.Type.SIMPLE, "PONG"),
                answers.answer(SCRIPT.steps().get(0)));
        assertNull(answers.answer(SCRIPT.steps().get(1)));
        assertEquals(
                Reply.of(Reply.Type.INTEGER, "1"), answers.answer(SCRIPT.steps().get(2)));
    }

    @Test
    void isRefusedIfItDoesNotFitTheScript() {
        Step ping = SCRIPT.steps().get(0);
        assertThrows(
                IllegalStateException.class, () -> answers("ECHO a\n> \"a\"\n").answer(ping));
        assertThrows(IllegalStateException.class, () -> answers("").answer(ping));
    }

    private static RecordedAnswers answers(String entries) {
        return new RecordedAnswers(Recording.parse("redis-server 7.0.15\n" + entries));
    }
}
