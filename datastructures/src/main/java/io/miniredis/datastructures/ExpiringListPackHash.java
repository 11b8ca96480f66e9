package io.miniredis.datastructures;

import org.jspecify.annotations.Nullable;

/**
 * A hash in a {@link ListPack} of triples: field, value, and the time at which the field expires in milliseconds since
 * 1970, 0 for never. Redis calls it listpackex. The triples stand in the order of their times, those without one at the
 * end: the field that expires next is the first.
 */
public final class ExpiringListPackHash extends PackedHash {
    private static final int TRIPLE = 3;

    /** What stands in the place of a time that never comes. */
    private static final long NEVER = 0;

    private @Nullable FieldExpiryTicket ticket;

    private ExpiringListPackHash() {}

    /** Takes these bytes over, which are a listpack of triples in their order. */
    public ExpiringListPackHash(byte[] listpack) {
        super(listpack);
    }

    static ExpiringListPackHash of(ListPackHash plain) {
        ExpiringListPackHash hash = new ExpiringListPackHash();
        hash.reserve(plain.totalBytes() + plain.fieldCount() * encodedBytes(NEVER));
        for (int at = plain.first(); at != NO_FIELD; at = plain.fieldAfter(at)) {
            int value = plain.next(at);
            hash.appendRange(plain, at, value + plain.entryBytes(value), 2);
            hash.append(NEVER);
        }
        hash.trim();
        return hash;
    }

    @Override
    int entriesPerField() {
        return TRIPLE;
    }

    @Override
    public Encoding encoding() {
        return Encoding.LISTPACK_EX;
    }

    @Override
    public long sizeBytes() {
        return super.sizeBytes() + FieldExpiryTicket.sizeBytes(ticket);
    }

    @Override
    public ExpiringListPackHash copy() {
        return new ExpiringListPackHash(toByteArray());
    }

    @Override
    public int fieldAfter(int at) {
        return next(timeOf(at));
    }

    private int timeOf(int at) {
        return next(next(at));
    }

    @Override
    public boolean put(byte[] field, byte[] value, boolean keepExpiry) {
        int at = find(field);
        if (at == NO_FIELD) {
            insert(end(), field, value, NEVER);
            return true;
        }
        replace(next(at), value);
        if (!keepExpiry) {
            persist(at);
        }
        return false;
    }

    @Override
    public long expireAtMillis(int at) {
        long time = longAt(timeOf(at));
        return time == NEVER ? NO_EXPIRE : time;
    }

    @Override
    public long earliestExpiryMillis() {
        return isEmpty() ? NO_EXPIRE : expireAtMillis(first());
    }

    @Override
    public int earliestField() {
        return hasExpiringFields() ? first() : NO_FIELD;
    }

    @Override
    public int countExpiringBefore(long millis) {
        int count = 0;
        for (int at = first(); at != NO_FIELD; at = fieldAfter(at)) {
            long time = longAt(timeOf(at));
            if (time == NEVER || time >= millis) {
                break;
            }
            count++;
        }
        return count;
    }

    @Override
    public HashValue withExpiries() {
        return this;
    }

    @Override
    public void expireAt(int at, long millis) {
        move(at, millis);
    }

    @Override
    public void persist(int at) {
        if (longAt(timeOf(at)) != NEVER) {
            move(at, NEVER);
        }
    }

    /** Gives a triple another time and the place that belongs to it. */
    private void move(int at, long time) {
        byte[] field = fieldAt(at);
        byte[] value = valueAt(at);
        deleteFrom(at, TRIPLE);
        insert(placeFor(time), field, value, time);
    }

    /** Before the first triple that does not expire earlier. */
    private int placeFor(long time) {
        if (time == NEVER) {
            return end();
        }
        for (int at = first(); at != NO_FIELD; at = fieldAfter(at)) {
            long other = longAt(timeOf(at));
            if (other == NEVER || other >= time) {
                return at;
            }
        }
        return end();
    }

    private void insert(int pos, byte[] field, byte[] value, long time) {
        insertBefore(pos, time);
        insertBefore(pos, value);
        insertBefore(pos, field);
    }

    @Override
    public @Nullable FieldExpiryTicket ticket() {
        return ticket;
    }

    @Override
    public void ticket(@Nullable FieldExpiryTicket place) {
        ticket = place;
    }

    @Override
    public String toString() {
        return describe("ExpiringListPackHash");
    }
}
