package io.miniredis.compat.durability;

import io.miniredis.compat.reply.Connection;
import io.miniredis.compat.reply.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** This server as a process of its own, from the class path of this one, over a directory that outlives it. */
final class ServerProcess {
    private static final long START_SECONDS = 60;

    private final Process process;
    private final int port;
    private final Path log;

    private ServerProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Launches it; it does not answer yet. */
    static ServerProcess launch(Path directory, List<String> arguments) {
        Path log = directory.resolve("log");
        try {
            int port = freePort();
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1"));
            command.addAll(virtualMachineOptions());
            command.addAll(
                    List.of("-cp", System.getProperty("server.class.path", System.getProperty("java.class.path"))));
            command.addAll(
                    List.of("io.miniredis.server.Main", "--port", Integer.toString(port), "--bind", "127.0.0.1"));
            command.addAll(List.of("--dir", directory.toString()));
            command.addAll(arguments);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new ServerProcess(process, port, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> virtualMachineOptions() {
        String options = System.getProperty("server.options", "");
        return options.isEmpty() ? List.of() : List.of(options.split(" "));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Waits until it has read its data. @throws AssertionError if it ends before, or takes too long */
    void awaitReady() {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < endNanos) {
            if (!process.isAlive()) {
                throw new AssertionError("the server does not start, exit code " + process.exitValue() + ":\n" + log());
            }
            try (Connection connection = new Connection(port)) {
                if (connection.call("PING").equals(Reply.of(Reply.Type.SIMPLE, "PONG"))) {
                    return;
                }
            } catch (UncheckedIOException notYet) {
                pause(3);
                continue;
            }
            pause(3);
        }
        throw new AssertionError("the server does not get ready:\n" + log());
    }

    Connection connect() {
        return new Connection(port);
    }

    /** The processes that it has started and that have not ended. */
    List<ProcessHandle> children() {
        return process.children().toList();
    }

    /** SIGKILL: nothing of what the process had in mind is done any more. */
    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new AssertionError("the process outlives its end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What it has written to its log. */
    String log() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws AssertionError if its log has one of the words */
    void requireNoneInLog(List<String> words) {
        String log = log();
        for (String word : words) {
            if (log.contains(word)) {
                throw new AssertionError("the log says " + word + ":\n" + log);
            }
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "ServerProcess[" + process.pid() + ", port " + port + "]";
    }
}
