package io.miniredis.server.command.connection;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;

/** Texts that clients give themselves and that are shown in CLIENT LIST, whose lines are split at blanks. */
final class ClientAttribute {
    private ClientAttribute() {}

    /** The name, if it is one; it may be empty. */
    static ByteString checkName(ByteString name) {
        if (!isShowable(name)) {
            throw ConnectionErrors.BAD_NAME;
        }
        return name;
    }

    static ByteString check(ByteString attribute, ByteString value) {
        if (!isShowable(value)) {
            throw new ErrorReply(Errors.oneLine(
                    "ERR " + text(attribute) + " cannot contain spaces, newlines or special characters."));
        }
        return value;
    }

    // A zero byte ends the text for Redis, which looks no further.
    private static boolean isShowable(ByteString value) {
        for (byte b : value.bytes()) {
            if (b == 0) {
                return true;
            }
            if (b < '!' || b > '~') {
                return false;
            }
        }
        return true;
    }

    static String text(ByteString bytes) {
        return Errors.quoted(bytes, Integer.MAX_VALUE);
    }
}
