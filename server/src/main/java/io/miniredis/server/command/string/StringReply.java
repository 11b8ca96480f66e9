package io.miniredis.server.command.string;

import io.miniredis.datastructures.IntValue;
import io.miniredis.datastructures.RawString;
import io.miniredis.datastructures.Strings;
import io.miniredis.protocol.ReplyWriter;
import org.jspecify.annotations.Nullable;

/** A stored string as a reply, without a copy of it on the way. */
public final class StringReply {
    private StringReply() {}

    /** A bulk string, or nil for null. */
    public static void write(ReplyWriter reply, @Nullable Object value) {
        if (value == null) {
            reply.nil();
        } else if (value instanceof byte[] bytes) {
            reply.bulk(bytes);
        } else if (value instanceof IntValue number) {
            reply.bulkInteger(number.longValue());
        } else if (value instanceof RawString raw) {
            reply.bulk(raw.bytes(), 0, raw.length());
        } else {
            reply.bulk(Strings.bytes(value));
        }
    }
}
