package io.miniredis.persistence.rdb;

import io.miniredis.datastructures.CollectionSettings;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * One value by itself, as DUMP gives it and RESTORE takes it:
 *
 * <pre>
 *   type  value           as in a file
 *   version               2 bytes, little-endian: the oldest that has the type
 *   checksum              8 bytes, little-endian, of all before it
 *
 *   SET k 10:  00 C0 0A  0A 00  ........
 * </pre>
 */
public final class DumpPayload {
    private static final int VERSION_BYTES = 2;
    private static final int FOOTER_BYTES = VERSION_BYTES + Long.BYTES;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private DumpPayload() {}

    /**
     * A value as a payload; who makes many has a {@link DumpWriter}.
     *
     * @param compress {@code rdbcompression}
     */
    public static byte[] of(Object value, boolean compress) {
        return new DumpWriter().write(value, compress);
    }

    /**
     * True if the payload is of a version that can be read, and is what was written.
     *
     * @param verifyChecksum false after DEBUG SET-SKIP-CHECKSUM-VALIDATION
     */
    public static boolean isIntact(byte[] payload, boolean verifyChecksum) {
        int footer = payload.length - FOOTER_BYTES;
        if (footer < 0) {
            return false;
        }
        int version = (payload[footer] & 0xFF) | (payload[footer + 1] & 0xFF) << 8;
        if (version > RdbFormat.MAX_VERSION) {
            return false;
        }
        int summed = footer + VERSION_BYTES;
        return !verifyChecksum || Crc64.update(0, payload, 0, summed) == (long) LONG.get(payload, summed);
    }

    /**
     * The value of a payload that {@link #isIntact}.
     *
     * @throws RdbException if there is none in it
     */
    public static Object parse(byte[] payload, CollectionSettings settings) throws RdbException {
        RdbInput in = new RdbInput(payload, 0, payload.length - FOOTER_BYTES);
        try {
            int type = in.oneByte();
            if (!RdbFormat.isValueType(type)) {
                throw in.corrupt("Unknown RDB encoding type " + type);
            }
            Object value = new ValueReader(in, settings).read(type);
            if (value == null) {
                throw in.corrupt("a collection without elements");
            }
            return value;
        } catch (RdbException corrupt) {
            throw corrupt;
        } catch (IOException impossible) {
            throw new IllegalStateException("memory cannot fail to be read", impossible);
        }
    }
}
