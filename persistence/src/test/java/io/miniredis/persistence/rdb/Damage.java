package io.miniredis.persistence.rdb;

import io.miniredis.datastructures.RandomSource;
import java.util.Arrays;

/** Makes bytes wrong in the ways in which they become wrong: by accident and by intent. */
public final class Damage {
    private final RandomSource random;

    public Damage(long seed) {
        random = new RandomSource(seed);
    }

    /** The bytes with one to four things wrong with them. */
    public byte[] apply(byte[] bytes) {
        byte[] damaged = bytes;
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            damaged = once(damaged);
        }
        return damaged;
    }

    private byte[] once(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        byte[] damaged = bytes.clone();
        switch (random.nextInt(8)) {
            case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> damaged[at] = (byte) random.nextInt(256);
            case 2 -> damaged[random.nextInt(Math.min(bytes.length, 24))] = (byte) random.nextInt(256);
            case 3 -> damaged[at] += (byte) (random.nextInt(3) - 1);
            case 4 -> bomb(damaged, at);
            case 5 -> damaged = Arrays.copyOf(bytes, Math.max(1, at));
            case 6 -> damaged = moved(bytes, at);
            default -> {
                int to = random.nextInt(bytes.length);
                int length = Math.min(bytes.length - Math.max(at, to), 1 + random.nextInt(16));
                System.arraycopy(bytes, at, damaged, to, length);
            }
        }
        return damaged;
    }

    /** A length that promises much. */
    private void bomb(byte[] bytes, int at) {
        byte[] length = new byte[9];
        random.nextBytes(length);
        length[0] = (byte) (random.nextInt(2) == 0 ? RdbFormat.LENGTH_32_BITS : RdbFormat.LENGTH_64_BITS);
        if (random.nextInt(2) == 0) {
            Arrays.fill(length, 1, 2 + random.nextInt(8), random.nextInt(2) == 0 ? (byte) 0xFF : 0);
        }
        System.arraycopy(length, 0, bytes, at, Math.min(length.length, bytes.length - at));
    }

    /** Some bytes more or less from here on. */
    private byte[] moved(byte[] bytes, int at) {
        int by = random.nextInt(9) - 4;
        int length = Math.max(at, bytes.length + by);
        byte[] moved = Arrays.copyOf(bytes, Math.max(1, length));
        int from = Math.max(0, Math.min(at, bytes.length));
        int to = Math.max(0, at + by);
        int count = Math.min(bytes.length - from, moved.length - to);
        if (count > 0) {
            System.arraycopy(bytes, from, moved, to, count);
        }
        return moved;
    }
}
