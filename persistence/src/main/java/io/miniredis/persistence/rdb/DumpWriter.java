package io.miniredis.persistence.rdb;

import io.miniredis.datastructures.Stream;

/** Makes one {@link DumpPayload} after the other, with what it has allocated for the first. For one thread. */
public final class DumpWriter {
    private final RdbOutput out = RdbOutput.inMemory(true);
    private final ValueWriter values = new ValueWriter(out);

    /**
     * A value as a payload, in an array of its own.
     *
     * @param compress {@code rdbcompression}
     */
    public byte[] write(Object value, boolean compress) {
        out.reset(compress);
        int type = ValueWriter.typeOf(value);
        if (value instanceof Stream stream && StreamWriter.needsActiveTimes(stream)) {
            type = RdbFormat.STREAM_LISTPACKS_3;
            out.oneByte(type);
            new StreamWriter(out).write(stream, true);
        } else {
            out.oneByte(type);
            values.write(value);
        }
        int version = ValueWriter.versionOf(type);
        out.oneByte(version);
        out.oneByte(version >> 8);
        out.int64(Crc64.update(0, out.memory(), 0, (int) out.position()));
        return out.toByteArray();
    }

    @Override
    public String toString() {
        return "DumpWriter[" + out + "]";
    }
}
