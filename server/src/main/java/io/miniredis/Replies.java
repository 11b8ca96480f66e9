package io.miniredis;

import io.miniredis.protocol.RespValue;
import java.util.List;

/** What is in replies of a form that is known. */
final class Replies {
    private Replies() {}

    static String text(RespValue reply) {
        return reply instanceof RespValue.Bulk bulk ? bulk.bytes().utf8() : reply.toString();
    }

    static long number(RespValue reply) {
        return ((RespValue.IntegerValue) reply).value();
    }

    static List<RespValue> elements(RespValue reply) {
        return ((RespValue.Array) reply).elements();
    }
}
