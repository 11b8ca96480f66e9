package io.miniredis.compat.durability;

import java.util.List;

/**
 * One change that a writer makes to its keys: what is sent, and what it does to the {@link Contents}. It follows from
 * its number alone. Several requests are a transaction: all of it is there, or nothing.
 *
 * @param number counts up for each writer
 * @param kind which of the {@link #KINDS}
 */
record Operation(long number, int kind) {
    static final int KINDS = 17;

    /** The kind that leaves little. */
    static final int DELETION = 11;

    private static final int LARGE = 20_000;

    /** What is sent by the writer of that name, one reply each. */
    List<List<String>> requests(String writer) {
        String n = Long.toString(number);
        String value = writer + ":" + n;
        return switch (kind) {
            case 0 -> one("SET", writer + ":string", n);
            case 1 -> one("APPEND", writer + ":text", n);
            case 2 -> one("INCR", writer + ":counter");
            case 3 -> one("RPUSH", writer + ":list", n, value);
            case 4 -> one("LPOP", writer + ":list");
            case 5 -> one("HSET", writer + ":hash", "f" + number % 300, n);
            case 6 -> one("HDEL", writer + ":hash", "f" + number % 7);
            case 7 -> one("SADD", writer + ":set", Long.toString(number % 700), value.substring(0, value.length() - 1));
            case 8 -> one("SREM", writer + ":set", Long.toString(number % 11));
            case 9 -> one("ZADD", writer + ":zset", n, "m" + number % 200);
            case 10 -> one("XADD", writer + ":stream", "MAXLEN", "50", n + "-1", "f", n);
            case DELETION -> one("DEL", writer + ":string", writer + ":list", writer + ":text", writer + ":set");
            case 12 -> one("SET", writer + ":temporary", n, "PX", "100000000");
            case 13 -> one("SET", writer + ":large", large());
            case 14 ->
                List.of(
                        List.of("MULTI"),
                        List.of("SET", writer + ":a", n),
                        List.of("SELECT", "1"),
                        List.of("SET", writer + ":b", n),
                        List.of("SELECT", "0"),
                        List.of("EXEC"));
            case 15 ->
                one(
                        "EVAL",
                        "redis.call('set', KEYS[1], ARGV[1]) redis.call('rename', KEYS[1], KEYS[2]) return 1",
                        "2",
                        writer + ":born",
                        writer + ":renamed",
                        n);
            case 16 -> one("SETRANGE", writer + ":text", "0", n);
            default -> throw new IllegalStateException("kind " + kind);
        };
    }

    private static List<List<String>> one(String... words) {
        return List.of(List.of(words));
    }

    private String large() {
        return (number + ".").repeat(LARGE / (Long.toString(number).length() + 1));
    }

    /** Does the same to what a writer's keys hold. */
    void apply(String writer, Contents to) {
        String n = Long.toString(number);
        String value = writer + ":" + n;
        switch (kind) {
            case 0 -> to.strings.put("string", n);
            case 1 -> to.strings.merge("text", n, String::concat);
            case 2 -> to.strings.merge("counter", "1", (old, one) -> Long.toString(Long.parseLong(old) + 1));
            case 3 -> to.list.addAll(List.of(n, value));
            case 4 -> to.list.pollFirst();
            case 5 -> to.hash.put("f" + number % 300, n);
            case 6 -> to.hash.remove("f" + number % 7);
            case 7 -> to.set.addAll(List.of(Long.toString(number % 700), value.substring(0, value.length() - 1)));
            case 8 -> to.set.remove(Long.toString(number % 11));
            case 9 -> to.sortedSet.put("m" + number % 200, n);
            case 10 -> to.addToStream(n);
            case DELETION -> to.delete();
            case 12 -> to.strings.put("temporary", n);
            case 13 -> to.strings.put("large", large());
            case 14 -> {
                to.strings.put("a", n);
                to.strings.put("b", n);
            }
            case 15 -> to.strings.put("renamed", n);
            case 16 ->
                to.strings.merge(
                        "text", n, (old, start) -> start + old.substring(Math.min(old.length(), start.length())));
            default -> throw new IllegalStateException("kind " + kind);
        }
    }
}
