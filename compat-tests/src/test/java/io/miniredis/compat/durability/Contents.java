package io.miniredis.compat.durability;

import io.miniredis.compat.reply.Connection;
import io.miniredis.compat.reply.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the keys of one writer hold: what they should, or what a server says. */
final class Contents {
    private static final List<String> STRINGS =
            List.of("string", "text", "counter", "temporary", "large", "a", "renamed");
    private static final int STREAM_LENGTH = 50;

    final Map<String, String> strings = new HashMap<>();
    final ArrayDeque<String> list = new ArrayDeque<>();
    final Map<String, String> hash = new HashMap<>();
    final Set<String> set = new HashSet<>();
    /** Scores by member. */
    final Map<String, String> sortedSet = new HashMap<>();

    private final ArrayDeque<String> stream = new ArrayDeque<>();

    Contents copy() {
        Contents copy = new Contents();
        copy.strings.putAll(strings);
        copy.list.addAll(list);
        copy.hash.putAll(hash);
        copy.set.addAll(set);
        copy.sortedSet.putAll(sortedSet);
        copy.stream.addAll(stream);
        return copy;
    }

    void addToStream(String number) {
        stream.add(number);
        if (stream.size() > STREAM_LENGTH) {
            stream.removeFirst();
        }
    }

    void delete() {
        strings.remove("string");
        strings.remove("text");
        list.clear();
        set.clear();
    }

    /** Asks a server. */
    static Contents of(Connection server, String writer) {
        Contents found = new Contents();
        for (String name : STRINGS) {
            found.readString(server, writer, name);
        }
        server.call("SELECT", "1");
        found.readString(server, writer, "b");
        server.call("SELECT", "0");
        found.list.addAll(texts(server.call("LRANGE", writer + ":list", "0", "-1")));
        found.hash.putAll(pairs(texts(server.call("HGETALL", writer + ":hash"))));
        found.set.addAll(texts(server.call("SMEMBERS", writer + ":set")));
        found.sortedSet.putAll(pairs(texts(server.call("ZRANGE", writer + ":zset", "0", "-1", "WITHSCORES"))));
        for (Reply entry : server.call("XRANGE", writer + ":stream", "-", "+").elements()) {
            String number = entry.elements().get(1).elements().get(1).text();
            String id = entry.elements().get(0).text();
            found.stream.add(id.equals(number + "-1") ? number : id + " with " + number);
        }
        return found;
    }

    private void readString(Connection server, String writer, String name) {
        Reply reply = server.call("GET", writer + ":" + name);
        if (!reply.equals(Reply.nil())) {
            strings.put(name, reply.isError() ? "-" + reply.text() : reply.text());
        }
    }

    private static List<String> texts(Reply reply) {
        List<String> texts = new ArrayList<>();
        for (Reply element : reply.elements()) {
            texts.add(element.text());
        }
        return texts;
    }

    private static Map<String, String> pairs(List<String> texts) {
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i < texts.size(); i += 2) {
            pairs.put(texts.get(i), texts.get(i + 1));
        }
        return pairs;
    }

    boolean holds(Contents other) {
        return strings.equals(other.strings)
                && hash.equals(other.hash)
                && set.equals(other.set)
                && sortedSet.equals(other.sortedSet)
                && sameOrder(list, other.list)
                && sameOrder(stream, other.stream);
    }

    private static boolean sameOrder(ArrayDeque<String> one, ArrayDeque<String> other) {
        return one.size() == other.size() && new ArrayList<>(one).equals(new ArrayList<>(other));
    }

    /** Where the two differ, for whoever looks for the reason. */
    String differenceFrom(Contents expected) {
        StringBuilder text = new StringBuilder();
        difference(text, "strings", strings, expected.strings);
        difference(text, "list", new ArrayList<>(list), new ArrayList<>(expected.list));
        difference(text, "hash", hash, expected.hash);
        difference(text, "set", set, expected.set);
        difference(text, "zset", sortedSet, expected.sortedSet);
        difference(text, "stream", new ArrayList<>(stream), new ArrayList<>(expected.stream));
        return text.toString();
    }

    private static void difference(StringBuilder text, String what, Object found, Object expected) {
        if (!found.equals(expected)) {
            text.append(what).append(":\n  found    ").append(shortened(found));
            text.append("\n  expected ").append(shortened(expected)).append('\n');
        }
    }

    private static String shortened(Object value) {
        String text = value.toString();
        return text.length() <= 1_000 ? text : text.substring(0, 1_000) + "…";
    }

    @Override
    public String toString() {
        return "Contents[list " + list.size() + ", hash " + hash.size() + ", set " + set.size() + ", zset "
                + sortedSet.size() + ", stream " + stream.size() + "]";
    }
}
