package io.miniredis.datastructures;

import org.jspecify.annotations.Nullable;

/**
 * Some elements of a set, a hash or a sorted set as they were at one moment: read by any thread once whoever filled it
 * has handed it on.
 */
public final class TableElements {
    private final ValueType type;
    private final byte[] @Nullable [] elements;

    /** By element the bits of a score, or the time a field expires; none for a set. */
    private final long @Nullable [] numbers;

    private int count;

    TableElements(ValueType type, int room) {
        this.type = type;
        this.elements = new byte[room][];
        this.numbers = type == ValueType.SET ? null : new long[room];
    }

    /** All elements of a small table as they are now. */
    public static TableElements allOf(Value value) {
        CompactDict table = (CompactDict) value;
        TableElements all = new TableElements(value.type(), table.size());
        for (int slot = table.nextSlot(CompactDict.NONE); slot >= 0; slot = table.nextSlot(slot)) {
            all.add(table.frozenElement(slot), table.numberOf(slot));
        }
        return all;
    }

    /** Of a set, a hash or a sorted set. */
    public ValueType type() {
        return type;
    }

    boolean isFull() {
        return count == elements.length;
    }

    void add(byte[] element, long number) {
        elements[count] = element;
        if (numbers != null) {
            numbers[count] = number;
        }
        count++;
    }

    public int count() {
        return count;
    }

    private byte[] element(int index) {
        byte[] element = elements[index];
        if (element == null) {
            throw new IndexOutOfBoundsException(index + " of " + count);
        }
        return element;
    }

    /** The member of a set or a sorted set, the field of a hash. */
    public void writeKey(int index, StringSink sink) {
        byte[] element = element(index);
        if (type == ValueType.HASH) {
            int offset = TableHash.fieldOffset(element);
            sink.bulk(element, offset, TableHash.valueOffset(element) - offset);
        } else {
            sink.bulk(element, 0, element.length);
        }
    }

    /** The value of a hash's field. */
    public void writeValue(int index, StringSink sink) {
        byte[] element = element(index);
        int offset = TableHash.valueOffset(element);
        sink.bulk(element, offset, element.length - offset);
    }

    /** The score of a sorted set's member. */
    public double score(int index) {
        return Double.longBitsToDouble(number(index));
    }

    /** When a hash's field expires, in milliseconds since 1970, or {@link HashValue#NO_EXPIRE}. */
    public long expireAtMillis(int index) {
        return number(index);
    }

    /** The earliest of these times, or {@link HashValue#NO_EXPIRE}. */
    public long earliestExpiryMillis() {
        long earliest = HashValue.NO_EXPIRE;
        for (int i = 0; type == ValueType.HASH && i < count; i++) {
            long time = number(i);
            if (time != HashValue.NO_EXPIRE && (earliest == HashValue.NO_EXPIRE || time < earliest)) {
                earliest = time;
            }
        }
        return earliest;
    }

    private long number(int index) {
        if (numbers == null) {
            throw new IllegalStateException("a set has members only");
        }
        return numbers[index];
    }

    @Override
    public String toString() {
        return "TableElements[" + count + " of a " + type.wireName() + "]";
    }
}
