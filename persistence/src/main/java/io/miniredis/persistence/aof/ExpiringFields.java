package io.miniredis.persistence.aof;

import io.miniredis.datastructures.Numbers;
import io.miniredis.datastructures.StringSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Fields of a hash that have a time to live, kept until the fields are written. */
final class ExpiringFields implements StringSink {
    private final List<byte[]> fields = new ArrayList<>();
    private long[] millis = new long[4];

    @Override
    public void bulk(byte[] bytes, int offset, int length) {
        fields.add(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public void bulkInteger(long value) {
        fields.add(Numbers.digits(value));
    }

    /** When the field expires that was added last. */
    void at(long expireAtMillis) {
        if (fields.size() > millis.length) {
            millis = Arrays.copyOf(millis, 2 * millis.length);
        }
        millis[fields.size() - 1] = expireAtMillis;
    }

    int count() {
        return fields.size();
    }

    byte[] field(int index) {
        return fields.get(index);
    }

    long millis(int index) {
        return millis[index];
    }
}
