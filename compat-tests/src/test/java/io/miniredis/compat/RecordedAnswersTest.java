package io.miniredis.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.compat.script.Recording;
import io.miniredis.compat.script.Script;
import io.miniredis.compat.script.Step;
import io.miniredis.compat.script.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Machines without a redis-server rely on the recordings: each script has them, and they fit it line by line. */
class RecordedAnswersTest {
    @Test
    void everyScriptHasARecordingThatFits() {
        for (Script script : Scripts.all()) {
            for (int protocol : script.protocols()) {
                Path file = Recording.file(Judge.RECORDED, script.name(), protocol);
                assertTrue(Files.exists(file), () -> "record it (see the README): " + file);
                Recording recording = Recording.read(file);
                assertEquals(
                        steps(script, protocol, recording.version()),
                        recording.entries().stream().map(Recording.Entry::step).toList(),
                        file::toString);
            }
        }
    }

    private static List<String> steps(Script script, int protocol, Version version) {
        return script.steps().stream()
                .filter(step -> step.replies() && step.modifiers().applies(protocol, version))
                .map(Step::text)
                .toList();
    }
}
