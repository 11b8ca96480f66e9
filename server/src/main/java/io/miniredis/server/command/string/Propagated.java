package io.miniredis.server.command.string;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Numbers;

/** The words of the commands in whose form strings' changes are propagated. */
final class Propagated {
    static final ByteString DEL = ByteString.of("DEL");
    static final ByteString KEEPTTL = ByteString.of("KEEPTTL");
    static final ByteString PERSIST = ByteString.of("PERSIST");
    static final ByteString PEXPIREAT = ByteString.of("PEXPIREAT");
    static final ByteString PXAT = ByteString.of("PXAT");
    static final ByteString SET = ByteString.of("SET");
    static final ByteString UNLINK = ByteString.of("UNLINK");

    private Propagated() {}

    static ByteString number(long value) {
        return ByteString.wrap(Numbers.digits(value));
    }
}
