package io.miniredis.benchmarks;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.RandomSource;
import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.log.SilentLog;
import io.miniredis.server.time.SystemClock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * What a command costs when its collection has 10,000, a million and ten million elements: does it grow as documented?
 *
 * <pre>
 *   java -Xmx8g -cp benchmarks/target/benchmarks.jar io.miniredis.benchmarks.Growth [elements ...]
 * </pre>
 *
 * <p>Nanoseconds per command, the median of several rounds, from the dispatcher to the reply, without decoder and
 * socket. Elements are picked at random, so that large collections pay for memory that no cache holds.
 */
public final class Growth {
    private static final int[] SIZES = {10_000, 1_000_000, 10_000_000};
    private static final int BATCH = 50_000;
    private static final int ROUNDS = 9;
    private static final String KEY = "collection";

    private final SystemClock clock = new SystemClock();
    private final RedisServer server = new RedisServer(ServerConfig.defaults(), clock, 42, SilentLog.INSTANCE);
    private final Client client = Objects.requireNonNull(server.accept(new DiscardingConnection()));
    private final RandomSource random = new RandomSource(42);
    private final int elements;

    /** One row of the table. {@code undo} takes back what {@code command} did, or is null. */
    private record Row(String name, IntFunction<String[]> fill, IntFunction<String[]> command, String undo) {}

    private Growth(int elements) {
        this.elements = elements;
    }

    public static void main(String[] args) {
        int[] sizes = SIZES;
        if (args.length > 0) {
            sizes = new int[args.length];
            for (int i = 0; i < args.length; i++) {
                sizes[i] = Integer.parseInt(args[i]);
            }
        }
        // Once for the compiler.
        new Growth(SIZES[0]).run(false);
        System.out.println("| elements | command | ns |\n|---|---|---|");
        for (int size : sizes) {
            new Growth(size).run(true);
        }
    }

    private void run(boolean counts) {
        Row[] rows = {
            new Row("ZADD", this::member, i -> words("ZADD", KEY, score(), "member:" + any()), ""),
            new Row("ZRANK", this::member, i -> words("ZRANK", KEY, "member:" + any()), ""),
            new Row("HSET", this::field, i -> words("HSET", KEY, "field:" + any(), "other"), ""),
            new Row("SADD", i -> words("SADD", KEY, "member:" + i), i -> words("SADD", KEY, "new:" + i), "SREM"),
            new Row("LINDEX near an end", i -> words("RPUSH", KEY, "element:" + i), this::nearEnd, ""),
            new Row("XADD", this::entry, i -> words("XADD", KEY, "*", "field", "value"), ""),
            new Row("XRANGE of one id", this::entry, i -> oneEntry(any() + 1), ""),
        };
        for (Row row : rows) {
            double nanos = nanos(row);
            if (counts) {
                System.out.println(String.format(Locale.ROOT, "| %,d | %s | %.0f |", elements, row.name, nanos));
            }
        }
        client.connection().close();
        server.stop();
    }

    private double nanos(Row row) {
        execute(request(words("FLUSHALL")));
        for (int i = 0; i < elements; i++) {
            execute(request(row.fill.apply(i)));
        }
        double[] rounds = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            Request[] batch = new Request[BATCH];
            for (int i = 0; i < BATCH; i++) {
                batch[i] = request(row.command.apply(i));
            }
            long start = clock.nanos();
            for (Request each : batch) {
                execute(each);
            }
            rounds[round] = (double) (clock.nanos() - start) / BATCH;
            for (int i = 0; i < BATCH && !row.undo.isEmpty(); i++) {
                execute(Request.of(ByteString.of(row.undo), batch[i].arg(1), batch[i].arg(2)));
            }
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }

    private int any() {
        return random.nextInt(elements);
    }

    private String score() {
        return Integer.toString(any());
    }

    private String[] member(int i) {
        return words("ZADD", KEY, score(), "member:" + i);
    }

    private String[] field(int i) {
        return words("HSET", KEY, "field:" + i, "value");
    }

    private String[] entry(int i) {
        return words("XADD", KEY, (i + 1) + "-1", "field", "value");
    }

    private String[] nearEnd(int i) {
        return words("LINDEX", KEY, Integer.toString(random.nextInt(20) - 10));
    }

    private static String[] oneEntry(int id) {
        return words("XRANGE", KEY, id + "-1", id + "-1");
    }

    private static String[] words(String... words) {
        return words;
    }

    private static Request request(String[] words) {
        ByteString[] strings = new ByteString[words.length];
        for (int i = 0; i < words.length; i++) {
            strings[i] = ByteString.of(words[i]);
        }
        return Request.of(strings);
    }

    private void execute(Request request) {
        server.dispatcher().accept(client, request);
        client.connection().flush();
    }
}
