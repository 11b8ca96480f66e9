package io.miniredis.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.server.time.VirtualClock;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines that go to syslog, too. */
class SyslogLogTest {
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final List<String> datagrams = new ArrayList<>();
    private final long pid = ProcessId.current();

    private SyslogLog log(String facility) {
        ServerLog lines = new LineLog(new VirtualClock(0), file, null, LogLevel.NOTICE);
        return new SyslogLog(
                lines, "redis", facility, bytes -> datagrams.add(new String(bytes, StandardCharsets.UTF_8)));
    }

    @Test
    void beginWithFacilityAndSeverity() {
        log("local0").notice("Ready");
        log("local7").warning("Not ready");
        log("user").notice("Done");
        assertEquals(
                List.of(
                        "<133>redis[" + pid + "]: Ready",
                        "<188>redis[" + pid + "]: Not ready",
                        "<13>redis[" + pid + "]: Done"),
                datagrams);
        assertTrue(file.toString(StandardCharsets.UTF_8).contains("* Ready\n"), file::toString);
    }

    @Test
    void nameTheProcessThatSaves() {
        log("local0").ofChild(4711).notice("DB saved on disk");
        assertEquals(List.of("<133>redis[4711]: DB saved on disk"), datagrams);
        assertTrue(file.toString(StandardCharsets.UTF_8).startsWith("4711:C "), file::toString);
    }

    @Test
    void areLeftOutBelowTheLevelOfTheLog() {
        SyslogLog log = log("local0");
        log.verbose("nobody asked");
        assertEquals(List.of(), datagrams);
        log.level(LogLevel.VERBOSE);
        log.verbose("now it was");
        assertEquals(List.of("<134>redis[" + pid + "]: now it was"), datagrams);
    }

    @Test
    void tellOfFailuresInOneLine() {
        log("local0").failure("A task failed", new IllegalStateException("why"));
        assertEquals(
                List.of("<132>redis[" + pid + "]: A task failed: java.lang.IllegalStateException: why"), datagrams);
    }
}
