package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class GeoAreaTest {
    /** Away from the poles and the antimeridian, where the grid of Redis leaves places out. */
    @Provide
    Arbitrary<GeoArea> areas() {
        Arbitrary<Double> longitude = Arbitraries.doubles().between(-120, 120);
        Arbitrary<Double> latitude = Arbitraries.doubles().between(-60, 60);
        Arbitrary<Double> size = Arbitraries.doubles().between(1, 2_000_000);
        return Combinators.combine(longitude, latitude, Arbitraries.of(true, false), size, size)
                .as((x, y, circle, width, height) ->
                        new GeoArea(x, y, new GeoArea.Extent(circle, width, circle ? width : height, 1)));
    }

    @Property(tries = 500)
    void theCellsContainWhateverIsInTheArea(@ForAll("areas") GeoArea area, @ForAll long seed) {
        RandomSource random = new RandomSource(seed);
        double reach =
                Math.toDegrees(2 * Math.max(area.extent().width(), area.extent().height()) / 6_372_797);
        for (int i = 0; i < 20; i++) {
            double longitude = area.longitude() + (random.nextDouble() - 0.5) * reach * 2;
            double latitude = area.latitude() + (random.nextDouble() - 0.5) * reach;
            if (GeoHash.isInRange(longitude, latitude) && area.metersTo(longitude, latitude) != GeoArea.OUTSIDE) {
                assertTrue(covers(area, (double) GeoHash.encode(longitude, latitude, GeoHash.STEPS)));
            }
        }
    }

    private static boolean covers(GeoArea area, double score) {
        for (GeoCell cell : area.cells()) {
            if (score >= cell.firstScore() && score < cell.endScore()) {
                return true;
            }
        }
        return false;
    }

    @Property(tries = 300)
    void noCellIsSearchedTwice(@ForAll("areas") GeoArea area) {
        Set<GeoCell> cells = new HashSet<>(List.of(area.cells()));

        assertEquals(cells.size(), area.cells().length);
        assertTrue(cells.size() <= 9);
    }

    @Example
    void aCircleIsRoundAndABoxIsNot() {
        GeoArea circle = new GeoArea(15, 37, new GeoArea.Extent(true, 200, 200, 1000));
        GeoArea box = new GeoArea(15, 37, new GeoArea.Extent(false, 400, 400, 1000));

        assertEquals(GeoArea.OUTSIDE, circle.metersTo(12.758489, 38.788135), 0);
        assertEquals(279_740.3, box.metersTo(12.758489, 38.788135), 1);
        assertEquals(GeoArea.OUTSIDE, box.metersTo(17.3, 37), 0);
        assertEquals(0, circle.metersTo(15, 37), 0);
    }

    @Example
    void oppositeEndsOfTheEarthAreHalfItsGirthApart() {
        assertEquals(Math.PI * GreatCircle.EARTH_RADIUS_METERS, GreatCircle.meters(0, 0, 180, 0), 1);
        assertEquals(Math.PI * GreatCircle.EARTH_RADIUS_METERS / 2, GreatCircle.meters(-90, 0, 180, 0), 1);
        assertEquals(GreatCircle.meters(10, -80, 10, 80), GreatCircle.metersNorth(-80, 80), 0);
    }
}
