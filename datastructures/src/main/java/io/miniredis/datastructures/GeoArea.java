package io.miniredis.datastructures;

import java.util.Arrays;

/**
 * A circle or a box around a place, which a search looks into (geohash_helper.c).
 *
 * <p>A search covers the area with at most nine cells of the grid: the one around the centre, and those of its eight
 * neighbours that reach into the area. The cells are as small as can be while doing so.
 *
 * @param longitude of the centre, in degrees
 * @param latitude of the centre, in degrees
 */
public record GeoArea(double longitude, double latitude, Extent extent) {
    /** A place that is not in the area. */
    public static final double OUTSIDE = -1;

    /** Half of the equator in Web Mercator, in metres. */
    private static final double MERCATOR_MAX_METERS = 20037726.37;

    /** Beyond these latitudes meridians are so near each other that cells must be larger. */
    private static final double NARROW_LATITUDE = 66;

    private static final double VERY_NARROW_LATITUDE = 80;

    /** The neighbours in the order in which they are searched; it is seen when a search ends early. */
    private static final int[] EASTWARDS = {0, 0, 0, 1, -1, 1, -1, 1, -1};

    private static final int[] NORTHWARDS = {0, 1, -1, 0, 0, 1, 1, -1, -1};

    /**
     * How large an area is.
     *
     * @param circle or a box
     * @param width of a box, or the radius of a circle; 0 or more
     * @param height of a box, or the radius of a circle; 0 or more
     * @param metersPerUnit the unit of width and height
     */
    public record Extent(boolean circle, double width, double height, double metersPerUnit) {
        /** From the centre eastwards, in metres. */
        private double reachEast() {
            return metersPerUnit * (circle ? width : width / 2);
        }

        /** From the centre northwards, in metres. */
        private double reachNorth() {
            return metersPerUnit * (circle ? height : height / 2);
        }

        /** From the centre to the farthest place, in metres. */
        private double radius() {
            double halfWidth = width / 2;
            double halfHeight = height / 2;
            double radius = circle ? width : Math.sqrt(halfWidth * halfWidth + halfHeight * halfHeight);
            return radius * metersPerUnit;
        }
    }

    /** How far a place is from the centre, in metres, or {@link #OUTSIDE}. NaN is within any circle, as in Redis. */
    public double metersTo(double otherLongitude, double otherLatitude) {
        return metersTo(otherLongitude, otherLatitude, Double.POSITIVE_INFINITY);
    }

    /** @param greatestHaversine no place in a circle has a greater one, see {@link GeoFilter} */
    double metersTo(double otherLongitude, double otherLatitude, double greatestHaversine) {
        double limit = extent.width * extent.metersPerUnit;
        if (extent.circle) {
            double meters =
                    GreatCircle.metersWithin(longitude, latitude, otherLongitude, otherLatitude, greatestHaversine);
            return meters > limit ? OUTSIDE : meters;
        }
        boolean outside = GreatCircle.metersNorth(otherLatitude, latitude) > extent.height * extent.metersPerUnit / 2
                || GreatCircle.meters(otherLongitude, otherLatitude, longitude, otherLatitude) > limit / 2;
        return outside ? OUTSIDE : GreatCircle.meters(longitude, latitude, otherLongitude, otherLatitude);
    }

    /** The cells that cover it, up to nine, the one around the centre first. */
    public GeoCell[] cells() {
        Bounds bounds = bounds();
        int steps = steps();
        GeoCell centre = GeoCell.around(longitude, latitude, steps);
        if (steps > 1 && !bounds.areWithinNeighboursOf(centre)) {
            centre = GeoCell.around(longitude, latitude, steps - 1);
        }
        GeoCell[] cells = new GeoCell[EASTWARDS.length];
        int count = 0;
        for (int i = 0; i < EASTWARDS.length; i++) {
            if (bounds.reach(centre, EASTWARDS[i], NORTHWARDS[i])) {
                GeoCell cell = centre.neighbour(EASTWARDS[i], NORTHWARDS[i]);
                // Where there are but two cells in a row, the neighbours on both sides are the same.
                if (count == 0 || !cell.equals(cells[count - 1])) {
                    cells[count++] = cell;
                }
            }
        }
        return Arrays.copyOf(cells, count);
    }

    /** Halvings after which nine cells are likely to cover the area (geohashEstimateStepsByRadius). */
    private int steps() {
        double meters = extent.radius();
        if (meters == 0) {
            return GeoHash.STEPS;
        }
        int steps = -1;
        for (; meters < MERCATOR_MAX_METERS; meters *= 2) {
            steps++;
        }
        if (Math.abs(latitude) > NARROW_LATITUDE) {
            steps--;
        }
        if (Math.abs(latitude) > VERY_NARROW_LATITUDE) {
            steps--;
        }
        return Math.max(1, Math.min(GeoHash.STEPS, steps));
    }

    /** A box in degrees around an area; it may go beyond the edges of the map. */
    private record Bounds(double west, double south, double east, double north) {
        /** False if the neighbours of a cell do not reach to the ends of the area. */
        boolean areWithinNeighboursOf(GeoCell cell) {
            return !(cell.neighbour(0, 1).north() < north
                    || cell.neighbour(0, -1).south() > south
                    || cell.neighbour(1, 0).east() < east
                    || cell.neighbour(-1, 0).west() > west);
        }

        /**
         * False for a neighbour on a side where the area ends within the cell itself; large cells have no such side.
         */
        boolean reach(GeoCell cell, int eastwards, int northwards) {
            if (cell.steps() < 2) {
                return true;
            }
            return !((northwards < 0 && cell.south() < south)
                    || (northwards > 0 && cell.north() > north)
                    || (eastwards < 0 && cell.west() < west)
                    || (eastwards > 0 && cell.east() > east));
        }
    }

    /** On the side towards the pole a degree of longitude is shortest, so that side decides how many are needed. */
    private Bounds bounds() {
        double reachNorth = GreatCircle.degrees(extent.reachNorth() / GreatCircle.EARTH_RADIUS_METERS);
        double widest = latitude < 0 ? latitude - reachNorth : latitude + reachNorth;
        double reachEast = GreatCircle.degrees(
                extent.reachEast() / GreatCircle.EARTH_RADIUS_METERS / Math.cos(GreatCircle.radians(widest)));
        return new Bounds(longitude - reachEast, latitude - reachNorth, longitude + reachEast, latitude + reachNorth);
    }
}
