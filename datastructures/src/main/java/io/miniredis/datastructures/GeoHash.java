package io.miniredis.datastructures;

/**
 * A place on earth as one number (geohash.c): longitude and latitude, cut into halves again and again, their bits
 * alternating, so that places with the same first bits are near each other. Gustavo Niemeyer's geohash of 2008, with
 * Redis's range of latitudes: Web Mercator's, whose world is a square.
 *
 * <pre>
 *   bit      51 50 49 48 …  1  0      52 bits, 26 steps: fits a double, a sorted set's score
 *             x  y  x  y …  x  y      x: longitude, -180 to 180; y: latitude, ±85.05112878
 *
 *   13.361389 38.115556 (Palermo):  3479099956230698
 * </pre>
 *
 * Every operation on doubles is made in Redis's order, since clients compare the digits.
 */
public final class GeoHash {
    public static final double MIN_LONGITUDE = -180;
    public static final double MAX_LONGITUDE = 180;
    public static final double MIN_LATITUDE = -85.05112878;
    public static final double MAX_LATITUDE = 85.05112878;

    /** Halvings of each coordinate in a score: cells of about 0.6 m by 0.3 m. */
    public static final int STEPS = 26;

    private static final double POLE = 90;
    private static final String ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz";
    private static final int TEXT_LENGTH = 11;
    private static final int LETTER_BITS = 5;
    private static final long LOW_INT = 0xffff_ffffL;

    private GeoHash() {}

    /** True if Redis can tell where this is. */
    public static boolean isInRange(double longitude, double latitude) {
        return longitude >= MIN_LONGITUDE
                && longitude <= MAX_LONGITUDE
                && latitude >= MIN_LATITUDE
                && latitude <= MAX_LATITUDE;
    }

    /**
     * The number of a place in range.
     *
     * @param steps halvings of each coordinate, 1 to 26
     */
    public static long encode(double longitude, double latitude, int steps) {
        return encode(longitude, latitude, steps, MIN_LATITUDE, MAX_LATITUDE);
    }

    private static long encode(double longitude, double latitude, int steps, double south, double north) {
        double y = (latitude - south) / (north - south);
        double x = (longitude - MIN_LONGITUDE) / (MAX_LONGITUDE - MIN_LONGITUDE);
        long cells = 1L << steps;
        return spread((long) (y * cells)) | (spread((long) (x * cells)) << 1);
    }

    /** The low 32 bits with a zero before each: "Interleave bits by binary magic numbers", Sean Anderson. */
    private static long spread(long bits) {
        long spread = bits;
        spread = (spread | (spread << 16)) & 0x0000_FFFF_0000_FFFFL;
        spread = (spread | (spread << 8)) & 0x00FF_00FF_00FF_00FFL;
        spread = (spread | (spread << 4)) & 0x0F0F_0F0F_0F0F_0F0FL;
        spread = (spread | (spread << 2)) & 0x3333_3333_3333_3333L;
        return (spread | (spread << 1)) & 0x5555_5555_5555_5555L;
    }

    /** Every second bit, from the lowest on. */
    private static long gather(long bits) {
        long gathered = bits & 0x5555_5555_5555_5555L;
        gathered = (gathered | (gathered >>> 1)) & 0x3333_3333_3333_3333L;
        gathered = (gathered | (gathered >>> 2)) & 0x0F0F_0F0F_0F0F_0F0FL;
        gathered = (gathered | (gathered >>> 4)) & 0x00FF_00FF_00FF_00FFL;
        gathered = (gathered | (gathered >>> 8)) & 0x0000_FFFF_0000_FFFFL;
        return (gathered | (gathered >>> 16)) & LOW_INT;
    }

    /** Which of the columns of 2<sup>steps</sup> cells a number is in, from the west. */
    static long column(long hash) {
        return gather(hash >>> 1);
    }

    /** Which of the rows of cells a number is in, from the south. */
    static long row(long hash) {
        return gather(hash);
    }

    static long hash(long column, long row) {
        return (spread(column) << 1) | spread(row);
    }

    /** Where a column of cells begins in the west. */
    static double west(long column, int steps) {
        double share = (column & LOW_INT) * 1.0 / (1L << steps);
        return MIN_LONGITUDE + share * (MAX_LONGITUDE - MIN_LONGITUDE);
    }

    /** Where a row of cells begins in the south. */
    static double south(long row, int steps) {
        double share = (row & LOW_INT) * 1.0 / (1L << steps);
        return MIN_LATITUDE + share * (MAX_LATITUDE - MIN_LATITUDE);
    }

    /** The longitude in the middle of the cell that a score means. */
    public static double longitude(double score) {
        long column = column(bits(score));
        double middle = (west(column, STEPS) + west(column + 1, STEPS)) / 2;
        return Math.max(MIN_LONGITUDE, Math.min(MAX_LONGITUDE, middle));
    }

    /** The latitude in the middle of the cell that a score means. */
    public static double latitude(double score) {
        long row = row(bits(score));
        double middle = (south(row, STEPS) + south(row + 1, STEPS)) / 2;
        return Math.max(MIN_LATITUDE, Math.min(MAX_LATITUDE, middle));
    }

    /** Any score as an unsigned 64 bit integer, as a C program on x86-64 converts it. */
    private static long bits(double score) {
        if (score < 0x1p63) {
            return score < -0x1p63 ? Long.MIN_VALUE : (long) score;
        }
        return score < 0x1p64 ? (long) (score - 0x1p63) ^ Long.MIN_VALUE : 0;
    }

    /**
     * A score as a geohash of eleven letters, as others write it. They cut latitudes from pole to pole, so the place is
     * decoded and encoded again. 52 bits make ten letters and a bit: the last letter is always 0.
     */
    public static byte[] text(double score) {
        long hash = encode(longitude(score), latitude(score), STEPS, -POLE, POLE);
        byte[] text = new byte[TEXT_LENGTH];
        for (int i = 0; i < TEXT_LENGTH - 1; i++) {
            int shift = STEPS * 2 - (i + 1) * LETTER_BITS;
            text[i] = (byte) ALPHABET.charAt((int) (hash >>> shift) & 31);
        }
        text[TEXT_LENGTH - 1] = '0';
        return text;
    }
}
