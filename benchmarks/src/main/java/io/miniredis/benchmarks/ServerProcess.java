package io.miniredis.benchmarks;

import io.miniredis.protocol.RespClient;
import io.miniredis.protocol.RespValue;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** A server that was started for the comparison, as a process of its own on a free port. Linux only: it reads /proc. */
final class ServerProcess implements Closeable {
    private static final int CONNECT_ATTEMPTS = 500;

    /** The kernel counts CPU time in hundredths of a second (USER_HZ, the same on all common architectures). */
    private static final long NANOS_PER_TICK = 10_000_000;

    /** utime is field 14 of /proc/PID/stat, the twelfth behind the name in parentheses; stime follows. */
    private static final int UTIME_FIELD = 11;

    private final String name;
    private final int port;
    private final Process process;

    private ServerProcess(String name, int port, Process process) {
        this.name = name;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts a server and waits until it answers.
     *
     * @param command its command line; {@code {port}} in it is replaced by a free port
     */
    static ServerProcess start(String name, String command) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> argv = new ArrayList<>();
        StringTokenizer words = new StringTokenizer(command.replace("{port}", String.valueOf(port)));
        while (words.hasMoreTokens()) {
            String word = words.nextToken();
            argv.add(word.equals("''") ? "" : word);
        }
        Process process = new ProcessBuilder(argv)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        ServerProcess server = new ServerProcess(name, port, process);
        server.awaitReady();
        return server;
    }

    private void awaitReady() throws IOException, InterruptedException {
        for (int attempt = 0; attempt < CONNECT_ATTEMPTS && process.isAlive(); attempt++) {
            try (RespClient client = connect()) {
                client.call("PING");
                return;
            } catch (IOException notYet) {
                Thread.sleep(20);
            }
        }
        close();
        throw new IOException(name + " does not start");
    }

    RespClient connect() throws IOException {
        return RespClient.connect("127.0.0.1", port, 60_000);
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    long processId() {
        return process.pid();
    }

    /** True if it is a JVM, and not redis-server. */
    boolean isJvm() throws IOException {
        return Files.readSymbolicLink(Path.of("/proc", String.valueOf(process.pid()), "exe"))
                .endsWith("java");
    }

    /** CPU time of all its threads, in steps of ten milliseconds. */
    long cpuNanos() throws IOException {
        String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
        StringTokenizer fields = new StringTokenizer(stat.substring(stat.lastIndexOf(')') + 1));
        for (int i = 0; i < UTIME_FIELD; i++) {
            fields.nextToken();
        }
        return (Long.parseLong(fields.nextToken()) + Long.parseLong(fields.nextToken())) * NANOS_PER_TICK;
    }

    /** What of its memory is in RAM, in bytes. */
    long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.substring(6, line.length() - 2).strip()) * 1024;
            }
        }
        throw new IOException("no VmRSS of " + name);
    }

    /** INFO's used_memory, in bytes. */
    long usedMemory() throws IOException {
        try (RespClient client = connect()) {
            RespValue info = client.call("INFO", "memory");
            String text = info instanceof RespValue.Bulk bulk ? bulk.bytes().utf8() : info.toString();
            int at = text.indexOf("used_memory:") + "used_memory:".length();
            int end = at;
            while (Character.isDigit(text.charAt(end))) {
                end++;
            }
            return Long.parseLong(text.substring(at, end));
        }
    }

    /** Puts in keys 0 to count - 1, with values of three bytes. */
    void load(int count) throws IOException {
        try (RespClient client = connect()) {
            Keys.load(client, count);
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    @Override
    public String toString() {
        return "ServerProcess[" + name + ", port " + port + ", pid " + process.pid() + "]";
    }
}
