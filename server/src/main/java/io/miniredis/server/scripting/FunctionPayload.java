package io.miniredis.server.scripting;

import io.miniredis.datastructures.ByteString;
import java.util.List;

/** FUNCTION DUMP's payload. */
public final class FunctionPayload {
    private FunctionPayload() {}

    public static byte[] of(List<ByteString> codes) {
        throw new UnsupportedOperationException("codes " + codes.size());
    }

    public static List<ByteString> parse(byte[] payload) {
        throw new UnsupportedOperationException("payload " + payload.length);
    }
}
