package io.miniredis.server.command.geo;

import io.miniredis.datastructures.GeoArea;
import io.miniredis.datastructures.GeoHash;
import io.miniredis.server.command.Arguments;

/** Places, lengths and units among the arguments of geo commands. */
final class GeoArguments {
    private static final double METERS_PER_KILOMETER = 1000;
    private static final double METERS_PER_FOOT = 0.3048;
    private static final double METERS_PER_MILE = 1609.34;

    private GeoArguments() {}

    /** Checks a place. @throws io.miniredis.protocol.ErrorReply if it is not on the map */
    static void requireOnTheMap(double longitude, double latitude) {
        if (!GeoHash.isInRange(longitude, latitude)) {
            throw GeoErrors.notOnTheMap(longitude, latitude);
        }
    }

    /** A unit of length, as metres. */
    static double nextUnit(Arguments args) {
        if (args.acceptToken("m")) {
            return 1;
        }
        if (args.acceptToken("km")) {
            return METERS_PER_KILOMETER;
        }
        if (args.acceptToken("ft")) {
            return METERS_PER_FOOT;
        }
        if (args.acceptToken("mi")) {
            return METERS_PER_MILE;
        }
        throw GeoErrors.UNKNOWN_UNIT;
    }

    /** {@code radius unit}. */
    static GeoArea.Extent nextCircle(Arguments args) {
        double radius = args.nextDouble(GeoErrors.RADIUS_NOT_NUMERIC);
        if (radius < 0) {
            throw GeoErrors.RADIUS_NEGATIVE;
        }
        return new GeoArea.Extent(true, radius, radius, nextUnit(args));
    }

    /** {@code width height unit}. */
    static GeoArea.Extent nextBox(Arguments args) {
        double width = args.nextDouble(GeoErrors.WIDTH_NOT_NUMERIC);
        double height = args.nextDouble(GeoErrors.HEIGHT_NOT_NUMERIC);
        if (width < 0 || height < 0) {
            throw GeoErrors.BOX_NEGATIVE;
        }
        return new GeoArea.Extent(false, width, height, nextUnit(args));
    }
}
