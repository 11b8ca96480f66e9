package io.miniredis.server;

import io.miniredis.server.config.ServerConfig;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The process in the background that {@code daemonize} asks for (daemonize in server.c). A JVM cannot fork: its command
 * line is executed once more, in a session without a terminal, and the process that was asked ends. By then the
 * configuration was read, so that whoever waits for the exit code hears of a mistake in it, as from Redis.
 */
final class Daemon {
    /** Where a process in the background writes its number unless it is told ({@code CONFIG_DEFAULT_PID_FILE}). */
    static final String DEFAULT_PID_FILE = "/var/run/redis.pid";

    /** A property of the second process, which inherits the command line, and with it what it was asked. */
    private static final String MARK = "io.miniredis.daemon";

    private Daemon() {}

    /** True if this process is the one in the background. */
    static boolean isRunning() {
        return System.getProperty(MARK) != null;
    }

    /** True if this process is to end, and another one to serve. What systemd started stays where it is. */
    static boolean isAsked(ServerConfig config) {
        return config.process.daemonize.value()
                && !isRunning()
                && !Supervisor.isSystemd(config.process.supervised.choice(), System.getenv());
    }

    /**
     * Starts the process in the background and returns the exit code of this one.
     *
     * @param standardInput what this process read there: the other one, with the same command line, reads it again
     */
    static int start(byte[] standardInput) {
        try {
            Process background = new ProcessBuilder(commandLine())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (OutputStream input = background.getOutputStream()) {
                input.write(standardInput);
            }
            return 0;
        } catch (IOException e) {
            System.err.println("Can't start a process in the background: " + e.getMessage());
            return 1;
        }
    }

    private static List<String> commandLine() throws IOException {
        List<String> own = ownCommandLine();
        List<String> command = new ArrayList<>(own.size() + 2);
        String leave = inPath("setsid");
        if (leave == null) {
            leave = inPath("nohup");
        }
        if (leave != null) {
            command.add(leave);
        }
        command.add(own.get(0));
        command.add("-D" + MARK + "=yes");
        command.addAll(own.subList(1, own.size()));
        return command;
    }

    /** The executable and all of its arguments, those of the JVM too. */
    private static List<String> ownCommandLine() throws IOException {
        Path linux = Path.of("/proc/self/cmdline");
        if (Files.isReadable(linux)) {
            // ProcessHandle leaves the words out when they are longer than a page. Each ends with a zero, and may be
            // empty.
            String all = new String(Files.readAllBytes(linux), Charset.defaultCharset());
            List<String> ended = Arrays.asList(all.split("\0", -1));
            return ended.subList(0, ended.size() - 1);
        }
        List<String> words = new ArrayList<>();
        ProcessHandle.Info info = ProcessHandle.current().info();
        words.add(info.command().orElseThrow(() -> new IOException("the command line is not known")));
        words.addAll(List.of(info.arguments().orElse(new String[0])));
        return words;
    }

    private static @Nullable String inPath(String program) {
        String path = System.getenv("PATH");
        for (String directory : path == null ? new String[0] : path.split(File.pathSeparator, -1)) {
            File file = new File(directory, program);
            if (file.canExecute()) {
                return file.getPath();
            }
        }
        return null;
    }
}
