package io.miniredis.server.snapshot;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ConsumerGroup;
import io.miniredis.datastructures.HashValue;
import io.miniredis.datastructures.ListCursor;
import io.miniredis.datastructures.ListValue;
import io.miniredis.datastructures.PendingEntries;
import io.miniredis.datastructures.RadixCursor;
import io.miniredis.datastructures.SetMember;
import io.miniredis.datastructures.SetValue;
import io.miniredis.datastructures.SortedSet;
import io.miniredis.datastructures.Stream;
import io.miniredis.datastructures.StreamConsumer;
import io.miniredis.datastructures.StreamNode;
import io.miniredis.datastructures.StringSink;
import io.miniredis.datastructures.Strings;
import io.miniredis.datastructures.ValueType;
import io.miniredis.persistence.snapshot.FrozenTable;
import io.miniredis.persistence.snapshot.SnapshotTarget;
import java.io.IOException;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes down what it is given, in words that do not depend on encodings and orders that mean nothing. */
final class ContentTarget implements SnapshotTarget {
    /** By database and key. */
    final TreeMap<String, String> content = new TreeMap<>();

    final TreeMap<Integer, String> announced = new TreeMap<>();
    boolean begun;
    boolean ended;
    volatile boolean abandoned;
    private int database = -1;

    @Override
    public void begin() {
        begun = true;
    }

    @Override
    public void selectDatabase(int index, long keys, long expires) {
        if (index <= database) {
            throw new AssertionError(index + " after " + database);
        }
        database = index;
        announced.put(index, keys + " keys, " + expires + " expire");
    }

    @Override
    public void entry(byte[] key, Object value, long expireAtMillis, int lru) throws IOException {
        put(key, expireAtMillis, describe(value));
    }

    @Override
    public void table(byte[] key, FrozenTable value, long expireAtMillis, int lru) throws IOException {
        TreeSet<String> elements = new TreeSet<>();
        Text text = new Text();
        int count = 0;
        while (value.next()) {
            value.writeKey(text);
            if (value.type() == ValueType.HASH) {
                text.out.append('=');
                value.writeValue(text);
                text.out.append('@').append(value.expireAtMillis());
            } else if (value.type() == ValueType.ZSET) {
                text.out.append('=').append(value.score());
            }
            elements.add(text.take());
            count++;
        }
        if (count != value.count()) {
            throw new AssertionError(count + " elements of " + value.count() + " in " + Ascii.quote(key));
        }
        put(key, expireAtMillis, value.type() + " " + elements);
    }

    private void put(byte[] key, long expireAtMillis, String text) {
        String name = database + " " + Ascii.quote(key);
        if (content.put(name, text + " until " + expireAtMillis) != null) {
            throw new AssertionError("twice: " + name);
        }
    }

    @Override
    public void end() {
        ended = true;
    }

    @Override
    public void abandon() {
        abandoned = true;
    }

    static String describe(Object value) {
        if (Strings.isString(value)) {
            return "string " + Ascii.quote(Strings.bytes(value));
        }
        Text text = new Text();
        TreeSet<String> elements = new TreeSet<>();
        if (value instanceof SetValue set) {
            SetMember member = new SetMember();
            for (int at = set.first(); at >= 0; at = set.next(at)) {
                set.view(at, member);
                elements.add(Ascii.quote(member.bytes()));
            }
            return "set " + elements;
        }
        if (value instanceof HashValue hash) {
            for (int at = hash.firstField(); at >= 0; at = hash.fieldAfter(at)) {
                elements.add(Ascii.quote(hash.fieldAt(at)) + "=" + Ascii.quote(hash.valueAt(at)) + "@"
                        + hash.expireAtMillis(at));
            }
            return "hash " + elements;
        }
        if (value instanceof SortedSet set) {
            for (int at = set.lowest(); at >= 0; at = set.higher(at)) {
                elements.add(Ascii.quote(set.member(at)) + "=" + set.score(at));
            }
            return "zset " + elements;
        }
        if (value instanceof ListValue list) {
            for (ListCursor at = list.cursor(0, false); at.isValid(); at.advance()) {
                text.out.append(Ascii.quote(at.get())).append(' ');
            }
            return "list " + text.take();
        }
        return describe((Stream) value);
    }

    private static String describe(Stream stream) {
        StringBuilder out = new StringBuilder(stream.toString());
        out.append(stream.firstId()).append(' ').append(stream.maxDeletedId()).append(' ');
        out.append(stream.entriesAdded());
        RadixCursor<StreamNode> nodes = stream.nodes().cursor();
        for (boolean found = nodes.seekFirst(); found; found = nodes.next()) {
            out.append(' ').append(Arrays.hashCode(nodes.value().toByteArray()));
        }
        if (stream.groups() == null) {
            return out.toString();
        }
        RadixCursor<ConsumerGroup> groups = stream.groups().cursor();
        for (boolean found = groups.seekFirst(); found; found = groups.next()) {
            ConsumerGroup group = groups.value();
            out.append(" group ")
                    .append(Ascii.quote(groups.key()))
                    .append(group)
                    .append(group.entriesRead());
            describe(group.pending(), out);
            RadixCursor<StreamConsumer> consumers = group.consumers().cursor();
            for (boolean more = consumers.seekFirst(); more; more = consumers.next()) {
                StreamConsumer consumer = consumers.value();
                out.append(consumer).append(consumer.seenMillis()).append(' ').append(consumer.activeMillis());
                describe(consumer.pending(), out);
            }
        }
        return out.toString();
    }

    private static void describe(PendingEntries pending, StringBuilder out) {
        PendingEntries.Cursor cursor = pending.cursor();
        for (boolean found = cursor.seekFirst(); found; found = cursor.next()) {
            out.append(' ').append(cursor.id()).append(cursor.entry());
        }
    }

    private static final class Text implements StringSink {
        final StringBuilder out = new StringBuilder();

        @Override
        public void bulk(byte[] bytes, int offset, int length) {
            out.append(Ascii.quote(Arrays.copyOfRange(bytes, offset, offset + length)));
        }

        @Override
        public void bulkInteger(long value) {
            out.append('"').append(value).append('"');
        }

        String take() {
            String text = out.toString();
            out.setLength(0);
            return text;
        }
    }
}
