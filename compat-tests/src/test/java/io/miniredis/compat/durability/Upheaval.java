package io.miniredis.compat.durability;

import io.miniredis.compat.reply.Connection;
import io.miniredis.compat.reply.Reply;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Has the server save, write its files anew, and turn the append-only file off and on, while it is busy, and tells the
 * writers what is promised them meanwhile. Has a thread as long as the server runs.
 */
final class Upheaval {
    private static final int LONGEST_PAUSE_MILLIS = 60;

    private final Durability durability;
    private final List<Writer> writers;
    private final Random random;
    private final AtomicInteger done = new AtomicInteger();
    private volatile @Nullable String failure;

    Upheaval(Durability durability, List<Writer> writers, long seed) {
        this.durability = durability;
        this.writers = writers;
        this.random = new Random(seed);
    }

    /** Goes on until the connection ends. */
    void run(Connection server) {
        try (server) {
            while (!server.isEnded() && failure == null) {
                ServerProcess.pause(random.nextInt(LONGEST_PAUSE_MILLIS));
                if (durability.isAppendOnly()) {
                    disturbAppendOnlyFile(server);
                } else {
                    save(server);
                }
            }
        } catch (UncheckedIOException end) {
            return;
        }
    }

    private void disturbAppendOnlyFile(Connection server) {
        switch (random.nextInt(6)) {
            case 0 -> turnOffAndOn(server);
            case 1 -> expect(server, "Background saving", "BGSAVE", "SCHEDULE");
            case 2 ->
                expect(server, "OK", "CONFIG", "SET", "aof-use-rdb-preamble", random.nextBoolean() ? "yes" : "no");
            default -> {
                expect(server, "Background append only file rewriting", "BGREWRITEAOF");
                if (random.nextBoolean()) {
                    await(server, "aof_rewrite_in_progress:0", "aof_rewrite_scheduled:0");
                }
            }
        }
    }

    /** While the file is off, and until the first base is written, nothing new is promised. */
    private void turnOffAndOn(Connection server) {
        for (Writer writer : writers) {
            writer.promise(writer.confirmed());
        }
        expect(server, "OK", "CONFIG", "SET", "appendonly", "no");
        ServerProcess.pause(random.nextInt(10));
        expect(server, "OK", "CONFIG", "SET", "appendonly", "yes");
        if (await(server, "aof_rewrite_in_progress:0", "aof_rewrite_scheduled:0", "aof_last_bgrewrite_status:ok")) {
            for (Writer writer : writers) {
                writer.promise(-1);
            }
        }
    }

    /** What was confirmed when a save began is promised when it is done. */
    private void save(Connection server) {
        int[] confirmed = writers.stream().mapToInt(Writer::confirmed).toArray();
        if (random.nextInt(4) == 0) {
            expect(server, "OK", "SAVE");
        } else {
            expect(server, "Background saving started", "BGSAVE");
            if (!await(server, "rdb_bgsave_in_progress:0", "rdb_last_bgsave_status:ok")) {
                return;
            }
        }
        for (int i = 0; i < confirmed.length && !server.isEnded(); i++) {
            writers.get(i).promise(confirmed[i]);
        }
    }

    private void expect(Connection server, String start, String... request) {
        Reply reply = server.call(request);
        if (server.isEnded()) {
            return;
        }
        boolean isBusy = reply.isError() && reply.text().contains("already in progress");
        if (!isBusy && (reply.isError() || !reply.text().startsWith(start))) {
            failure = String.join(" ", request) + " was answered " + reply;
        }
        done.incrementAndGet();
    }

    /** False if the server ends before INFO says all that. */
    private static boolean await(Connection server, String... states) {
        while (true) {
            Reply info = server.call("INFO", "persistence");
            if (server.isEnded()) {
                return false;
            }
            boolean all = true;
            for (String state : states) {
                all &= info.text().contains(state + "\r\n");
            }
            if (all) {
                return true;
            }
            ServerProcess.pause(1);
        }
    }

    /** How much it has asked for. */
    int done() {
        return done.get();
    }

    /** What went wrong before the end, or null. */
    @Nullable
    String failure() {
        return failure;
    }
}
