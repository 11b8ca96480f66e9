package io.miniredis.server.command.geo;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.DecimalText;

/** A member that a search found. */
final class GeoPoint {
    final byte[] member;

    /** Its place, see {@link io.miniredis.datastructures.GeoHash}. */
    final double score;

    final double longitude;
    final double latitude;

    /** From the centre of the search. */
    final double meters;

    GeoPoint(byte[] member, double score, double longitude, double latitude, double meters) {
        this.member = member;
        this.score = score;
        this.longitude = longitude;
        this.latitude = latitude;
        this.meters = meters;
    }

    @Override
    public String toString() {
        return Ascii.quote(member, 80) + " " + DecimalText.distance(meters) + " m";
    }
}
