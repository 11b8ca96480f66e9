package io.miniredis.server.log;

import io.miniredis.server.time.Clock;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * The log of a server of its own: to a stream, or to a file that is opened anew for each line, so that it can be moved
 * away while the server runs (serverLogRaw).
 */
public final class LineLog implements ServerLog {
    /** A line's text ends here, in bytes (LOG_MAX_LEN). */
    private static final int LONGEST_TEXT = 1024;

    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };

    /** The role of a process that saves. */
    private static final char CHILD = 'C';

    private final Clock clock;
    private final OutputStream stream;
    private final @Nullable Path file;
    private final long processId;
    private volatile LogLevel level;
    private volatile char role = 'M';

    /** @param file where lines go, or null for {@code stream} */
    public LineLog(Clock clock, OutputStream stream, @Nullable Path file, LogLevel level) {
        this.clock = clock;
        this.stream = stream;
        this.file = file;
        this.level = level;
        this.processId = ProcessId.current();
    }

    @Override
    public boolean isEnabled(LogLevel ofLine) {
        return ofLine.compareTo(level) >= 0;
    }

    @Override
    public void level(LogLevel lowest) {
        level = lowest;
    }

    /** M for a primary, S for a replica, X for a sentinel. */
    @Override
    public void role(char letter) {
        role = letter;
    }

    @Override
    public ServerLog ofChild(long childId) {
        return new ForwardingLog(this) {
            @Override
            public void log(LogLevel ofLine, String text) {
                LineLog.this.log(childId, CHILD, ofLine, text);
            }
        };
    }

    @Override
    public void log(LogLevel ofLine, String text) {
        log(processId, role, ofLine, text);
    }

    private void log(long writerId, char writer, LogLevel ofLine, String text) {
        if (!isEnabled(ofLine)) {
            return;
        }
        String cut = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        StringBuilder line = new StringBuilder(64 + cut.length());
        line.append(writerId).append(':').append(writer).append(' ');
        appendTime(line, clock.millis());
        write(line.append(' ').append(ofLine.sign()).append(' ').append(cut).append('\n'));
    }

    @Override
    public void raw(String text) {
        write(new StringBuilder(text));
    }

    @Override
    public void failure(String text, Throwable cause) {
        log(LogLevel.WARNING, text + ": " + cause);
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace));
        raw(trace.toString());
    }

    /** {@code 22 Nov 2026 21:52:21.123}, in the machine's time zone. */
    private static void appendTime(StringBuilder line, long millis) {
        // TimeZone knows the offset; ZoneId would read the JDK's table of all zones a second time.
        int offsetSeconds = TimeZone.getDefault().getOffset(millis) / 1_000;
        LocalDateTime time =
                LocalDateTime.ofEpochSecond(Math.floorDiv(millis, 1_000L), 0, ZoneOffset.ofTotalSeconds(offsetSeconds));
        appendPadded(line, time.getDayOfMonth(), 2).append(' ');
        line.append(MONTHS[time.getMonthValue() - 1])
                .append(' ')
                .append(time.getYear())
                .append(' ');
        appendPadded(line, time.getHour(), 2).append(':');
        appendPadded(line, time.getMinute(), 2).append(':');
        appendPadded(line, time.getSecond(), 2).append('.');
        appendPadded(line, (int) Math.floorMod(millis, 1_000L), 3);
    }

    private static StringBuilder appendPadded(StringBuilder line, int number, int digits) {
        for (int limit = digits == 3 ? 100 : 10; limit > 1 && number < limit; limit /= 10) {
            line.append('0');
        }
        return line.append(number);
    }

    private synchronized void write(StringBuilder text) {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        try {
            if (file == null) {
                stream.write(bytes);
                stream.flush();
            } else {
                Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException unwritable) {
            // There is nowhere left to say it: a server whose log cannot be written goes on, as Redis does.
            return;
        }
    }
}
