package io.miniredis.server.propagation;

/** Who hears of changes: a script may leave some out (redis.set_repl). */
public enum Targets {
    NONE,
    FILE,
    REPLICAS,
    ALL;

    /** By the bits that scripts use: 1 the append-only file, 2 replicas. */
    public static Targets ofBits(int bits) {
        return switch (bits) {
            case 0 -> NONE;
            case 1 -> FILE;
            case 2 -> REPLICAS;
            case 3 -> ALL;
            default -> throw new IllegalArgumentException("no targets: " + bits);
        };
    }

    /** Those that are in both. */
    Targets and(Targets other) {
        return ofBits(ordinal() & other.ordinal());
    }
}
