package io.miniredis.server.command.geo;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.RW;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.DecimalText;
import io.miniredis.datastructures.GeoHash;
import io.miniredis.datastructures.GreatCircle;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.Numbers;
import io.miniredis.datastructures.SortedSet;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Places of members, and how far they are from each other (geo.c). */
public final class GeoCommands {
    private static final ByteString ZADD = ByteString.of("zadd");

    private GeoCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(GEOADD, GEODIST, GEOHASH, GEOPOS);
    }

    static final CommandSpec GEOADD = CommandSpec.named("geoadd")
            .arity(-5)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.GEO)
            .group(CommandGroup.GEO)
            .keys(KeySpec.key(1, RW, UPDATE))
            .since("3.2.0")
            .summary("Adds members with their places to a sorted set, or moves them.")
            .complexity("O(log(N)) for each member, where N is the number of members in the set.")
            .syntax("key:key [(condition: NX | XX)@6.2.0] [change=CH@6.2.0]"
                    + " {data: longitude:double latitude:double member:string}...")
            .history("6.2.0", "Options `CH`, `NX` and `XX`.")
            .handler(GeoCommands::geoadd);

    /** A ZADD whose scores are places: it is propagated, and told of, as that. */
    private static void geoadd(CommandCall call) {
        Arguments args = call.args();
        ByteString key = args.next();
        GeoaddOptions options = GeoaddOptions.parse(args);
        int firstPlace = args.position();
        double[] scores = nextScores(args);

        Database db = call.db();
        int hash = db.hash(key);
        KeyEntry entry = db.writeEntry(key, hash, SortedSet.class);
        if (entry == null && options.onlyExisting()) {
            call.reply().integer(0);
            return;
        }

        SortedSet set = entry == null
                ? SortedSet.create(scores.length, memberAt(call, firstPlace, 0).length, call.collections())
                : Database.require(entry, SortedSet.class).expecting(scores.length, call.collections());
        int added = 0;
        int moved = 0;
        for (int i = 0; i < scores.length; i++) {
            byte[] member = memberAt(call, firstPlace, i);
            int position = set.find(member);
            if (position == SortedSet.ABSENT && !options.onlyExisting()) {
                set = set.add(member, scores[i], call.collections());
                added++;
            } else if (position != SortedSet.ABSENT && !options.onlyNew() && set.score(position) != scores[i]) {
                set.rescore(position, scores[i]);
                moved++;
            }
        }
        if (entry == null) {
            db.add(key, hash, set);
        } else {
            entry.value(set);
        }

        if (added + moved > 0) {
            call.keyChanged(key, KeyEvent.ZADD, added + moved);
            propagateAsZadd(call, firstPlace, scores);
        }

        call.reply().integer(options.countChanged() ? added + moved : added);
    }

    /** The places of all members as scores; no argument is left. */
    private static double[] nextScores(Arguments args) {
        double[] scores = new double[args.remaining() / 3];
        for (int i = 0; i < scores.length; i++) {
            double longitude = args.nextDouble();
            double latitude = args.nextDouble();
            GeoArguments.requireOnTheMap(longitude, latitude);
            scores[i] = GeoHash.encode(longitude, latitude, GeoHash.STEPS);
            args.skip(1);
        }
        if (scores.length == 0) {
            throw Errors.SYNTAX;
        }
        return scores;
    }

    private static byte[] memberAt(CommandCall call, int firstPlace, int index) {
        return call.request().arg(firstPlace + 3 * index + 2).bytes();
    }

    private static void propagateAsZadd(CommandCall call, int firstPlace, double[] scores) {
        if (!call.isPropagated()) {
            call.preventPropagation();
            return;
        }
        ByteString[] zadd = new ByteString[firstPlace + 2 * scores.length];
        zadd[0] = ZADD;
        for (int i = 1; i < firstPlace; i++) {
            zadd[i] = call.request().arg(i);
        }
        for (int i = 0; i < scores.length; i++) {
            zadd[firstPlace + 2 * i] = ByteString.wrap(Numbers.digits((long) scores[i]));
            zadd[firstPlace + 2 * i + 1] = call.request().arg(firstPlace + 3 * i + 2);
        }
        call.propagateAs(zadd);
    }

    static final CommandSpec GEODIST = CommandSpec.named("geodist")
            .arity(-4)
            .flags(READONLY)
            .acl(AclCategory.GEO)
            .group(CommandGroup.GEO)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("3.2.0")
            .summary("Gives the distance between the places of two members.")
            .complexity("O(1)")
            .syntax("key:key member1:string member2:string [(unit: M | KM | FT | MI)]")
            .handler(GeoCommands::geodist);

    private static void geodist(CommandCall call) {
        Arguments args = call.args();
        ByteString key = args.next();
        ByteString one = args.next();
        ByteString other = args.next();
        if (args.remaining() > 1) {
            throw Errors.SYNTAX;
        }
        double metersPerUnit = args.hasNext() ? GeoArguments.nextUnit(args) : 1;

        SortedSet set = call.db().read(key, SortedSet.class);
        double score1 = scoreOf(set, one);
        double score2 = scoreOf(set, other);
        if (Double.isNaN(score1) || Double.isNaN(score2)) {
            call.reply().nil();
            return;
        }

        double meters = GreatCircle.meters(
                GeoHash.longitude(score1), GeoHash.latitude(score1),
                GeoHash.longitude(score2), GeoHash.latitude(score2));
        call.reply().bulk(DecimalText.distance(meters / metersPerUnit));
    }

    /** A member's score, or NaN. */
    private static double scoreOf(@Nullable SortedSet set, ByteString member) {
        return set == null ? Double.NaN : set.score(member.bytes());
    }

    static final CommandSpec GEOHASH = CommandSpec.named("geohash")
            .arity(-2)
            .flags(READONLY)
            .acl(AclCategory.GEO)
            .group(CommandGroup.GEO)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("3.2.0")
            .summary("Gives the places of members as geohashes of eleven letters.")
            .complexity("O(1) for each member.")
            .syntax("key:key [member:string...]")
            .handler(GeoCommands::geohash);

    private static void geohash(CommandCall call) {
        ByteString key = call.args().next();

        SortedSet set = call.db().read(key, SortedSet.class);

        call.reply().array(call.args().remaining());
        while (call.args().hasNext()) {
            double score = scoreOf(set, call.args().next());
            if (Double.isNaN(score)) {
                call.reply().nil();
            } else {
                call.reply().bulk(GeoHash.text(score));
            }
        }
    }

    static final CommandSpec GEOPOS = CommandSpec.named("geopos")
            .arity(-2)
            .flags(READONLY)
            .acl(AclCategory.GEO)
            .group(CommandGroup.GEO)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("3.2.0")
            .summary("Gives the places of members as longitude and latitude.")
            .complexity("O(1) for each member.")
            .syntax("key:key [member:string...]")
            .handler(GeoCommands::geopos);

    private static void geopos(CommandCall call) {
        ByteString key = call.args().next();

        SortedSet set = call.db().read(key, SortedSet.class);

        call.reply().array(call.args().remaining());
        while (call.args().hasNext()) {
            double score = scoreOf(set, call.args().next());
            if (Double.isNaN(score)) {
                call.reply().nilArray();
            } else {
                GeoReply.place(call.reply(), GeoHash.longitude(score), GeoHash.latitude(score));
            }
        }
    }
}
