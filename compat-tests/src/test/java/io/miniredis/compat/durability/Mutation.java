package io.miniredis.compat.durability;

import java.util.Random;

/** Makes data wrong: flips bits, changes bytes, cuts the end off, moves what follows, promises great lengths. */
final class Mutation {
    private static final int MOST_AT_ONCE = 4;

    /** What stands before a length of 32 and of 64 bits in an RDB file. */
    private static final char[] LENGTHS = {0x80, 0x81};

    private final Random random;

    Mutation(long seed) {
        random = new Random(seed);
    }

    /** The data, one character per byte, with one to four things wrong with them. */
    String of(String data) {
        StringBuilder mutated = new StringBuilder(data);
        for (int left = 1 + random.nextInt(MOST_AT_ONCE); left > 0 && !mutated.isEmpty(); left--) {
            once(mutated);
        }
        return mutated.toString();
    }

    private void once(StringBuilder data) {
        int at = random.nextInt(data.length());
        switch (random.nextInt(8)) {
            case 0, 1 -> data.setCharAt(at, (char) (data.charAt(at) ^ 1 << random.nextInt(8)));
            case 2 -> data.setCharAt(at, anyByte());
            case 3 -> data.setCharAt(at, (char) (data.charAt(at) + random.nextInt(3) - 1 & 0xFF));
            case 4 -> data.setLength(at);
            case 5 -> data.delete(at, Math.min(data.length(), at + 1 + random.nextInt(4)));
            case 6 -> data.insert(at, data.substring(at, Math.min(data.length(), at + 1 + random.nextInt(8))));
            default -> promiseLength(data, at);
        }
    }

    private void promiseLength(StringBuilder data, int at) {
        int kind = random.nextInt(LENGTHS.length);
        int bytes = 4 << kind;
        StringBuilder length = new StringBuilder().append(LENGTHS[kind]);
        boolean most = random.nextBoolean();
        for (int i = 0; i < bytes; i++) {
            length.append(most ? (char) 0xFF : anyByte());
        }
        data.replace(at, Math.min(data.length(), at + length.length()), length.toString());
    }

    private char anyByte() {
        return (char) random.nextInt(256);
    }
}
