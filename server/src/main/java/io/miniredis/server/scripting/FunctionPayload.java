package io.miniredis.server.scripting;

import io.miniredis.datastructures.ByteString;
import io.miniredis.persistence.rdb.DumpPayload;
import io.miniredis.persistence.rdb.FunctionDump;
import io.miniredis.persistence.rdb.RdbException;
import io.miniredis.protocol.ErrorReply;
import java.util.ArrayList;
import java.util.List;

/** The bytes that FUNCTION DUMP gives and FUNCTION RESTORE takes. */
public final class FunctionPayload {

    private FunctionPayload() {}

    /** @param compress {@code rdbcompression} */
    public static byte[] of(List<ByteString> codes, boolean compress) {
        List<byte[]> bytes = new ArrayList<>(codes.size());
        for (ByteString code : codes) {
            bytes.add(code.bytes());
        }
        return FunctionDump.of(bytes, compress);
    }

    /** The codes of libraries. @throws ErrorReply what is wrong with the payload */
    public static List<ByteString> parse(byte[] payload) {
        if (!DumpPayload.isIntact(payload, true)) {
            throw ScriptErrors.PAYLOAD_NOT_INTACT;
        }
        List<ByteString> codes = new ArrayList<>();
        try {
            for (byte[] code : FunctionDump.parse(payload)) {
                codes.add(ByteString.wrap(code));
            }
        } catch (RdbException corrupt) {
            throw new ErrorReply("ERR " + corrupt.reason());
        }
        return codes;
    }
}
