package io.miniredis.persistence.rdb;

import io.miniredis.datastructures.CollectionSettings;
import io.miniredis.datastructures.HashValue;
import io.miniredis.datastructures.ListPack;
import io.miniredis.datastructures.ListPackHash;
import io.miniredis.datastructures.TableHash;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads hashes of all types. */
final class HashReader {
    private static final int LEAST_FIELD_BYTES = 2;
    private static final String LISTPACK_COMPLAINT = "Hash listpack integrity check failed.";
    private static final int PAIR = 2;
    private static final int TRIPLE = 3;

    private final RdbInput in;
    private final CollectionSettings settings;
    private final ValueReader values;

    HashReader(RdbInput in, CollectionSettings settings, ValueReader values) {
        this.in = in;
        this.settings = settings;
        this.values = values;
    }

    @Nullable
    Object read(int type) throws IOException {
        return switch (type) {
            case RdbFormat.HASH -> readFields();
            case RdbFormat.HASH_ZIPMAP -> readZipMap();
            case RdbFormat.HASH_ZIPLIST -> {
                ListPack pack = values.zipList("Hash ziplist integrity check failed.");
                pack.trim();
                yield hash(pack, "Hash ziplist integrity check failed.");
            }
            case RdbFormat.HASH_LISTPACK -> hash(values.listPack(LISTPACK_COMPLAINT), LISTPACK_COMPLAINT);
            case RdbFormat.HASH_METADATA -> readFieldsWithTimes(in.int64());
            case RdbFormat.HASH_METADATA_PRE_GA -> readFieldsWithTimes(1);
            default -> {
                if (type == RdbFormat.HASH_LISTPACK_EX) {
                    // The earliest time, which the listpack says too.
                    in.int64();
                }
                yield readTriples();
            }
        };
    }

    private @Nullable Object hash(ListPack pack, String complaint) throws RdbException {
        values.requireDistinct(pack, PAIR, complaint);
        return pack.isEmpty() ? null : new ListPackHash(pack.bytes()).settled(settings);
    }

    // ---- field for field ----

    private @Nullable Object readFields() throws IOException {
        long count = in.length();
        if (count == 0) {
            return null;
        }
        int room = in.roomFor(count, LEAST_FIELD_BYTES);
        return count > settings.hashMaxListpackEntries ? readTable(room, count) : readSmall(count);
    }

    private TableHash readTable(int room, long count) throws IOException {
        TableHash table = new TableHash(settings, room);
        readInto(table, count);
        return table;
    }

    private void readInto(HashValue hash, long count) throws IOException {
        for (long left = count; left != 0; left--) {
            byte[] field = in.string();
            if (!hash.put(field, in.string(), false)) {
                throw in.corrupt("Duplicate hash fields detected");
            }
        }
    }

    /** As a listpack as long as nothing is too long for one. */
    private HashValue readSmall(long count) throws IOException {
        ListPackHash pack = new ListPackHash();
        for (long left = count; left != 0; left--) {
            byte[] field = in.string();
            byte[] value = in.string();
            if (isTooLong(pack, field, value)) {
                values.requireDistinct(pack, PAIR, "Hash with dup elements");
                HashValue table = pack.withRoomFor((int) left, Integer.MAX_VALUE, 0, settings);
                if (!table.put(field, value, false)) {
                    throw in.corrupt("Duplicate hash fields detected");
                }
                readInto(table, left - 1);
                return table;
            }
            pack.append(field);
            pack.append(value);
        }
        values.requireDistinct(pack, PAIR, "Hash with dup elements");
        return pack.settled(settings);
    }

    private boolean isTooLong(ListPack pack, byte[] field, byte[] value) {
        return Math.max(field.length, value.length) > settings.hashMaxListpackValueBytes
                || !pack.isSafeToAdd((long) field.length + value.length);
    }

    // ---- zipmap ----

    private Object readZipMap() throws IOException {
        ListPack pack = ZipMap.toListPack(in.string());
        if (pack == null) {
            throw in.corrupt("Zipmap integrity check failed.");
        }
        values.requireDistinct(pack, PAIR, "Hash zipmap with dup elements, or big length");
        pack.trim();
        ListPackHash hash = new ListPackHash(pack.bytes());
        int longest = 0;
        for (int at = pack.first(); at != ListPack.NONE; at = pack.next(at)) {
            longest = Math.max(longest, pack.isInteger(at) ? 0 : pack.stringLength(at));
        }
        return hash.withRoomFor(0, longest, 0, settings).settled(settings);
    }

    // ---- fields that expire ----

    /** @param base what a time of 1 means */
    private @Nullable Object readFieldsWithTimes(long base) throws IOException {
        long count = in.length();
        if (count == 0) {
            return null;
        }
        int room = in.roomFor(count, 1 + LEAST_FIELD_BYTES);
        HashValue hash = count > settings.hashMaxListpackEntries
                ? new TableHash(settings, room)
                : new ListPackHash().withExpiries();
        for (long left = count; left != 0; left--) {
            long time = in.length();
            byte[] field = in.string();
            byte[] value = in.string();
            int longest = Math.max(field.length, value.length);
            hash = hash.withRoomFor(1, longest, (long) field.length + value.length, settings);
            if (!hash.put(field, value, false)) {
                throw in.corrupt("Hash with dup elements");
            }
            if (time != 0) {
                hash.expireAt(hash.find(field), checkedTime(time + base - 1));
            }
        }
        return hash.settled(settings);
    }

    private long checkedTime(long millis) throws RdbException {
        if (millis <= 0 || millis > RdbFormat.MAX_FIELD_EXPIRE_MILLIS) {
            throw in.corrupt("invalid expireAt time: " + Long.toUnsignedString(millis));
        }
        return millis;
    }

    /** A listpack of fields, values and times; in whatever order, for there were several. */
    private @Nullable Object readTriples() throws IOException {
        ListPack pack = values.listPack(LISTPACK_COMPLAINT);
        values.requireDistinct(pack, TRIPLE, LISTPACK_COMPLAINT);
        if (pack.isEmpty()) {
            return null;
        }
        int fields = pack.size() / TRIPLE;
        HashValue hash = fields > settings.hashMaxListpackEntries
                ? new TableHash(settings, fields)
                : new ListPackHash().withExpiries();
        int at = pack.first();
        while (at != ListPack.NONE) {
            int value = pack.next(at);
            int time = pack.next(value);
            if (!pack.isInteger(time)) {
                throw in.corrupt(LISTPACK_COMPLAINT);
            }
            byte[] field = pack.get(at);
            hash.put(field, pack.get(value), false);
            if (pack.longAt(time) != 0) {
                hash.expireAt(hash.find(field), checkedTime(pack.longAt(time)));
            }
            at = pack.next(time);
        }
        return hash.settled(settings);
    }
}
