package io.miniredis.server.command.geo;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.OW;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.SortedSet;
import io.miniredis.protocol.Request;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeyFinder;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.command.geo.GeoQuery.Form;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Members within an area (geo.c). Each command looks its set up first: whether that is one matters more than options.
 */
public final class GeoSearchCommands {
    private static final String AREA_COMPLEXITY =
            "O(N+log(M)) where N is the number of members in the cells of the grid"
                    + " that cover the area, and M the number of members in the set.";
    private static final String SEARCH_SYNTAX = "(from: FROMMEMBER member:string"
            + " | FROMLONLAT {fromlonlat: longitude:double latitude:double})"
            + " (by: {circle: BYRADIUS radius:double (unit: M | KM | FT | MI)}"
            + " | {box: BYBOX width:double height:double (unit: M | KM | FT | MI)})"
            + " [(order: ASC | DESC)] [{count-block: COUNT count:integer [ANY]}]";
    private static final String RADIUS_SYNTAX =
            " radius:double (unit: M | KM | FT | MI) [WITHCOORD] [WITHDIST] [WITHHASH] [{count-block: COUNT"
                    + " count:integer ";
    private static final String STORE_SYNTAX =
            " [(store: STORE storekey/key:key#1 | STOREDIST storedistkey/key:key#2)]";
    private static final String UNIT_HISTORY = "Units may be in capital letters.";
    private static final int FIRST_POSSIBLE_STORE = 5;

    private GeoSearchCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(GEOSEARCH, GEOSEARCHSTORE, GEORADIUS, GEORADIUS_RO, GEORADIUSBYMEMBER, GEORADIUSBYMEMBER_RO);
    }

    static final CommandSpec GEOSEARCH = CommandSpec.named("geosearch")
            .arity(-7)
            .flags(READONLY)
            .acl(AclCategory.GEO)
            .group(CommandGroup.GEO)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("6.2.0")
            .summary("Gives the members whose places are in a circle or a box.")
            .complexity(AREA_COMPLEXITY)
            .syntax("key:key " + SEARCH_SYNTAX + " [WITHCOORD] [WITHDIST] [WITHHASH]")
            .history("7.0.0", UNIT_HISTORY)
            .handler(GeoSearchCommands::geosearch);

    private static void geosearch(CommandCall call) {
        SortedSet set = call.db().read(call.args().next(), SortedSet.class);
        GeoQuery query = GeoQuery.ofSearch(call, Form.GEOSEARCH, set, null);

        answer(call, set, query, KeyEvent.GEOSEARCHSTORE);
    }

    static final CommandSpec GEOSEARCHSTORE = CommandSpec.named("geosearchstore")
            .arity(-8)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.GEO)
            .group(CommandGroup.GEO)
            .keys(KeySpec.key(1, OW, UPDATE), KeySpec.key(2, RO, ACCESS))
            .since("6.2.0")
            .summary("Stores the members whose places are in a circle or a box.")
            .complexity(AREA_COMPLEXITY)
            .syntax("destination:key source:key#1 " + SEARCH_SYNTAX + " [STOREDIST]")
            .history("7.0.0", UNIT_HISTORY)
            .handler(GeoSearchCommands::geosearchstore);

    private static void geosearchstore(CommandCall call) {
        ByteString target = call.args().next();
        SortedSet set = call.db().read(call.args().next(), SortedSet.class);
        GeoQuery query = GeoQuery.ofSearch(call, Form.GEOSEARCHSTORE, set, target);

        answer(call, set, query, KeyEvent.GEOSEARCHSTORE);
    }

    static final CommandSpec GEORADIUS = CommandSpec.named("georadius")
            .arity(-6)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.GEO)
            .group(CommandGroup.GEO)
            .keys(
                    KeySpec.key(1, RO, ACCESS),
                    KeySpec.behind("STORE", 6, new KeySpec.Range(0, 1, 0), OW, UPDATE),
                    KeySpec.behind("STOREDIST", 6, new KeySpec.Range(0, 1, 0), OW, UPDATE))
            .keysBy(GeoSearchCommands::keysOfRadius)
            .since("3.2.0")
            .summary("Gives or stores the members whose places are in a circle around a place.")
            .complexity(AREA_COMPLEXITY)
            .syntax("key:key longitude:double latitude:double" + RADIUS_SYNTAX + "[ANY@6.2.0]}] [(order: ASC | DESC)]"
                    + STORE_SYNTAX)
            .history("6.2.0", "`COUNT` with `ANY`.")
            .history("7.0.0", UNIT_HISTORY)
            .deprecated("6.2.0", "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` argument")
            .handler(GeoSearchCommands::georadius);

    private static void georadius(CommandCall call) {
        radius(call, Form.GEORADIUS);
    }

    static final CommandSpec GEORADIUS_RO = CommandSpec.named("georadius_ro")
            .arity(-6)
            .flags(READONLY)
            .acl(AclCategory.GEO)
            .group(CommandGroup.GEO)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("3.2.10")
            .summary("Gives the members whose places are in a circle around a place.")
            .complexity(AREA_COMPLEXITY)
            .syntax("key:key longitude:double latitude:double" + RADIUS_SYNTAX + "[ANY@6.2.0]}] [(order: ASC | DESC)]")
            .history("6.2.0", "`COUNT` with `ANY`.")
            .deprecated("6.2.0", "`GEOSEARCH` with the `BYRADIUS` argument")
            .handler(GeoSearchCommands::georadiusRo);

    private static void georadiusRo(CommandCall call) {
        radius(call, Form.GEORADIUS_RO);
    }

    private static void radius(CommandCall call, Form form) {
        SortedSet set = call.db().read(call.args().next(), SortedSet.class);
        GeoQuery query = GeoQuery.ofRadius(call, form, set);

        answer(call, set, query, KeyEvent.GEORADIUSSTORE);
    }

    static final CommandSpec GEORADIUSBYMEMBER = CommandSpec.named("georadiusbymember")
            .arity(-5)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.GEO)
            .group(CommandGroup.GEO)
            .keys(
                    KeySpec.key(1, RO, ACCESS),
                    KeySpec.behind("STORE", 5, new KeySpec.Range(0, 1, 0), OW, UPDATE),
                    KeySpec.behind("STOREDIST", 5, new KeySpec.Range(0, 1, 0), OW, UPDATE))
            .keysBy(GeoSearchCommands::keysOfRadius)
            .since("3.2.0")
            .summary("Gives or stores the members whose places are in a circle around a member's.")
            .complexity(AREA_COMPLEXITY)
            .syntax("key:key member:string" + RADIUS_SYNTAX + "[ANY]}] [(order: ASC | DESC)]" + STORE_SYNTAX)
            .history("7.0.0", UNIT_HISTORY)
            .deprecated("6.2.0", "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` and `FROMMEMBER` arguments")
            .handler(GeoSearchCommands::georadiusbymember);

    private static void georadiusbymember(CommandCall call) {
        radiusByMember(call, Form.GEORADIUS);
    }

    static final CommandSpec GEORADIUSBYMEMBER_RO = CommandSpec.named("georadiusbymember_ro")
            .arity(-5)
            .flags(READONLY)
            .acl(AclCategory.GEO)
            .group(CommandGroup.GEO)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("3.2.10")
            .summary("Gives the members whose places are in a circle around a member's.")
            .complexity(AREA_COMPLEXITY)
            .syntax("key:key member:string" + RADIUS_SYNTAX + "[ANY]}] [(order: ASC | DESC)]")
            .deprecated("6.2.0", "`GEOSEARCH` with the `BYRADIUS` and `FROMMEMBER` arguments")
            .handler(GeoSearchCommands::georadiusbymemberRo);

    private static void georadiusbymemberRo(CommandCall call) {
        radiusByMember(call, Form.GEORADIUS_RO);
    }

    private static void radiusByMember(CommandCall call, Form form) {
        SortedSet set = call.db().read(call.args().next(), SortedSet.class);
        GeoQuery query = GeoQuery.ofRadiusByMember(call, form, set);

        answer(call, set, query, KeyEvent.GEORADIUSSTORE);
    }

    /** Searches, and stores what is found or replies with it. */
    private static void answer(CommandCall call, @Nullable SortedSet set, GeoQuery query, KeyEvent event) {
        ByteString target = query.storeKey();
        if (set == null) {
            if (target == null) {
                call.reply().array(0);
            } else {
                storeNothing(call, target);
            }
            return;
        }

        GeoPoint[] points = GeoSearch.run(set, query);

        if (target == null) {
            GeoReply.points(call, query, points);
        } else if (points.length == 0) {
            storeNothing(call, target);
        } else {
            call.db().set(target, sortedSetOf(call, query, points));
            call.keyChanged(target, event, points.length);
            call.reply().integer(points.length);
        }
    }

    private static void storeNothing(CommandCall call, ByteString target) {
        if (call.db().delete(target)) {
            call.keyChanged(target, KeyEvent.DEL);
        }
        call.reply().integer(0);
    }

    private static SortedSet sortedSetOf(CommandCall call, GeoQuery query, GeoPoint[] points) {
        int longest = 0;
        for (GeoPoint point : points) {
            longest = Math.max(longest, point.member.length);
        }
        double metersPerUnit = query.area().extent().metersPerUnit();
        SortedSet stored = SortedSet.create(points.length, longest, call.collections());
        for (GeoPoint point : points) {
            double score = query.storesDistance() ? point.meters / metersPerUnit : point.score;
            stored = stored.put(point.member, score, call.collections());
        }
        return stored;
    }

    /** The last key behind STORE or STOREDIST counts (georadiusGetKeys). */
    private static void keysOfRadius(Request request, KeyFinder.KeySink keys) {
        int target = 0;
        for (int i = FIRST_POSSIBLE_STORE; i + 1 < request.count(); i++) {
            if (request.arg(i).equalsIgnoreCase("store") || request.arg(i).equalsIgnoreCase("storedist")) {
                target = i + 1;
                i++;
            }
        }
        keys.key(1, 0);
        if (target > 0) {
            keys.key(target, 0);
        }
    }
}
