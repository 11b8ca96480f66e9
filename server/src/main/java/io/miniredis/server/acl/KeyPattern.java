package io.miniredis.server.acl;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Glob;
import io.miniredis.server.command.KeySpec;

/** Keys a user may use, and what for: {@code ~pattern}, {@code %R~pattern}, {@code %W~pattern}. */
record KeyPattern(ByteString pattern, boolean read, boolean write) {
    private static final long READING = KeySpec.Flag.ACCESS.bit();
    private static final long WRITING =
            KeySpec.Flag.INSERT.bit() | KeySpec.Flag.DELETE.bit() | KeySpec.Flag.UPDATE.bit();

    /** @param use what a command does with the key, a set of {@link KeySpec.Flag} bits */
    boolean allows(byte[] key, long use) {
        return covers(use) && Glob.matches(pattern.bytes(), key, false);
    }

    /** True if the pattern is for this use and for every key. */
    boolean allowsAllKeys(long use) {
        return covers(use) && pattern.length() == 1 && pattern.byteAt(0) == '*';
    }

    private boolean covers(long use) {
        return (read || (use & READING) == 0) && (write || (use & WRITING) == 0);
    }

    KeyPattern with(KeyPattern more) {
        return new KeyPattern(pattern, read || more.read, write || more.write);
    }

    /** As it is written in a rule, one char a byte. */
    String rule() {
        String prefix = read && write ? "~" : read ? "%R~" : "%W~";
        return prefix + Ascii.text(pattern.bytes());
    }
}
