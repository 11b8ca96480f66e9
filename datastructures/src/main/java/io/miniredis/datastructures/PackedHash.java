package io.miniredis.datastructures;

import java.util.function.IntConsumer;

/**
 * A hash in a {@link ListPack}. A field, its value and whatever else belongs to it are entries in a row; the field's
 * position is the position of the first.
 */
public abstract sealed class PackedHash extends ListPack implements HashValue
        permits ListPackHash, ExpiringListPackHash {
    /** What the listpack adds to a string of up to 63 bytes: one before and one behind. */
    private static final int SHORT_ENTRY_BYTES = 2;

    /** The same for up to 4095 bytes, which is as much as fields and values have unless the limits are raised. */
    private static final int ENTRY_BYTES = 4;

    private static final int SHORT_STRING_BYTES = 63;

    PackedHash() {}

    PackedHash(byte[] listpack) {
        super(listpack);
    }

    /** Entries per field. */
    abstract int entriesPerField();

    @Override
    public final long freeEffort() {
        return 1;
    }

    @Override
    public final int fieldCount() {
        return size() / entriesPerField();
    }

    @Override
    public final int find(byte[] field) {
        return find(first(), field, entriesPerField() - 1);
    }

    @Override
    public final int firstField() {
        return first();
    }

    @Override
    public final void writeField(int at, StringSink sink) {
        write(at, sink);
    }

    @Override
    public final void writeValue(int at, StringSink sink) {
        write(next(at), sink);
    }

    private void write(int pos, StringSink sink) {
        if (isInteger(pos)) {
            sink.bulkInteger(longAt(pos));
        } else {
            sink.bulk(bytes(), stringOffset(pos), stringLength(pos));
        }
    }

    @Override
    public final byte[] fieldAt(int at) {
        return get(at);
    }

    @Override
    public final byte[] valueAt(int at) {
        return get(next(at));
    }

    @Override
    public final int valueLength(int at) {
        int value = next(at);
        return isInteger(value) ? Numbers.digitCount(longAt(value)) : stringLength(value);
    }

    @Override
    public final boolean isLongValue(int at) {
        return isInteger(next(at));
    }

    @Override
    public final long longValue(int at) {
        return longAt(next(at));
    }

    @Override
    public final int randomField(RandomSource random) {
        return seek(entriesPerField() * random.nextInt(fieldCount()));
    }

    /** All at once. */
    @Override
    public final long scan(long cursor, IntConsumer visitor) {
        for (int at = firstField(); at != NO_FIELD; at = fieldAfter(at)) {
            visitor.accept(at);
        }
        return 0;
    }

    @Override
    public final HashValue withRoomFor(int fields, int longestBytes, long totalBytes, CollectionSettings settings) {
        boolean fits = fields <= settings.hashMaxListpackEntries
                && longestBytes <= settings.hashMaxListpackValueBytes
                && isSafeToAdd(totalBytes);
        if (!fits) {
            return toTable(settings, fields);
        }
        if (fields > 1) {
            reserveFor(fields, totalBytes);
        }
        return this;
    }

    /** Enough for the usual lengths; where it is not, the list pack grows by its own steps. */
    final void reserveFor(int fields, long totalBytes) {
        long pairs = fields;
        boolean shortOnes = totalBytes <= SHORT_STRING_BYTES * pairs;
        long overhead = 2 * pairs * (shortOnes ? SHORT_ENTRY_BYTES : ENTRY_BYTES);
        reserve((int) Math.min(MAX_BYTES - totalBytes(), totalBytes + overhead));
    }

    private TableHash toTable(CollectionSettings settings, int moreFields) {
        TableHash table = new TableHash(settings, fieldCount() + moreFields);
        for (int at = firstField(); at != NO_FIELD; at = fieldAfter(at)) {
            byte[] field = fieldAt(at);
            table.put(field, valueAt(at), false);
            long expireAt = expireAtMillis(at);
            if (expireAt != NO_EXPIRE) {
                table.expireAt(table.find(field), expireAt);
            }
        }
        return table;
    }

    @Override
    public final HashValue settled(CollectionSettings settings) {
        if (fieldCount() > settings.hashMaxListpackEntries) {
            return toTable(settings, 0);
        }
        if (isTooRoomy()) {
            trim();
        }
        return this;
    }

    @Override
    public final boolean remove(byte[] field) {
        int at = find(field);
        if (at == NO_FIELD) {
            return false;
        }
        deleteFrom(at, entriesPerField());
        return true;
    }
}
