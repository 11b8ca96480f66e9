package io.miniredis.persistence.rdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Libraries of functions by themselves, as FUNCTION DUMP gives and FUNCTION RESTORE takes them:
 *
 * <pre>
 *   F5 code  F5 code ...  each a string, as in a file
 *   version               2 bytes, little-endian
 *   checksum              8 bytes, little-endian, of all before it
 *
 *   no library: 0A 00  ........
 * </pre>
 *
 * <p>The footer is that of {@link DumpPayload}, which tells whether a payload is intact.
 */
public final class FunctionDump {
    private static final int FOOTER_BYTES = 2 + Long.BYTES;

    private FunctionDump() {}

    /**
     * Libraries as a payload that a Redis 7.0 can read.
     *
     * @param compress {@code rdbcompression}
     */
    public static byte[] of(List<byte[]> codes, boolean compress) {
        RdbOutput out = RdbOutput.inMemory(compress);
        for (byte[] code : codes) {
            out.oneByte(RdbFormat.FUNCTION2);
            out.string(code);
        }
        out.oneByte(RdbFormat.VERSION_7_0);
        out.oneByte(0);
        out.int64(Crc64.update(0, out.memory(), 0, (int) out.position()));
        return out.toByteArray();
    }

    /**
     * The libraries' codes of a payload that {@link DumpPayload#isIntact}.
     *
     * @throws RdbException if something else is in it
     */
    public static List<byte[]> parse(byte[] payload) throws RdbException {
        RdbInput in = new RdbInput(payload, 0, payload.length - FOOTER_BYTES);
        List<byte[]> codes = new ArrayList<>();
        try {
            while (in.remaining() > 0) {
                int type = in.oneByte();
                if (type == RdbFormat.FUNCTION_PRE_GA) {
                    throw in.corrupt("Pre-GA function format not supported");
                }
                if (type != RdbFormat.FUNCTION2) {
                    throw in.corrupt("given type is not a function");
                }
                codes.add(code(in));
            }
        } catch (RdbException corrupt) {
            throw corrupt;
        } catch (IOException impossible) {
            throw new IllegalStateException("memory cannot fail to be read", impossible);
        }
        return codes;
    }

    private static byte[] code(RdbInput in) throws IOException {
        try {
            return in.string();
        } catch (RdbException cut) {
            throw in.corrupt("Failed loading library code");
        }
    }
}
