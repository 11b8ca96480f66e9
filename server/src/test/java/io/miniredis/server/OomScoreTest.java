package io.miniredis.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.config.Setting;
import io.miniredis.server.log.LogLevel;
import io.miniredis.server.log.ServerLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OomScoreTest {
    private final ServerConfig config = ServerConfig.defaults();
    private final List<String> log = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    private Path file() {
        return ofProcess("self");
    }

    private Path ofProcess(String process) {
        return directory.resolve(process).resolve("oom_score_adj");
    }

    private String score() throws IOException {
        return Files.readString(file()).trim();
    }

    private void set(String... namesAndValues) {
        List<Setting> settings = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.add(new Setting(ByteString.of(namesAndValues[i]), ByteString.of(namesAndValues[i + 1])));
        }
        config.set(settings, true, false);
    }

    private void follow() {
        new OomScore(config.process, new Recorder(), directory).follow();
    }

    @BeforeEach
    void begin() throws IOException {
        Files.createDirectory(directory.resolve("self"));
        Files.createDirectory(directory.resolve("77"));
        Files.writeString(file(), "100\n");
        Files.writeString(ofProcess("77"), "100\n");
    }

    @Test
    void isLeftAloneUnlessAskedFor() throws IOException {
        follow();
        set("oom-score-adj-values", "7 8 9");
        assertEquals("100", score());
    }

    @Test
    void isRaisedWhenTheServerStarts() throws IOException {
        config.with("oom-score-adj", "yes").with("oom-score-adj-values", "10", "20", "30");
        follow();
        assertEquals("110", score());
    }

    @Test
    void isRelativeOrAbsoluteAndPutBack() throws IOException {
        follow();
        set("oom-score-adj", "relative", "oom-score-adj-values", "5 6 7");
        assertEquals("105", score());
        set("oom-score-adj-values", "2000 6 7");
        assertEquals("1000", score(), "no more than Linux takes");
        set("oom-score-adj", "absolute", "oom-score-adj-values", "9 6 7");
        assertEquals("9", score());
        set("oom-score-adj", "no");
        assertEquals("100", score());
    }

    @Test
    void isAnotherOneForAReplica() throws IOException {
        config.with("oom-score-adj", "yes").with("oom-score-adj-values", "10", "20", "30");
        OomScore oom = new OomScore(config.process, new Recorder(), directory);
        oom.follow();
        oom.replica(true);
        assertEquals("120", score());
        set("oom-score-adj-values", "11 22 33");
        assertEquals("122", score());
        oom.replica(false);
        assertEquals("111", score());
    }

    @Test
    void ofAReplicaIs200IfNothingElseIsSaid() throws IOException {
        config.with("oom-score-adj", "absolute");
        OomScore oom = new OomScore(config.process, new Recorder(), directory);
        oom.follow();
        assertEquals("0", score());
        oom.replica(true);
        assertEquals("200", score());
    }

    @Test
    void ofAProcessThatSavesIsTheThirdValue() throws IOException {
        OomScore oom = new OomScore(config.process, new Recorder(), directory);
        oom.follow();
        set("oom-score-adj-values", "10 20 30");
        oom.child(77);
        assertEquals("100\n", Files.readString(ofProcess("77")), "it has its parent's");
        set("oom-score-adj", "yes");
        oom.child(77);
        assertEquals("130\n", Files.readString(ofProcess("77")));
        set("oom-score-adj", "absolute");
        oom.child(77);
        assertEquals("30\n", Files.readString(ofProcess("77")));
        assertEquals("10", score());
    }

    @Test
    void ofAProcessThatIsGoneIsNoFailure() {
        config.with("oom-score-adj", "yes");
        OomScore oom = new OomScore(config.process, new Recorder(), directory);
        oom.follow();
        oom.child(78);
        assertEquals(1, log.size(), log.toString());
    }

    @Test
    void isRefusedWhereThereIsNone() throws IOException {
        Files.delete(file());
        follow();
        ErrorReply refusal = assertThrows(ErrorReply.class, () -> set("oom-score-adj", "yes"));
        assertEquals(
                "ERR CONFIG SET failed (possibly related to argument 'oom-score-adj')"
                        + " - Failed to set current oom_score_adj. Check server logs.",
                refusal.line());
        assertEquals("no", config.process.oomScoreAdj.choice());
    }

    private final class Recorder implements ServerLog {
        @Override
        public void log(LogLevel level, String text) {
            log.add(level + " " + text);
        }

        @Override
        public boolean isEnabled(LogLevel level) {
            return true;
        }

        @Override
        public void failure(String text, Throwable cause) {
            log.add(text + cause);
        }
    }
}
