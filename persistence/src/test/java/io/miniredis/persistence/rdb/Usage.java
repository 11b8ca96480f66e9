package io.miniredis.persistence.rdb;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.CollectionSettings;
import io.miniredis.datastructures.ConsumerGroup;
import io.miniredis.datastructures.HashValue;
import io.miniredis.datastructures.ListCursor;
import io.miniredis.datastructures.ListValue;
import io.miniredis.datastructures.RadixCursor;
import io.miniredis.datastructures.SetMember;
import io.miniredis.datastructures.SetValue;
import io.miniredis.datastructures.SortedSet;
import io.miniredis.datastructures.Stream;
import io.miniredis.datastructures.StreamCursor;
import io.miniredis.datastructures.StreamId;
import io.miniredis.datastructures.StreamTrim;
import io.miniredis.datastructures.Values;
import java.util.ArrayList;
import java.util.List;

/** Does with a value what commands do, until nothing is left of it: what is wrong inside comes to light. */
final class Usage {
    private static final byte[] NEW = Ascii.bytes("a new one");

    private final CollectionSettings settings;

    Usage(CollectionSettings settings) {
        this.settings = settings;
    }

    void wearOut(Object value) {
        require(!value.toString().isEmpty());
        require(Values.sizeBytes(value) >= 0);
        require(Contents.of(Values.copyOf(value)).equals(Contents.of(value)));
        if (value instanceof ListValue list) {
            wearOut(list);
        } else if (value instanceof SetValue set) {
            wearOut(set);
        } else if (value instanceof SortedSet set) {
            wearOut(set);
        } else if (value instanceof HashValue hash) {
            wearOut(hash);
        } else if (value instanceof Stream stream) {
            wearOut(stream);
        }
    }

    private static void require(boolean claim) {
        if (!claim) {
            throw new AssertionError("the value is not what it says");
        }
    }

    private void wearOut(ListValue value) {
        ListValue list = value.readyFor(2, 2L * NEW.length, settings);
        int size = list.size();
        list.push(NEW, true);
        list.push(NEW, false);
        require(list.size() == size + 2);
        list.insert(NEW, Ascii.bytes("7"), true);
        list.set(size / 2, Ascii.bytes("another"));
        int seen = 0;
        for (ListCursor at = list.cursor(list.size() - 1, true); at.isValid(); at.advance()) {
            seen++;
        }
        require(seen == list.size());
        while (list.size() > 0) {
            list.removeRange(0, 1 + list.size() / 2);
        }
    }

    private void wearOut(SetValue value) {
        List<byte[]> members = new ArrayList<>();
        SetMember view = new SetMember();
        for (int at = value.first(); at >= 0; at = value.next(at)) {
            value.view(at, view);
            members.add(view.bytes());
        }
        require(members.size() == value.size());
        SetValue set = value.add(NEW, settings);
        for (byte[] member : members) {
            require(set.contains(member));
            require(set.remove(member));
            require(!set.contains(member));
        }
        require(set.size() == 1 || set.size() == 0);
    }

    private void wearOut(SortedSet value) {
        List<byte[]> members = new ArrayList<>();
        double last = Double.NEGATIVE_INFINITY;
        for (int at = value.lowest(); at >= 0; at = value.higher(at)) {
            require(value.score(at) >= last);
            require(value.rank(at) == members.size());
            last = value.score(at);
            members.add(value.member(at).clone());
        }
        require(members.size() == value.size());
        SortedSet set = value.put(NEW, 0.5, settings);
        for (byte[] member : members) {
            int at = set.find(member);
            require(at >= 0);
            set.rescore(at, 1);
            set.removeMember(set.find(member));
            require(set.find(member) < 0);
        }
    }

    private void wearOut(HashValue value) {
        List<byte[]> fields = new ArrayList<>();
        for (int at = value.firstField(); at >= 0; at = value.fieldAfter(at)) {
            fields.add(value.fieldAt(at));
        }
        require(fields.size() == value.fieldCount());
        HashValue hash = value.withRoomFor(1, NEW.length, 2L * NEW.length, settings);
        hash.put(NEW, NEW, false);
        long earliest = hash.earliestExpiryMillis();
        require(earliest == HashValue.NO_EXPIRE || hash.expireAtMillis(hash.earliestField()) == earliest);
        for (byte[] field : fields) {
            int at = hash.find(field);
            require(at >= 0);
            hash.put(field, NEW, true);
            require(hash.remove(field));
            require(hash.find(field) < 0);
        }
    }

    private void wearOut(Stream stream) {
        List<StreamId> ids = new ArrayList<>();
        StreamCursor backwards = stream.cursor(StreamId.ZERO, StreamId.MAX, true);
        while (backwards.next()) {
            ids.add(backwards.id());
        }
        require(ids.size() == stream.length());
        if (!stream.lastId().equals(StreamId.MAX)) {
            stream.append(stream.lastId().next(), new ByteString[] {ByteString.of("f"), ByteString.of("v")}, settings);
            ids.add(stream.lastId());
        }
        acknowledge(stream);
        for (int i = 0; i < ids.size() / 2; i++) {
            require(stream.delete(new StreamId[] {ids.get(i)}) == 1);
        }
        stream.trim(new StreamTrim(1, null, false, 0));
        stream.trim(new StreamTrim(0, null, false, 0));
        require(stream.length() == 0);
    }

    private static void acknowledge(Stream stream) {
        if (stream.groups() == null) {
            return;
        }
        RadixCursor<ConsumerGroup> group = stream.groups().cursor();
        for (boolean found = group.seekFirst(); found; found = group.next()) {
            ConsumerGroup each = group.value();
            for (var at = each.pending().cursor(); at.seekFirst(); ) {
                require(each.acknowledge(at.id()));
            }
            require(each.lag(stream) != Long.MAX_VALUE);
        }
    }
}
