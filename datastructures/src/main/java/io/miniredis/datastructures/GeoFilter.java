package io.miniredis.datastructures;

/**
 * Tells of many places which are in an area and how far from its centre: {@link GeoArea#metersTo} for each, but most of
 * those outside a circle are recognised without an arc sine, which takes longer than all else there is to do.
 *
 * <p>The haversine, the square of the sine of half the angle between two places, grows with their distance. What
 * exceeds the circle's by more than rounding can explain is outside. What is at the edge is measured, so that places
 * are in or out as they are in Redis; and so is what is more than 1, which opposite ends of the earth may come to.
 */
public final class GeoFilter {
    /** Far above the error of a haversine, some 1e-15 of it. */
    private static final double MARGIN = 1e-9;

    /** Circles that reach farther, in radians of half the angle, are nearly the whole earth: nothing is excluded. */
    private static final double WIDEST = 0.499 * Math.PI;

    private final GeoArea area;

    /** No place in the circle has a greater one. */
    private final double greatestHaversine;

    public GeoFilter(GeoArea area) {
        this.area = area;
        GeoArea.Extent extent = area.extent();
        double halfAngle = extent.width() * extent.metersPerUnit() / (2 * GreatCircle.EARTH_RADIUS_METERS);
        if (extent.circle() && halfAngle < WIDEST) {
            double sine = Math.sin(halfAngle);
            greatestHaversine = sine * sine * (1 + MARGIN);
        } else {
            greatestHaversine = Double.POSITIVE_INFINITY;
        }
    }

    /** How far a place is from the centre, in metres, or {@link GeoArea#OUTSIDE}. */
    public double metersTo(double longitude, double latitude) {
        return area.metersTo(longitude, latitude, greatestHaversine);
    }

    @Override
    public String toString() {
        return "GeoFilter[" + area + "]";
    }
}
