package io.miniredis.persistence.snapshot;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.HashValue;
import io.miniredis.datastructures.ValueType;
import io.miniredis.persistence.rdb.RdbFormat;
import io.miniredis.persistence.rdb.RdbOutput;
import io.miniredis.persistence.rdb.RdbWriter;
import java.io.IOException;

/** Writes a frozen view as an RDB, wherever its writer writes to. */
public final class RdbSnapshot implements SnapshotTarget {
    private final RdbWriter writer;
    private final RdbPreface preface;
    private final KeyUsage usage;

    public RdbSnapshot(RdbWriter writer, RdbPreface preface, KeyUsage usage) {
        this.writer = writer;
        this.preface = preface;
        this.usage = usage;
    }

    @Override
    public void begin() throws IOException {
        writer.header(preface.version());
        for (RdbPreface.Field field : preface.fields()) {
            writer.aux(field.name(), field.value());
        }
        for (ByteString code : preface.functions()) {
            writer.function(code.bytes());
        }
    }

    @Override
    public void selectDatabase(int index, long keys, long expires) throws IOException {
        writer.selectDatabase(index, keys, expires);
    }

    @Override
    public void entry(byte[] key, Object value, long expireAtMillis, int lru) throws IOException {
        writer.entry(key, value, expireAtMillis, usage.idleSeconds(lru), usage.frequency(lru));
    }

    /** The elements in the order in which they come: a sorted set is not written from its highest member downwards. */
    @Override
    public void table(byte[] key, FrozenTable value, long expireAtMillis, int lru) throws IOException {
        writer.beginEntry(key, typeOf(value), expireAtMillis, usage.idleSeconds(lru), usage.frequency(lru));
        RdbOutput out = writer.out();
        boolean withTimes = value.hasExpiringFields();
        if (withTimes) {
            out.int64(value.earliestExpiryMillis());
        }
        out.length(value.count());
        while (value.next()) {
            if (withTimes) {
                writer.values().fieldTime(value.expireAtMillis(), value.earliestExpiryMillis());
            }
            value.writeKey(out);
            if (value.type() == ValueType.HASH) {
                value.writeValue(out);
            } else if (value.type() == ValueType.ZSET) {
                out.score(value.score());
            }
        }
        out.check();
    }

    private static int typeOf(FrozenTable value) {
        return switch (value.type()) {
            case SET -> RdbFormat.SET;
            case ZSET -> RdbFormat.ZSET_2;
            case HASH -> value.earliestExpiryMillis() == HashValue.NO_EXPIRE ? RdbFormat.HASH : RdbFormat.HASH_METADATA;
            default -> throw new IllegalStateException("no table: " + value);
        };
    }

    @Override
    public void end() throws IOException {
        writer.end();
    }

    @Override
    public long writtenBytes() {
        return writer.position();
    }

    @Override
    public String toString() {
        return "RdbSnapshot[" + writer + "]";
    }
}
