package io.miniredis.compat.servers;

import io.miniredis.compat.reply.Connection;
import io.miniredis.compat.reply.Reply;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real redis-server: found on the PATH, started on a free port in a folder of its own, ended by its process. */
public final class RealRedis implements Target {
    /** Time beyond what a script asks for: what comes due at that moment has been done. */
    private static final Duration MARGIN = Duration.ofMillis(20);

    private static final int START_ATTEMPTS = 5;
    private static final int START_MILLIS = 5000;

    /** The bus of a cluster's node takes the port 10000 above. */
    private static final int HIGHEST_PORT = 55_535;

    private final Process process;
    private final int port;
    private final Path folder;

    private RealRedis(Process process, int port, Path folder) {
        this.process = process;
        this.port = port;
        this.folder = folder;
    }

    /** The program on the PATH, if there is one. */
    public static Optional<Path> program() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The version that the program names. */
    public static String version(Path program) {
        try {
            Process asked = new ProcessBuilder(program.toString(), "--version").start();
            String text = new String(asked.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            Matcher version = Pattern.compile("v=([0-9.]+)").matcher(text);
            if (!version.find()) {
                throw new IllegalStateException("no version in: " + text);
            }
            return version.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static RealRedis start(Path program, List<Setting> settings) {
        for (int attempt = 1; ; attempt++) {
            RealRedis redis = launch(program, settings);
            if (redis.answers()) {
                return redis;
            }
            String log = redis.log();
            redis.close();
            if (attempt == START_ATTEMPTS) {
                throw new IllegalStateException("redis-server did not start: " + log);
            }
        }
    }

    private static RealRedis launch(Path program, List<Setting> settings) {
        try {
            int port = freePort();
            Path folder = Files.createTempDirectory("redis-server");
            Process process = new ProcessBuilder(arguments(program, port, folder, settings))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            return new RealRedis(process, port, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> arguments(Path program, int port, Path folder, List<Setting> settings)
            throws IOException {
        if (SentinelTarget.isMeant(settings)) {
            return sentinelArguments(program, port, folder, settings);
        }
        List<String> arguments = new ArrayList<>(List.of(program.toString(), "--port", Integer.toString(port)));
        arguments.addAll(List.of(
                "--bind", "127.0.0.1", "--unixsocket", folder.resolve("socket").toString()));
        arguments.addAll(List.of("--dir", folder.toString(), "--save", "", "--enable-debug-command", "yes"));
        for (Setting setting : settings) {
            arguments.add("--" + setting.name());
            arguments.addAll(setting.values());
        }
        return arguments;
    }

    /** The same program is a sentinel, with a file to keep its state in. */
    private static List<String> sentinelArguments(Path program, int port, Path folder, List<Setting> settings)
            throws IOException {
        List<String> lines = new ArrayList<>(SentinelTarget.lines(settings));
        lines.addAll(List.of("port " + port, "dir " + folder, "unixsocket " + folder.resolve("socket")));
        Path file = Files.write(folder.resolve("sentinel.conf"), lines);
        return List.of(program.toString(), file.toString(), "--sentinel");
    }

    private static int freePort() throws IOException {
        int port;
        do {
            try (ServerSocket socket = new ServerSocket(0)) {
                port = socket.getLocalPort();
            }
        } while (port > HIGHEST_PORT);
        return port;
    }

    private boolean answers() {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS);
        // Its own socket file says that it has its port: on the port itself, another server might answer.
        Path socket = folder.resolve("socket");
        while (process.isAlive() && System.nanoTime() < endNanos) {
            if (!Files.exists(socket)) {
                pause(2);
                continue;
            }
            try (Connection connection = new Connection(port)) {
                return connection.call("PING") instanceof Reply.Scalar;
            } catch (UncheckedIOException e) {
                pause(2); // not listening yet
            }
        }
        return false;
    }

    /** The lines of a file in its folder. */
    public List<String> file(String name) {
        try {
            return Files.readAllLines(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void advance(Duration time) {
        pause(time.plus(MARGIN).toMillis());
    }

    @Override
    public String name() {
        return "redis-server";
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            deleteFolder();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deleteFolder() throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
