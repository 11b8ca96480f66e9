package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The filter against what it stands for. */
class GeoFilterTest {
    private static final int PLACES = 50;

    private static double longitude(RandomSource random) {
        return (random.nextDouble() - 0.5) * 360;
    }

    private static double latitude(RandomSource random) {
        return (random.nextDouble() - 0.5) * 2 * GeoHash.MAX_LATITUDE;
    }

    private static GeoArea circle(double longitude, double latitude, double meters) {
        return new GeoArea(longitude, latitude, new GeoArea.Extent(true, meters, meters, 1));
    }

    private static void assertSame(GeoArea area, double longitude, double latitude) {
        assertEquals(
                area.metersTo(longitude, latitude), new GeoFilter(area).metersTo(longitude, latitude), area::toString);
    }

    @Property(tries = 300)
    void placesAnywhereAreInOrOutAsTheAreaSays(@ForAll long seed) {
        RandomSource random = new RandomSource(seed);
        double exponent = random.nextDouble() * 8;
        double x = longitude(random);
        double y = latitude(random);
        double reach = Math.pow(10, exponent) / 50_000;
        for (int i = 0; i < PLACES; i++) {
            boolean circle = random.nextInt(2) == 0;
            double meters = Math.pow(10, exponent);
            GeoArea area = new GeoArea(x, y, new GeoArea.Extent(circle, meters, meters, 1));
            assertSame(area, longitude(random), latitude(random));
            assertSame(area, x + (random.nextDouble() - 0.5) * reach, y + (random.nextDouble() - 0.5) * reach);
        }
    }

    @Property(tries = 300)
    void placesAtTheEdgeAreInOrOutAsTheAreaSays(@ForAll long seed) {
        RandomSource random = new RandomSource(seed);
        for (int i = 0; i < PLACES; i++) {
            double x = longitude(random);
            double y = latitude(random);
            double nearness = Math.pow(10, -random.nextInt(9));
            double placeX = x + longitude(random) * nearness / 2;
            double placeY = y * (1 - nearness) + latitude(random) * nearness;
            double meters = GreatCircle.meters(x, y, placeX, placeY);
            assertSame(circle(x, y, meters), placeX, placeY);
            assertSame(circle(x, y, Math.nextDown(meters)), placeX, placeY);
            assertSame(circle(x, y, Math.nextUp(meters)), placeX, placeY);
        }
    }

    /** Where rounding may make a haversine of more than 1. */
    @Property(tries = 300)
    void placesOnTheOtherSideOfTheEarthAreInOrOutAsTheAreaSays(@ForAll long seed) {
        RandomSource random = new RandomSource(seed);
        for (int i = 0; i < PLACES; i++) {
            double x = longitude(random) / 2 + 90;
            double y = latitude(random);
            assertSame(circle(x, y, 1_000), x - 180, -y);
            assertSame(circle(x, y, 20_000_000), x - 180, -y);
        }
    }

    @Example
    void aCircleWithoutRadiusHasItsCentreOnly() {
        GeoFilter filter = new GeoFilter(circle(2.35, 48.85, 0));

        assertEquals(0, filter.metersTo(2.35, 48.85));
        assertEquals(GeoArea.OUTSIDE, filter.metersTo(2.350001, 48.85));
        assertEquals(GeoArea.OUTSIDE, filter.metersTo(2.35, 48.850001));
    }
}
