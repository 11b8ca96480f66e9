package io.miniredis.compat.durability;

import io.miniredis.compat.reply.Connection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Kills a server in the middle of its work, again and again over the same directory, and looks each time whether what
 * it had promised to keep is there: nothing that was confirmed is missing, and the keys of each client hold what they
 * held at some moment since.
 */
final class KillTrial {
    private static final int WRITERS = 3;
    private static final int LONGEST_LOAD_MILLIS = 400;
    private static final int LONGEST_START_MILLIS = 600;

    /** One start in so many does not live to see its data. */
    private static final int KILLED_AT_START = 12;

    private static final List<String> BAD_WORDS = List.of("Exception", "Internal error", "BUG REPORT", "OutOfMemory");

    private final Durability durability;
    private final Path directory;
    private final Random random;
    private final List<Writer> writers = new ArrayList<>();
    private long killedAtNanos;
    private int kills;
    private int killsAtStart;
    private long confirmed;
    private long lost;
    private int upheavals;

    KillTrial(Durability durability, Path directory, long seed) {
        this.durability = durability;
        this.directory = directory;
        this.random = new Random(seed);
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new Writer("w" + i, random.nextLong()));
        }
    }

    /** One start, one end. @throws AssertionError if what was promised before is not there */
    void run() {
        ServerProcess server = ServerProcess.launch(directory, durability.arguments());
        try {
            if (random.nextInt(KILLED_AT_START) == 0) {
                ServerProcess.pause(random.nextInt(LONGEST_START_MILLIS));
                killsAtStart++;
            } else {
                server.awaitReady();
                checkAll(server);
                load(server);
            }
        } finally {
            server.kill();
        }
        server.requireNoneInLog(BAD_WORDS);
        kills++;
    }

    /** The last start: looks whether what was promised is there. */
    void finish() {
        ServerProcess server = ServerProcess.launch(directory, durability.arguments());
        try {
            server.awaitReady();
            checkAll(server);
        } finally {
            server.kill();
        }
        server.requireNoneInLog(BAD_WORDS);
    }

    private void checkAll(ServerProcess server) {
        try (Connection connection = server.connect()) {
            for (Writer writer : writers) {
                confirmed += writer.confirmed();
                lost += writer.check(Contents.of(connection, writer.name()), killedAtNanos, durability.losableMillis());
                writer.promise(durability.isAppendOnly() ? -1 : 0);
            }
        }
    }

    private void load(ServerProcess server) {
        Upheaval upheaval = new Upheaval(durability, writers, random.nextLong());
        List<Thread> threads = new ArrayList<>();
        for (Writer writer : writers) {
            Connection connection = server.connect();
            threads.add(new Thread(() -> writer.run(connection), writer.name()));
        }
        Connection connection = server.connect();
        threads.add(new Thread(() -> upheaval.run(connection), "upheaval"));
        threads.forEach(Thread::start);
        ServerProcess.pause(random.nextInt(LONGEST_LOAD_MILLIS));
        killedAtNanos = System.nanoTime();
        server.kill();
        join(threads);
        upheavals += upheaval.done();
        requireNone(upheaval.failure());
        for (Writer writer : writers) {
            requireNone(writer.failure());
        }
    }

    private static void join(List<Thread> threads) {
        try {
            for (Thread thread : threads) {
                thread.join(20_000);
                if (thread.isAlive()) {
                    throw new AssertionError("a client waits for a server that is gone: " + thread.getName());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void requireNone(@Nullable String failure) {
        if (failure != null) {
            throw new AssertionError(failure);
        }
    }

    @Override
    public String toString() {
        return durability + ": " + kills + " kills, " + killsAtStart + " of them at the start; " + confirmed
                + " changes confirmed, " + lost + " of them lost; " + upheavals + " saves, rewrites and switches";
    }
}
