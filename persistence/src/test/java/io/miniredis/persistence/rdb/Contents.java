package io.miniredis.persistence.rdb;

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
import io.miniredis.datastructures.StreamCursor;
import io.miniredis.datastructures.StreamId;
import io.miniredis.datastructures.Strings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a value holds, as text that is the same for the same content in whatever encoding and order. */
final class Contents {
    private Contents() {}

    static List<String> of(Object value) {
        List<String> lines = new ArrayList<>();
        if (Strings.isString(value)) {
            lines.add(text(Strings.bytes(value)));
        } else if (value instanceof ListValue list) {
            for (ListCursor at = list.cursor(0, false); at.isValid(); at.advance()) {
                lines.add(text(at.get()));
            }
        } else if (value instanceof SetValue set) {
            SetMember member = new SetMember();
            for (int at = set.first(); at >= 0; at = set.next(at)) {
                set.view(at, member);
                lines.add(text(member.bytes()));
            }
            Collections.sort(lines);
        } else if (value instanceof SortedSet set) {
            for (int at = set.lowest(); at >= 0; at = set.higher(at)) {
                lines.add(text(set.member(at)) + " " + set.score(at));
            }
        } else if (value instanceof HashValue hash) {
            for (int at = hash.firstField(); at >= 0; at = hash.fieldAfter(at)) {
                lines.add(text(hash.fieldAt(at)) + " " + text(hash.valueAt(at)) + " " + hash.expireAtMillis(at));
            }
            Collections.sort(lines);
        } else {
            stream((Stream) value, lines);
        }
        return lines;
    }

    private static String text(byte[] bytes) {
        return Ascii.quote(bytes, Integer.MAX_VALUE);
    }

    private static void stream(Stream stream, List<String> lines) {
        lines.add(stream.length() + " " + stream.lastId() + " " + stream.firstId() + " " + stream.maxDeletedId() + " "
                + stream.entriesAdded());
        StreamCursor cursor = stream.cursor(StreamId.ZERO, StreamId.MAX, false);
        while (cursor.next()) {
            StringBuilder line = new StringBuilder().append(cursor.id());
            while (cursor.nextField()) {
                line.append(' ').append(text(cursor.node().get(cursor.field())));
                line.append(' ').append(text(cursor.node().get(cursor.value())));
            }
            lines.add(line.toString());
        }
        if (stream.groups() == null) {
            return;
        }
        RadixCursor<ConsumerGroup> group = stream.groups().cursor();
        for (boolean found = group.seekFirst(); found; found = group.next()) {
            group(text(group.key()), group.value(), lines);
        }
    }

    private static void group(String name, ConsumerGroup group, List<String> lines) {
        lines.add(name + " " + group.lastId() + " " + group.entriesRead());
        pending(group.pending(), lines, true);
        RadixCursor<StreamConsumer> each = group.consumers().cursor();
        for (boolean found = each.seekFirst(); found; found = each.next()) {
            StreamConsumer consumer = each.value();
            lines.add(text(consumer.name()) + " " + consumer.seenMillis() + " " + consumer.activeMillis());
            pending(consumer.pending(), lines, false);
        }
    }

    private static void pending(PendingEntries pending, List<String> lines, boolean withOwner) {
        PendingEntries.Cursor at = pending.cursor();
        for (boolean found = at.seekFirst(); found; found = at.next()) {
            lines.add(at.id() + " " + at.entry().deliveredAtMillis() + " "
                    + at.entry().deliveries()
                    + (withOwner ? " " + text(at.entry().consumer().name()) : ""));
        }
    }
}
