package io.miniredis.compat.durability;

import io.miniredis.compat.reply.Connection;
import io.miniredis.compat.reply.Reply;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A client that changes its keys without pause, a few requests ahead of the replies, and remembers what was confirmed
 * when.
 *
 * <p>While the server runs it has a thread; between two runs it belongs to the {@link KillTrial}.
 */
final class Writer {
    private static final int MOST_AHEAD = 8;

    private final String name;
    private final Random random;
    /** What the keys held when the present run began. */
    private Contents base = new Contents();

    private long number;
    private final List<Operation> sent = new ArrayList<>();
    private final List<Long> confirmedAtNanos = new ArrayList<>();
    /** How many are confirmed; kept apart for other threads. */
    private final AtomicInteger confirmed = new AtomicInteger();
    /** How many of those sent must be there after the end, as long as that is not simply what was confirmed; or -1. */
    private volatile int promised = -1;

    private volatile @Nullable String failure;

    Writer(String name, long seed) {
        this.name = name;
        this.random = new Random(seed);
    }

    // ---- while the server runs ----

    /** Writes until the connection ends. */
    void run(Connection server) {
        try (server) {
            int repliesDue = 0;
            while (!server.isEnded() && failure == null) {
                Operation operation = next();
                List<List<String>> requests = operation.requests(name);
                StringBuilder bytes = new StringBuilder();
                for (List<String> request : requests) {
                    Connection.append(bytes, request);
                }
                sent.add(operation);
                server.sendRaw(bytes.toString());
                repliesDue++;
                while (repliesDue > random.nextInt(MOST_AHEAD) && confirm(server)) {
                    repliesDue--;
                }
            }
        } catch (UncheckedIOException end) {
            return;
        }
    }

    private Operation next() {
        number++;
        int kind = random.nextInt(Operation.KINDS);
        boolean isRare = kind == Operation.DELETION && random.nextInt(10) != 0;
        return new Operation(number, isRare ? 0 : kind);
    }

    /** Takes the replies to the oldest that has none. False if there are none any more. */
    private boolean confirm(Connection server) {
        Operation oldest = sent.get(confirmed.get());
        for (int left = oldest.requests(name).size(); left > 0; left--) {
            Reply reply = server.receive();
            if (server.isEnded()) {
                return false;
            }
            if (reply.isError() || reply.equals(Reply.silence())) {
                failure = oldest.requests(name).get(0).get(0) + " was answered " + reply;
                return false;
            }
        }
        confirmedAtNanos.add(System.nanoTime());
        confirmed.incrementAndGet();
        return true;
    }

    /** How many of this run are confirmed. Any thread. */
    int confirmed() {
        return confirmed.get();
    }

    /** From now on only so many of this run are promised; -1 for all that are confirmed. Any thread. */
    void promise(int operations) {
        promised = operations;
    }

    // ---- after the end ----

    /** What went wrong before the end, or null. */
    @Nullable
    String failure() {
        return failure;
    }

    /**
     * Compares what the server has now with what it had to keep, and goes on from there.
     *
     * @param killedAtNanos when it was killed
     * @param losableMillis what was confirmed so shortly before may be lost
     * @return what was confirmed and is lost: so many operations
     * @throws AssertionError if anything is lost that must not, or the keys hold what they never held
     */
    int check(Contents found, long killedAtNanos, long losableMillis) {
        Contents expected = base.copy();
        Contents reached = expected.holds(found) ? expected.copy() : null;
        int kept = reached == null ? -1 : 0;
        for (int i = 0; i < sent.size(); i++) {
            sent.get(i).apply(name, expected);
            if (expected.holds(found)) {
                kept = i + 1;
                reached = expected.copy();
            }
        }
        int needed = needed(killedAtNanos, losableMillis);
        if (reached == null) {
            throw new AssertionError(name + ": its keys hold what they never held; " + needed + " of " + sent.size()
                    + " were needed\n" + found.differenceFrom(after(needed)));
        }
        if (kept < needed) {
            throw new AssertionError(name + ": " + needed + " of " + sent.size() + " changes had to be there, " + kept
                    + " are; the first lost: " + sent.get(kept).requests(name));
        }
        int lost = promised < 0 ? Math.max(0, confirmed.get() - kept) : 0;
        base = reached;
        sent.clear();
        confirmedAtNanos.clear();
        confirmed.set(0);
        promised = -1;
        return lost;
    }

    private int needed(long killedAtNanos, long losableMillis) {
        int needed = promised < 0 ? confirmed.get() : promised;
        while (needed > 0
                && losableMillis > 0
                && killedAtNanos - confirmedAtNanos.get(needed - 1) < losableMillis * 1_000_000) {
            needed--;
        }
        return needed;
    }

    private Contents after(int operations) {
        Contents contents = base.copy();
        for (int i = 0; i < operations; i++) {
            sent.get(i).apply(name, contents);
        }
        return contents;
    }

    String name() {
        return name;
    }

    @Override
    public String toString() {
        return "Writer[" + name + ", " + confirmed + " of " + sent.size() + " confirmed, " + base + "]";
    }
}
