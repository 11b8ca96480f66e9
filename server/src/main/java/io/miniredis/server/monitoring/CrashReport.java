package io.miniredis.server.monitoring;

import io.miniredis.datastructures.Ascii;
import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.ClientInfo;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.info.InfoReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the log gets when an invariant is broken: what failed, what was being executed, for whom, and how the server was
 * (debug.c: bugReportStart, logServerInfo, logCurrentClient). Redis ends with it; this server goes on, unless it was
 * sent a signal to die of.
 *
 * <p>With {@code hide-user-data-from-log} arguments appear as their lengths, and clients without their names. A report
 * has at most {@link #MOST_ARGUMENTS} arguments and {@link #MOST_CLIENTS} clients.
 */
public final class CrashReport {
    private static final int MOST_ARGUMENTS = 16;
    private static final int MOST_CLIENTS = 100;
    private static final int LONGEST_ARGUMENT = 128;

    private final RedisServer server;
    private final boolean hidesUserData;
    private final StringBuilder text = new StringBuilder(8192);

    public CrashReport(RedisServer server) {
        this.server = server;
        this.hidesUserData = server.config().process.hideUserDataFromLog.value();
    }

    /**
     * @param when the end of the sentence "Internal error …"
     * @param client who asked for what was executed, or null if nobody did
     */
    public String of(String when, Throwable failure, @Nullable Client client, @Nullable Request request) {
        text.append("\n\n=== REDIS BUG REPORT START: Cut & paste starting from here ===\n");
        text.append("Internal error ").append(when).append('\n');
        section("STACK TRACE", () -> stackTrace(failure));
        section("INFO OUTPUT", this::info);
        section("CLIENT LIST OUTPUT", this::clientList);
        if (client != null) {
            section("CURRENT CLIENT INFO", () -> client(client) + arguments(request));
        }
        text.append("=== REDIS BUG REPORT END. The server goes on. ===\n\n");
        return text.toString();
    }

    /**
     * What the log gets before the process ends. Called on any thread: what other threads change meanwhile may be
     * missing or torn.
     *
     * @param signal what it dies of
     */
    public String ofSignal(int signal) {
        text.append("\n\n=== REDIS BUG REPORT START: Cut & paste starting from here ===\n");
        text.append("Redis ").append(ServerConfig.REDIS_VERSION);
        text.append(" crashed by signal: ").append(signal).append('\n');
        section("STACK TRACE", CrashReport::allStacks);
        section("INFO OUTPUT", this::info);
        section("CLIENT LIST OUTPUT", this::clientList);
        text.append("=== REDIS BUG REPORT END. Make sure to include from START to END. ===\n\n");
        return text.toString();
    }

    private static String allStacks() {
        StringBuilder stacks = new StringBuilder();
        for (Map.Entry<Thread, StackTraceElement[]> each :
                Thread.getAllStackTraces().entrySet()) {
            append(stacks, each.getKey(), each.getValue());
        }
        return stacks.toString();
    }

    /** Where a thread is just now. */
    static String stackOf(Thread thread) {
        StringBuilder stack = new StringBuilder();
        append(stack, thread, thread.getStackTrace());
        return stack.toString();
    }

    private static void append(StringBuilder stacks, Thread thread, StackTraceElement[] frames) {
        stacks.append(thread.getName()).append(' ').append(thread.getState()).append('\n');
        for (StackTraceElement frame : frames) {
            stacks.append("\tat ").append(frame).append('\n');
        }
    }

    /** What is broken may be just what a section looks at. */
    private void section(String title, Supplier<String> content) {
        text.append("\n------ ").append(title).append(" ------\n");
        try {
            text.append(content.get());
        } catch (RuntimeException unknowable) {
            text.append("(not to be had: ").append(unknowable).append(")\n");
        }
    }

    private String stackTrace(Throwable failure) {
        StringWriter trace = new StringWriter();
        if (hidesUserData) {
            // A message may quote what a client sent.
            trace.append(failure.getClass().getName()).append('\n');
            for (StackTraceElement frame : failure.getStackTrace()) {
                trace.append("\tat ").append(frame.toString()).append('\n');
            }
        } else {
            failure.printStackTrace(new PrintWriter(trace));
        }
        return trace.toString();
    }

    private String info() {
        return new String(new InfoReport(server).sections(List.of("everything")), StandardCharsets.UTF_8)
                .replace("\r\n", "\n");
    }

    private String clientList() {
        StringBuilder lines = new StringBuilder();
        int shown = 0;
        for (Client each : server.clients().snapshot()) {
            if (shown++ == MOST_CLIENTS) {
                lines.append("… and more\n");
                break;
            }
            lines.append(client(each));
        }
        return lines.toString();
    }

    private String client(Client client) {
        String line = ClientInfo.line(client, server.time().millis()) + "\n";
        int name = line.indexOf(" name=");
        return hidesUserData
                ? line.substring(0, name) + " name=*redacted*" + line.substring(line.indexOf(" age=", name))
                : line;
    }

    private String arguments(@Nullable Request request) {
        if (request == null) {
            return "";
        }
        StringBuilder lines = new StringBuilder();
        lines.append("argc: '").append(request.count()).append("'\n");
        for (int i = 0; i < Math.min(request.count(), MOST_ARGUMENTS); i++) {
            byte[] bytes = request.arg(i).bytes();
            String shown = hidesUserData && i > 0
                    ? "*redacted* (" + bytes.length + " bytes)"
                    : Ascii.quote(bytes, LONGEST_ARGUMENT);
            lines.append("argv[").append(i).append("]: ").append(shown).append('\n');
        }
        return lines.toString();
    }
}
