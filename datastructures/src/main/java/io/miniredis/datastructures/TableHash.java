package io.miniredis.datastructures;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A hash with many fields or long ones: a {@link CompactDict} whose elements hold field and value in one array.
 * Positions are slots.
 *
 * <pre>
 *   03 "age" "42"              length of the field in one byte, if it is less than 128
 *   80 00 01 00 field value    otherwise in four, the first bit set, the highest byte first
 * </pre>
 *
 * <p>Times to live are kept apart, once there are any.
 */
public final class TableHash extends CompactDict implements HashValue {
    private static final int MAX_SHORT_FIELD = 127;
    private static final int LONG_PREFIX_BYTES = 4;
    private static final int OBJECT_BYTES = 64;

    private final SipHash sip;
    private @Nullable FieldExpiries expiries;

    /** An empty one for about so many fields. */
    public TableHash(CollectionSettings settings, int fields) {
        this(settings.hash, fields);
    }

    private TableHash(SipHash sip, int fields) {
        super(sip);
        this.sip = sip;
        expand(fields);
    }

    // ---- elements ----

    private static byte[] pack(byte[] field, byte[] value) {
        int offset = field.length <= MAX_SHORT_FIELD ? 1 : LONG_PREFIX_BYTES;
        byte[] element = new byte[Math.addExact(offset + field.length, value.length)];
        if (offset == 1) {
            element[0] = (byte) field.length;
        } else {
            element[0] = (byte) (field.length >>> 24 | 0x80);
            element[1] = (byte) (field.length >>> 16);
            element[2] = (byte) (field.length >>> 8);
            element[3] = (byte) field.length;
        }
        System.arraycopy(field, 0, element, offset, field.length);
        System.arraycopy(value, 0, element, offset + field.length, value.length);
        return element;
    }

    @Override
    protected long numberOf(int slot) {
        return expireAtMillis(slot);
    }

    /** A copy, since {@link #change} writes into an element. */
    @Override
    protected byte[] frozenElement(int slot) {
        return element(slot).clone();
    }

    /** Where an element's field begins, which ends where the value begins. */
    static int fieldOffset(byte[] element) {
        return element[0] >= 0 ? 1 : LONG_PREFIX_BYTES;
    }

    /** Where an element's value begins, which ends with the array. */
    static int valueOffset(byte[] element) {
        if (element[0] >= 0) {
            return 1 + element[0];
        }
        int length =
                (element[0] & 0x7F) << 24 | (element[1] & 0xFF) << 16 | (element[2] & 0xFF) << 8 | (element[3] & 0xFF);
        return LONG_PREFIX_BYTES + length;
    }

    @Override
    protected int hashOf(byte[] element) {
        return hash(Arrays.copyOfRange(element, fieldOffset(element), valueOffset(element)));
    }

    @Override
    protected boolean hasKey(byte[] element, byte[] key) {
        int offset = fieldOffset(element);
        int end = valueOffset(element);
        return end - offset == key.length && Arrays.equals(element, offset, end, key, 0, key.length);
    }

    @Override
    protected void moved(int from, int to) {
        if (expiries != null) {
            expiries.moved(from, to);
        }
    }

    // ---- reading ----

    @Override
    public Encoding encoding() {
        return Encoding.HASHTABLE;
    }

    @Override
    public long sizeBytes() {
        return OBJECT_BYTES + tableBytes() + elementBytes() + (expiries == null ? 0 : expiries.sizeBytes());
    }

    @Override
    public long freeEffort() {
        return size();
    }

    @Override
    public TableHash copy() {
        TableHash copy = new TableHash(sip, size());
        for (int at = firstField(); at != NO_FIELD; at = fieldAfter(at)) {
            int slot = copy.insert(element(at).clone());
            if (expiries != null && expiries.millis(at) != NO_EXPIRE) {
                copy.expireAt(slot, expiries.millis(at));
            }
        }
        return copy;
    }

    @Override
    public int fieldCount() {
        return size();
    }

    @Override
    public int firstField() {
        return nextSlot(CompactDict.NONE);
    }

    @Override
    public int fieldAfter(int at) {
        return nextSlot(at);
    }

    @Override
    public void writeField(int at, StringSink sink) {
        byte[] element = element(at);
        int offset = fieldOffset(element);
        sink.bulk(element, offset, valueOffset(element) - offset);
    }

    @Override
    public void writeValue(int at, StringSink sink) {
        byte[] element = element(at);
        int offset = valueOffset(element);
        sink.bulk(element, offset, element.length - offset);
    }

    @Override
    public byte[] fieldAt(int at) {
        byte[] element = element(at);
        return Arrays.copyOfRange(element, fieldOffset(element), valueOffset(element));
    }

    @Override
    public byte[] valueAt(int at) {
        byte[] element = element(at);
        return Arrays.copyOfRange(element, valueOffset(element), element.length);
    }

    @Override
    public int valueLength(int at) {
        byte[] element = element(at);
        return element.length - valueOffset(element);
    }

    @Override
    public boolean isLongValue(int at) {
        byte[] element = element(at);
        int offset = valueOffset(element);
        return Numbers.isLong(element, offset, element.length - offset);
    }

    @Override
    public long longValue(int at) {
        byte[] element = element(at);
        int offset = valueOffset(element);
        return Numbers.knownLong(element, offset, element.length - offset);
    }

    @Override
    public int randomField(RandomSource random) {
        return randomSlot(random);
    }

    // ---- changing ----

    @Override
    public HashValue withRoomFor(int fields, int longestBytes, long totalBytes, CollectionSettings settings) {
        return this;
    }

    @Override
    public boolean put(byte[] field, byte[] value, boolean keepExpiry) {
        int hash = hash(field);
        int slot = find(field, hash);
        if (slot == NO_FIELD) {
            byte[] element = pack(field, value);
            insert(element, hash);
            return true;
        }
        change(slot, field, value);
        if (!keepExpiry) {
            persist(slot);
        }
        return false;
    }

    /** In place, if the length is the same: a counter makes no garbage. */
    private void change(int slot, byte[] field, byte[] value) {
        byte[] element = element(slot);
        int offset = valueOffset(element);
        if (element.length - offset == value.length) {
            changing(slot);
            System.arraycopy(value, 0, element, offset, value.length);
            return;
        }
        byte[] successor = pack(field, value);
        replace(slot, successor);
    }

    @Override
    public HashValue settled(CollectionSettings settings) {
        return this;
    }

    /** Nothing: its arrays have little to spare. */
    @Override
    public void trim() {}

    @Override
    public boolean remove(byte[] field) {
        int hash = hash(field);
        int slot = find(field, hash);
        if (slot == NO_FIELD) {
            return false;
        }
        persist(slot);
        remove(slot, hash);
        return true;
    }

    // ---- fields with a time to live ----

    @Override
    public long expireAtMillis(int at) {
        return expiries == null ? NO_EXPIRE : expiries.millis(at);
    }

    @Override
    public long earliestExpiryMillis() {
        return expiries == null ? NO_EXPIRE : expiries.earliestMillis();
    }

    @Override
    public int earliestField() {
        return expiries == null ? NO_FIELD : expiries.earliestSlot();
    }

    @Override
    public int countExpiringBefore(long millis) {
        return expiries == null ? 0 : expiries.countBefore(millis);
    }

    @Override
    public HashValue withExpiries() {
        return this;
    }

    @Override
    public void expireAt(int at, long millis) {
        changing(at);
        if (expiries == null) {
            expiries = new FieldExpiries();
        }
        expiries.set(at, millis);
    }

    @Override
    public void persist(int at) {
        if (expiries != null) {
            changing(at);
            expiries.clear(at);
        }
    }

    @Override
    public @Nullable FieldExpiryTicket ticket() {
        return expiries == null ? null : expiries.ticket;
    }

    @Override
    public void ticket(@Nullable FieldExpiryTicket place) {
        if (expiries == null) {
            throw new IllegalStateException("no time to live in " + this);
        }
        expiries.ticket = place;
    }

    // ---- for people ----

    /** {@code TableHash[1000 fields: "a" "1" …]}, at most 120 characters. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(120);
        out.append("TableHash[").append(size()).append(" fields:");
        for (int at = firstField(); at != NO_FIELD; at = fieldAfter(at)) {
            String pair = Ascii.quote(fieldAt(at), 20) + " " + Ascii.quote(valueAt(at), 20);
            if (out.length() + pair.length() > 116) {
                out.append(" …");
                break;
            }
            out.append(' ').append(pair);
        }
        return out.append(']').toString();
    }
}
