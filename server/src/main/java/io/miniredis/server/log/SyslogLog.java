package io.miniredis.server.log;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * A log that goes to syslog, too ({@code syslog-enabled}): each line is a datagram {@code <133>redis[4711]: text}, as
 * syslog(3) sends it, but for the time, which the receiver knows itself (RFC 3164, 4.3.3).
 */
public final class SyslogLog extends ForwardingLog {
    /** Where a machine's syslog listens. */
    public static final String SOCKET = "/dev/log";

    /** Of {@code local0}, before it is shifted; {@code user} is 1. */
    private static final int LOCAL_0 = 16;

    private final ServerLog target;
    private final String ident;
    private final int facility;
    private final String sender;
    private final Consumer<byte[]> datagrams;

    /**
     * @param ident the name of the sender ({@code syslog-ident})
     * @param facility {@code user} or {@code local0} to {@code local7}
     */
    public SyslogLog(ServerLog target, String ident, String facility, Consumer<byte[]> datagrams) {
        this(
                target,
                ident,
                facility.equals("user") ? 1 : LOCAL_0 + facility.charAt(facility.length() - 1) - '0',
                ProcessId.current(),
                datagrams);
    }

    private SyslogLog(ServerLog target, String ident, int facility, long processId, Consumer<byte[]> datagrams) {
        super(target);
        this.target = target;
        this.ident = ident;
        this.facility = facility;
        this.sender = ident + '[' + processId + "]: ";
        this.datagrams = datagrams;
    }

    @Override
    public ServerLog ofChild(long processId) {
        return new SyslogLog(target.ofChild(processId), ident, facility, processId, datagrams);
    }

    @Override
    public void log(LogLevel level, String text) {
        super.log(level, text);
        if (isEnabled(level)) {
            send(level, text);
        }
    }

    private void send(LogLevel level, String text) {
        String line = "<" + ((facility << 3) | severity(level)) + '>' + sender + text;
        datagrams.accept(line.getBytes(StandardCharsets.UTF_8));
    }

    /** syslogLevelMap: LOG_DEBUG, LOG_INFO, LOG_NOTICE, LOG_WARNING. */
    private static int severity(LogLevel level) {
        return switch (level) {
            case DEBUG -> 7;
            case VERBOSE -> 6;
            case NOTICE -> 5;
            case WARNING, NOTHING -> 4;
        };
    }

    @Override
    public void failure(String text, Throwable cause) {
        super.failure(text, cause);
        send(LogLevel.WARNING, text + ": " + cause);
    }
}
