package io.miniredis.server.monitoring;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Strings;
import io.miniredis.protocol.Request;
import io.miniredis.server.config.MonitoringParameters;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The latest commands that took long, by {@code slowlog-log-slower-than} and {@code slowlog-max-len} (slowlog.c).
 *
 * <p>Confined to the main thread.
 */
public final class SlowLog {
    private static final int MOST_ARGUMENTS = 32;
    private static final int MOST_ARGUMENT_BYTES = 128;

    private final MonitoringParameters config;
    private final Deque<Entry> entries = new ArrayDeque<>(0);
    private long nextId;

    /**
     * A command that took long.
     *
     * @param id ascending from 0 as long as the server runs
     * @param timeSeconds when it ended, since 1970-01-01 UTC
     * @param arguments its own with its name, long ones and too many cut short
     * @param address the client's
     * @param clientName empty if it has none
     */
    public record Entry(
            long id,
            long timeSeconds,
            long durationMicros,
            List<ByteString> arguments,
            String address,
            ByteString clientName) {}

    public SlowLog(MonitoringParameters config) {
        this.config = config;
    }

    /** True if a command of this duration is to be noted. */
    boolean isSlow(long durationNanos) {
        long thresholdMicros = config.slowLogThresholdMicros.value();
        return thresholdMicros >= 0 && durationNanos / 1_000 >= thresholdMicros;
    }

    void add(long timeSeconds, long durationMicros, Request request, String address, ByteString clientName) {
        entries.addFirst(new Entry(nextId++, timeSeconds, durationMicros, shortened(request), address, clientName));
        trim();
    }

    /** Copies what is kept: an argument may be a piece of something large, or the present value of a key. */
    private static List<ByteString> shortened(Request request) {
        int count = Math.min(request.count(), MOST_ARGUMENTS);
        List<ByteString> arguments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            boolean isLastOfTooMany = count < request.count() && i == count - 1;
            arguments.add(
                    isLastOfTooMany
                            ? ByteString.of("... (" + (request.count() - count + 1) + " more arguments)")
                            : shortened(request.arg(i)));
        }
        return arguments;
    }

    private static ByteString shortened(ByteString argument) {
        int more = argument.length() - MOST_ARGUMENT_BYTES;
        if (more <= 0) {
            return ByteString.wrap(Strings.keepable(argument.bytes()));
        }
        byte[] tail = ByteString.of("... (" + more + " more bytes)").bytes();
        byte[] shown = Arrays.copyOf(argument.bytes(), MOST_ARGUMENT_BYTES + tail.length);
        System.arraycopy(tail, 0, shown, MOST_ARGUMENT_BYTES, tail.length);
        return ByteString.wrap(shown);
    }

    private void trim() {
        while (entries.size() > config.slowLogMaxLength.value()) {
            entries.removeLast();
        }
    }

    public int length() {
        trim();
        return entries.size();
    }

    /** The newest entries, the newest first. */
    public List<Entry> newest(long count) {
        trim();
        List<Entry> newest = new ArrayList<>((int) Math.min(count, entries.size()));
        for (Entry entry : entries) {
            if (newest.size() >= count) {
                break;
            }
            newest.add(entry);
        }
        return newest;
    }

    /** Forgets all entries, but not how many there were. */
    public void reset() {
        entries.clear();
    }

    @Override
    public String toString() {
        return "SlowLog[" + entries.size() + " entries]";
    }
}
