package io.miniredis.datastructures;

/**
 * A rectangle of the grid that {@link GeoHash} cuts the world into: all places whose numbers begin with the same bits.
 * In a sorted set they are the members of one range of scores.
 *
 * @param hash the bits, two for each step
 * @param steps halvings of each coordinate, 1 to 26
 */
public record GeoCell(long hash, int steps) {
    /** The cell around a place in range. */
    public static GeoCell around(double longitude, double latitude, int steps) {
        return new GeoCell(GeoHash.encode(longitude, latitude, steps), steps);
    }

    /** A neighbour, or the cell itself. The world's edges meet: east of the last cell is the first. */
    public GeoCell neighbour(int eastwards, int northwards) {
        long mask = (1L << steps) - 1;
        // A place on the very edge is in a cell beyond the last. To the side of a step it wraps, else it stays.
        long column = GeoHash.column(hash);
        long row = GeoHash.row(hash);
        long newColumn = eastwards == 0 ? column : (column + eastwards) & mask;
        long newRow = northwards == 0 ? row : (row + northwards) & mask;
        return new GeoCell(GeoHash.hash(newColumn, newRow), steps);
    }

    /** The edge in degrees of longitude, -180 to 180. */
    public double west() {
        return GeoHash.west(GeoHash.column(hash), steps);
    }

    /** The edge in degrees of longitude, -180 to 180. */
    public double east() {
        return GeoHash.west(GeoHash.column(hash) + 1, steps);
    }

    /** The edge in degrees of latitude, within {@link GeoHash}'s range. */
    public double south() {
        return GeoHash.south(GeoHash.row(hash), steps);
    }

    /** The edge in degrees of latitude, within {@link GeoHash}'s range. */
    public double north() {
        return GeoHash.south(GeoHash.row(hash) + 1, steps);
    }

    /** The lowest score in the cell. */
    public double firstScore() {
        return align(hash);
    }

    /** The lowest score above those in the cell. */
    public double endScore() {
        return align(hash + 1);
    }

    private double align(long bits) {
        return (double) (bits << (2 * (GeoHash.STEPS - steps)));
    }
}
