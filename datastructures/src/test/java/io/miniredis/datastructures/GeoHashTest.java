package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class GeoHashTest {
    @Provide
    Arbitrary<Double> longitudes() {
        return Arbitraries.doubles().between(-180, 179.999).ofScale(12);
    }

    @Provide
    Arbitrary<Double> latitudes() {
        return Arbitraries.doubles().between(-85, 85).ofScale(12);
    }

    /** Halving after halving, a bit each, as the method is told. */
    private static long naive(double longitude, double latitude, int steps) {
        double west = -180;
        double east = 180;
        double south = GeoHash.MIN_LATITUDE;
        double north = GeoHash.MAX_LATITUDE;
        long hash = 0;
        for (int i = 0; i < steps; i++) {
            double column = (west + east) / 2;
            double row = (south + north) / 2;
            hash = (hash << 2) | (longitude >= column ? 2 : 0) | (latitude >= row ? 1 : 0);
            west = longitude >= column ? column : west;
            east = longitude >= column ? east : column;
            south = latitude >= row ? row : south;
            north = latitude >= row ? north : row;
        }
        return hash;
    }

    // At more steps roundings of the two ways differ at the edges of cells.
    @Property(tries = 500)
    void halvesTheWorldAgainAndAgain(
            @ForAll("longitudes") double longitude,
            @ForAll("latitudes") double latitude,
            @ForAll @IntRange(min = 1, max = 18) int steps) {
        assertEquals(naive(longitude, latitude, steps), GeoHash.encode(longitude, latitude, steps));
    }

    @Property(tries = 500)
    void comesBackToWithinHalfACell(@ForAll("longitudes") double longitude, @ForAll("latitudes") double latitude) {
        double score = GeoHash.encode(longitude, latitude, GeoHash.STEPS);

        assertEquals(longitude, GeoHash.longitude(score), 360.0 / (1 << 26) / 2 + 1e-9);
        assertEquals(latitude, GeoHash.latitude(score), 171.0 / (1 << 26) / 2 + 1e-9);
        long again = GeoHash.encode(GeoHash.longitude(score), GeoHash.latitude(score), GeoHash.STEPS);
        assertEquals(score, (double) again, 0);
    }

    @Example
    void givesTheScoresAndTextsOfRedis() {
        assertEquals(3479099956230698L, GeoHash.encode(13.361389, 38.115556, GeoHash.STEPS));
        assertEquals("sqc8b49rny0", Ascii.text(GeoHash.text(3479099956230698.0)));
        assertEquals("sqdtr74hyu0", Ascii.text(GeoHash.text(3479447370796909.0)));
        assertEquals("13.36138933897018433", DecimalText.human(GeoHash.longitude(3479099956230698.0)));
        assertEquals("38.11555639549629859", DecimalText.human(GeoHash.latitude(3479099956230698.0)));
    }

    @Example
    void takesTheEdgesOfTheMapAndNothingBeyond() {
        assertTrue(GeoHash.isInRange(180, GeoHash.MAX_LATITUDE));
        assertTrue(GeoHash.isInRange(-180, GeoHash.MIN_LATITUDE));
        assertFalse(GeoHash.isInRange(180.000001, 0));
        assertFalse(GeoHash.isInRange(0, 85.06));
        assertFalse(GeoHash.isInRange(0, -86));
        double corner = GeoHash.encode(180, GeoHash.MAX_LATITUDE, GeoHash.STEPS);
        assertEquals(180, GeoHash.longitude(corner), 0);
        assertEquals(GeoHash.MAX_LATITUDE, GeoHash.latitude(corner), 0);
    }

    @Example
    void decodesAnyScoreToSomePlaceOnTheMap() {
        for (double score : new double[] {-1, 2.5, 1e300, -1e300, 0x1p63, 0x1p53, Double.POSITIVE_INFINITY, -0x1p63}) {
            assertTrue(GeoHash.isInRange(GeoHash.longitude(score), GeoHash.latitude(score)));
        }
    }

    @Property(tries = 300)
    void neighboursTouch(
            @ForAll("longitudes") double longitude,
            @ForAll("latitudes") double latitude,
            @ForAll @IntRange(min = 2, max = 26) int steps) {
        GeoCell cell = GeoCell.around(longitude, latitude, steps);
        GeoCell east = cell.neighbour(1, 0);
        GeoCell south = cell.neighbour(0, -1);

        assertEquals(cell, east.neighbour(-1, 0));
        assertEquals(cell, south.neighbour(0, 1));
        assertEquals(cell.neighbour(1, -1), south.neighbour(1, 0));
        assertTrue(cell.east() == east.west() || east.west() == -180);
        assertTrue(cell.south() == south.north() || cell.south() == GeoHash.MIN_LATITUDE);
        assertTrue(cell.west() <= longitude && longitude <= cell.east());
        assertTrue(cell.south() <= latitude && latitude <= cell.north());
    }

    @Property(tries = 300)
    void scoresOfACellAreThoseOfItsPlaces(
            @ForAll("longitudes") double longitude,
            @ForAll("latitudes") double latitude,
            @ForAll @IntRange(min = 1, max = 26) int steps) {
        GeoCell cell = GeoCell.around(longitude, latitude, steps);
        double score = GeoHash.encode(longitude, latitude, GeoHash.STEPS);

        assertTrue(cell.firstScore() <= score && score < cell.endScore());
        assertEquals(Math.scalb(1.0, 2 * (26 - steps)), cell.endScore() - cell.firstScore(), 0);
    }
}
