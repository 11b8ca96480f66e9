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
        double x1 = radians(longitude1);
        double x2 = radians(longitude2);
        double v = Math.sin((x2 - x1) / 2);
        if (v == 0) {
            return metersNorth(latitude1, latitude2);
        }
        double y1 = radians(latitude1);
        double y2 = radians(latitude2);
        double u = Math.sin((y2 - y1) / 2);
        double a = u * u + Math.cos(y1) * Math.cos(y2) * v * v;
        return 2.0 * EARTH_RADIUS_METERS * Math.asin(Math.sqrt(a));
    }

    /** Along a meridian. */
    public static double metersNorth(double latitude1, double latitude2) {
        return EARTH_RADIUS_METERS * Math.abs(radians(latitude2) - radians(latitude1));
    }
}
