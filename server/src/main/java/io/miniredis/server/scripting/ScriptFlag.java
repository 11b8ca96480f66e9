package io.miniredis.server.scripting;

import io.miniredis.datastructures.ByteString;

/** What a script or a function says about itself (script_flags_def in script.c), in the order in which it is listed. */
public enum ScriptFlag {
    NO_WRITES("no-writes"),
    ALLOW_OOM("allow-oom"),
    ALLOW_STALE("allow-stale"),
    NO_CLUSTER("no-cluster"),
    ALLOW_CROSS_SLOT_KEYS("allow-cross-slot-keys");

    /** The bit of a script that says nothing at all, as all did before Redis 7: its commands decide, one by one. */
    public static final int COMPATIBLE = 1 << 16;

    /** In order; {@code values()} makes a copy each time. */
    private static final ScriptFlag[] ALL = values();

    private final String wireName;

    ScriptFlag(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    public int bit() {
        return 1 << ordinal();
    }

    public boolean isIn(int flags) {
        return (flags & bit()) != 0;
    }

    /** The bit of the flag of this name, upper and lower case taken as different; 0 if there is none. */
    static int bitNamed(ByteString name) {
        for (ScriptFlag flag : ALL) {
            if (name.equals(ByteString.of(flag.wireName))) {
                return flag.bit();
            }
        }
        return 0;
    }

    /** The same, upper and lower case taken as equal: what functions are registered with. */
    static int bitNamedIgnoringCase(ByteString name) {
        for (ScriptFlag flag : ALL) {
            if (name.equalsIgnoreCase(flag.wireName)) {
                return flag.bit();
            }
        }
        return 0;
    }
}
