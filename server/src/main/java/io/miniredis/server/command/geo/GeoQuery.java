package io.miniredis.server.command.geo;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.GeoArea;
import io.miniredis.datastructures.GeoHash;
import io.miniredis.datastructures.SortedSet;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import org.jspecify.annotations.Nullable;

/**
 * What a search is asked for: the arguments of GEOSEARCH, GEORADIUS and their kin (georadiusGeneric).
 *
 * <p>Arguments are read with the set at hand, since a member as the centre is looked up at once: of several things that
 * are wrong, the first one is answered. Without the set a member is taken for granted.
 */
final class GeoQuery {
    /** Which arguments a command takes. */
    enum Form {
        GEORADIUS,
        GEORADIUS_RO,
        GEOSEARCH,
        GEOSEARCHSTORE;

        boolean isSearch() {
            return this == GEOSEARCH || this == GEOSEARCHSTORE;
        }
    }

    enum Order {
        NONE,
        ASC,
        DESC
    }

    private final Form form;
    private final Arguments args;
    private final @Nullable SortedSet set;
    private double longitude;
    private double latitude;
    private boolean fromMember;
    private boolean fromPlace;
    private GeoArea.@Nullable Extent extent;
    private boolean withDistance;
    private boolean withHash;
    private boolean withCoordinates;
    private Order order = Order.NONE;
    private long count;
    private boolean any;
    private @Nullable ByteString storeKey;
    private boolean storesDistance;

    private GeoQuery(CommandCall call, Form form, @Nullable SortedSet set) {
        this.form = form;
        this.args = call.args();
        this.set = set;
    }

    /** {@code longitude latitude radius unit options}. */
    static GeoQuery ofRadius(CommandCall call, Form form, @Nullable SortedSet set) {
        GeoQuery query = new GeoQuery(call, form, set);
        query.nextPlace();
        query.extent = GeoArguments.nextCircle(query.args);
        return query.withOptions();
    }

    /** {@code member radius unit options}. Without the set neither of the first three is looked at. */
    static GeoQuery ofRadiusByMember(CommandCall call, Form form, @Nullable SortedSet set) {
        GeoQuery query = new GeoQuery(call, form, set);
        if (set == null) {
            query.args.skip(3);
        } else {
            query.nextMember(set);
            query.extent = GeoArguments.nextCircle(query.args);
        }
        return query.withOptions();
    }

    /** {@code options}, centre and extent among them. */
    static GeoQuery ofSearch(CommandCall call, Form form, @Nullable SortedSet set, @Nullable ByteString storeKey) {
        GeoQuery query = new GeoQuery(call, form, set);
        query.storeKey = storeKey;
        query.withOptions();
        if (!query.fromMember && !query.fromPlace) {
            throw GeoErrors.oneCentre(call.request().arg(0));
        }
        if (query.extent == null) {
            throw GeoErrors.oneExtent(call.request().arg(0));
        }
        query.requireCount();
        return query;
    }

    private GeoQuery withOptions() {
        while (args.hasNext()) {
            if (!acceptDetail() && !acceptSelection() && !acceptStore() && !acceptCentre() && !acceptExtent()) {
                throw Errors.SYNTAX;
            }
        }
        if (storeKey != null && hasDetails()) {
            throw GeoErrors.storesWithoutDetails(form.isSearch() ? "GEOSEARCHSTORE" : "STORE option in GEORADIUS");
        }
        if (!form.isSearch()) {
            requireCount();
        }
        return this;
    }

    private void requireCount() {
        if (any && count == 0) {
            throw GeoErrors.ANY_WITHOUT_COUNT;
        }
    }

    private boolean acceptDetail() {
        if (args.acceptToken("withdist")) {
            withDistance = true;
        } else if (args.acceptToken("withhash")) {
            withHash = true;
        } else if (args.acceptToken("withcoord")) {
            withCoordinates = true;
        } else {
            return false;
        }
        return true;
    }

    private boolean acceptSelection() {
        if (args.acceptToken("any")) {
            any = true;
        } else if (args.acceptToken("asc")) {
            order = Order.ASC;
        } else if (args.acceptToken("desc")) {
            order = Order.DESC;
        } else if (args.acceptOption("count")) {
            count = args.nextLong();
            if (count <= 0) {
                throw GeoErrors.COUNT_NOT_POSITIVE;
            }
        } else {
            return false;
        }
        return true;
    }

    private boolean acceptStore() {
        if (form == Form.GEORADIUS && args.acceptOption("store")) {
            storeKey = args.next();
            storesDistance = false;
        } else if (form == Form.GEORADIUS && args.acceptOption("storedist")) {
            storeKey = args.next();
            storesDistance = true;
        } else if (form == Form.GEOSEARCHSTORE && args.acceptToken("storedist")) {
            storesDistance = true;
        } else {
            return false;
        }
        return true;
    }

    private boolean acceptCentre() {
        if (!form.isSearch()) {
            return false;
        }
        if (!fromPlace && args.acceptOption("frommember")) {
            if (set == null) {
                args.skip(1);
            } else {
                nextMember(set);
            }
            fromMember = true;
            return true;
        }
        if (!fromMember && accept("fromlonlat", 2)) {
            nextPlace();
            fromPlace = true;
            return true;
        }
        return false;
    }

    private boolean acceptExtent() {
        if (!form.isSearch()) {
            return false;
        }
        if ((extent == null || extent.circle()) && accept("byradius", 2)) {
            extent = GeoArguments.nextCircle(args);
            return true;
        }
        if ((extent == null || !extent.circle()) && accept("bybox", 3)) {
            extent = GeoArguments.nextBox(args);
            return true;
        }
        return false;
    }

    /** Takes a word if so many arguments follow it. */
    private boolean accept(String word, int following) {
        return args.remaining() > following && args.acceptToken(word);
    }

    private void nextPlace() {
        longitude = args.nextDouble();
        latitude = args.nextDouble();
        GeoArguments.requireOnTheMap(longitude, latitude);
    }

    private void nextMember(SortedSet members) {
        double score = members.score(args.next().bytes());
        if (Double.isNaN(score)) {
            throw GeoErrors.NO_SUCH_MEMBER;
        }
        longitude = GeoHash.longitude(score);
        latitude = GeoHash.latitude(score);
    }

    /** Where to search. @throws IllegalStateException if there was no set: nothing is searched then */
    GeoArea area() {
        GeoArea.Extent given = extent;
        if (given == null) {
            throw new IllegalStateException("no extent");
        }
        return new GeoArea(longitude, latitude, given);
    }

    boolean withDistance() {
        return withDistance;
    }

    boolean withHash() {
        return withHash;
    }

    boolean withCoordinates() {
        return withCoordinates;
    }

    boolean hasDetails() {
        return withDistance || withHash || withCoordinates;
    }

    /** The order asked for; the nearest come first if only some are wanted, unless any will do. */
    Order order() {
        return order == Order.NONE && count > 0 && !any ? Order.ASC : order;
    }

    /** How many points are wanted at most, or 0 for all. */
    long count() {
        return count;
    }

    /** True if the search may end as soon as it has found enough. */
    boolean any() {
        return any;
    }

    /** Where to store what is found, or null to reply with it. */
    @Nullable
    ByteString storeKey() {
        return storeKey;
    }

    /** True if distances are stored as scores, not places. */
    boolean storesDistance() {
        return storesDistance;
    }
}
