package io.miniredis.datastructures;

/** A hash in a {@link ListPack}: each field is followed by its value. */
public final class ListPackHash extends PackedHash {
    /** An empty one. */
    public ListPackHash() {}

    /** Takes these bytes over, which are a listpack of fields and values. */
    public ListPackHash(byte[] listpack) {
        super(listpack);
    }

    static ListPackHash withRoomFor(int fields, long totalBytes) {
        ListPackHash hash = new ListPackHash();
        hash.reserveFor(fields, totalBytes);
        return hash;
    }

    @Override
    int entriesPerField() {
        return 2;
    }

    @Override
    public Encoding encoding() {
        return Encoding.LISTPACK;
    }

    @Override
    public ListPackHash copy() {
        return new ListPackHash(toByteArray());
    }

    @Override
    public int fieldAfter(int at) {
        return next(next(at));
    }

    @Override
    public boolean put(byte[] field, byte[] value, boolean keepExpiry) {
        int at = find(field);
        if (at == NO_FIELD) {
            append(field);
            append(value);
            return true;
        }
        replace(next(at), value);
        return false;
    }

    @Override
    public HashValue withExpiries() {
        return ExpiringListPackHash.of(this);
    }

    @Override
    public String toString() {
        return describe("ListPackHash");
    }
}
