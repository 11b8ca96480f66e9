package io.miniredis.server.command.geo;

import io.miniredis.datastructures.GeoArea;
import io.miniredis.datastructures.GeoCell;
import io.miniredis.datastructures.GeoFilter;
import io.miniredis.datastructures.GeoHash;
import io.miniredis.datastructures.PartialSort;
import io.miniredis.datastructures.SortedSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Finds the members of a sorted set that are in an area, cell by cell of the grid (membersOfAllNeighbors). */
final class GeoSearch {
    private static final GeoPoint[] NONE = {};
    private static final Comparator<GeoPoint> NEAREST_FIRST = (one, other) -> Double.compare(one.meters, other.meters);
    private static final Comparator<GeoPoint> FARTHEST_FIRST = (one, other) -> Double.compare(other.meters, one.meters);

    private final SortedSet set;
    private final GeoArea area;
    private final GeoFilter filter;
    private final long limit;
    private final List<GeoPoint> found = new ArrayList<>();

    private GeoSearch(SortedSet set, GeoArea area, long limit) {
        this.set = set;
        this.area = area;
        this.filter = new GeoFilter(area);
        this.limit = limit;
    }

    /** What a query asks for, in its order. */
    static GeoPoint[] run(SortedSet set, GeoQuery query) {
        GeoSearch search = new GeoSearch(set, query.area(), query.any() ? query.count() : Long.MAX_VALUE);
        for (GeoCell cell : search.area.cells()) {
            search.collect(cell);
        }
        return search.selected(query);
    }

    private void collect(GeoCell cell) {
        double end = cell.endScore();
        int position = found.size() < limit ? set.at(set.countBelow(cell.firstScore(), false)) : SortedSet.ABSENT;
        while (position != SortedSet.ABSENT && found.size() < limit) {
            double score = set.score(position);
            if (score >= end) {
                return;
            }
            double longitude = GeoHash.longitude(score);
            double latitude = GeoHash.latitude(score);
            double meters = filter.metersTo(longitude, latitude);
            if (meters != GeoArea.OUTSIDE) {
                found.add(new GeoPoint(set.member(position), score, longitude, latitude, meters));
            }
            position = set.higher(position);
        }
    }

    private GeoPoint[] selected(GeoQuery query) {
        GeoPoint[] points = found.toArray(NONE);
        int wanted = query.count() == 0 ? points.length : (int) Math.min(points.length, query.count());
        if (query.order() != GeoQuery.Order.NONE) {
            Comparator<GeoPoint> order = query.order() == GeoQuery.Order.ASC ? NEAREST_FIRST : FARTHEST_FIRST;
            if (wanted == points.length) {
                Arrays.sort(points, order);
            } else {
                PartialSort.sort(points, points.length, order, 0, wanted - 1);
            }
        }
        return wanted == points.length ? points : Arrays.copyOf(points, wanted);
    }

    @Override
    public String toString() {
        return "GeoSearch[" + area + ", " + found.size() + " found]";
    }
}
