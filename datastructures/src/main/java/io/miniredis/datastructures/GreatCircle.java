package io.miniredis.datastructures;

/** Distances on a ball of the earth's size (geohash_helper.c), in metres; the earth is flatter, which errs by 0.5 %. */
public final class GreatCircle {
    /** The earth's radius in WGS 84, as the root of the mean square. */
    public static final double EARTH_RADIUS_METERS = 6372797.560856;

    private static final double RADIANS_PER_DEGREE = Math.PI / 180.0;

    private GreatCircle() {}

    public static double radians(double degrees) {
        return degrees * RADIANS_PER_DEGREE;
    }

    public static double degrees(double radians) {
        return radians / RADIANS_PER_DEGREE;
    }

    /**
     * The haversine formula. Opposite ends of the earth may yield NaN, when rounding makes the sine of half the angle
     * larger than 1.
     */
    public static double meters(double longitude1, double latitude1, double longitude2, double latitude2) {
        return metersWithin(longitude1, latitude1, longitude2, latitude2, Double.POSITIVE_INFINITY);
    }

    /**
     * {@link #meters}, or infinity if that can be told without the arc sine, which takes longer than all else.
     *
     * @param greatestHaversine the square of the sine of half the angle, beyond which the distance is of no interest
     */
    static double metersWithin(
            double longitude1, double latitude1, double longitude2, double latitude2, double greatestHaversine) {
        double v = sineOfHalf(longitude1, longitude2);
        if (v == 0) {
            return metersNorth(latitude1, latitude2);
        }
        double a = haversine(v, latitude1, latitude2);
        if (a > greatestHaversine && a <= 1) {
            return Double.POSITIVE_INFINITY;
        }
        return 2.0 * EARTH_RADIUS_METERS * Math.asin(Math.sqrt(a));
    }

    private static double haversine(double v, double latitude1, double latitude2) {
        double y1 = radians(latitude1);
        double y2 = radians(latitude2);
        double u = Math.sin((y2 - y1) / 2);
        return u * u + Math.cos(y1) * Math.cos(y2) * v * v;
    }

    private static double sineOfHalf(double degrees1, double degrees2) {
        return Math.sin((radians(degrees2) - radians(degrees1)) / 2);
    }

    /** Along a meridian. */
    public static double metersNorth(double latitude1, double latitude2) {
        return EARTH_RADIUS_METERS * Math.abs(radians(latitude2) - radians(latitude1));
    }
}
