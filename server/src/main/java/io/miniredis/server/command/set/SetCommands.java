package io.miniredis.server.command.set;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.DELETE;
import static io.miniredis.server.command.KeySpec.Flag.INSERT;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.RW;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.CollectionSettings;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.SetValue;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.command.generic.ScanOptions;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Members of one set: added, removed, asked for, listed (t_set.c). */
public final class SetCommands {
    private SetCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(SADD, SREM, SMOVE, SISMEMBER, SMISMEMBER, SCARD, SMEMBERS, SSCAN);
    }

    static final CommandSpec SADD = CommandSpec.named("sadd")
            .arity(-3)
            .flags(WRITE, DENYOOM, FAST)
            .acl(AclCategory.SET)
            .group(CommandGroup.SET)
            .keys(KeySpec.key(1, RW, INSERT))
            .since("1.0.0")
            .summary("Adds members to a set, which is created if need be.")
            .complexity("O(1) for each member.")
            .syntax("key:key member:string...")
            .history("2.4.0", "Takes several members.")
            .handler(SetCommands::sadd);

    private static void sadd(CommandCall call) {
        Arguments args = call.args();
        ByteString key = args.next();

        Database db = call.db();
        CollectionSettings settings = call.collections();
        int hash = db.hash(key);
        KeyEntry entry = db.writeEntry(key, hash, SetValue.class);
        SetValue set = entry == null
                ? SetValue.create(args.peek().bytes(), args.remaining(), settings)
                : Database.require(entry, SetValue.class).preparedFor(args.remaining(), settings);

        int before = set.size();
        while (args.hasNext()) {
            set = set.add(args.next().bytes(), settings);
        }
        int added = set.size() - before;
        if (entry == null) {
            set.trim();
            db.add(key, hash, set);
        } else {
            store(entry, set);
        }

        if (added > 0) {
            call.keyChanged(key, KeyEvent.SADD, added);
        }

        call.reply().integer(added);
    }

    /** The set stays the value of its key, or its successor becomes it. */
    private static void store(KeyEntry entry, SetValue set) {
        if (entry.value() != set) {
            entry.value(set);
        }
    }

    static final CommandSpec SREM = CommandSpec.named("srem")
            .arity(-3)
            .flags(WRITE, FAST)
            .acl(AclCategory.SET)
            .group(CommandGroup.SET)
            .keys(KeySpec.key(1, RW, DELETE))
            .since("1.0.0")
            .summary("Removes members from a set, and with the last one the set.")
            .complexity("O(N) with N members to remove.")
            .syntax("key:key member:string...")
            .history("2.4.0", "Takes several members.")
            .handler(SetCommands::srem);

    private static void srem(CommandCall call) {
        Arguments args = call.args();
        ByteString key = args.next();

        Database db = call.db();
        KeyEntry entry = db.writeEntry(key, SetValue.class);
        if (entry == null) {
            call.reply().integer(0);
            return;
        }

        SetValue set = Database.require(entry, SetValue.class);
        int before = set.size();
        while (args.hasNext() && set.size() > 0) {
            set.remove(args.next().bytes());
        }
        int removed = before - set.size();

        if (removed > 0) {
            reportRemoval(call, key, entry, set, KeyEvent.SREM, removed);
        }

        call.reply().integer(removed);
    }

    /** A set that has become empty leaves the keyspace. */
    static void reportRemoval(
            CommandCall call, ByteString key, KeyEntry entry, SetValue set, KeyEvent event, int removed) {
        boolean emptied = set.size() == 0;
        if (emptied) {
            call.db().remove(entry);
        }
        call.keyChanged(key, event, removed);
        if (emptied) {
            call.keyChanged(key, KeyEvent.DEL, 0);
        }
    }

    static final CommandSpec SMOVE = CommandSpec.named("smove")
            .arity(4)
            .flags(WRITE, FAST)
            .acl(AclCategory.SET)
            .group(CommandGroup.SET)
            .keys(KeySpec.key(1, RW, ACCESS, DELETE), KeySpec.key(2, RW, INSERT))
            .since("1.0.0")
            .summary("Moves a member from one set to another.")
            .complexity("O(1)")
            .syntax("source:key destination:key#1 member:string")
            .handler(SetCommands::smove);

    private static void smove(CommandCall call) {
        ByteString sourceKey = call.args().next();
        ByteString destinationKey = call.args().next();
        byte[] member = call.args().next().bytes();

        KeyEntry source = call.db().writeEntry(sourceKey);
        KeyEntry destination = call.db().writeEntry(destinationKey);
        if (source == null) {
            call.reply().integer(0);
            return;
        }
        SetValue from = Database.require(source, SetValue.class);
        SetValue to = destination == null ? null : Database.require(destination, SetValue.class);

        boolean moves = from == to ? from.contains(member) : from.remove(member);
        if (moves && from != to) {
            reportRemoval(call, sourceKey, source, from, KeyEvent.SREM, 1);
            addMoved(call, destinationKey, destination, member);
        }

        call.reply().integer(moves ? 1 : 0);
    }

    private static void addMoved(CommandCall call, ByteString key, @Nullable KeyEntry destination, byte[] member) {
        CollectionSettings settings = call.collections();
        SetValue before = destination == null
                ? SetValue.create(member, 1, settings)
                : Database.require(destination, SetValue.class);
        int size = before.size();
        SetValue after = before.add(member, settings);
        if (destination == null) {
            call.db().add(key, after);
        } else {
            store(destination, after);
        }
        if (after.size() > size) {
            call.keyChanged(key, KeyEvent.SADD);
        }
    }

    static final CommandSpec SISMEMBER = CommandSpec.named("sismember")
            .arity(3)
            .flags(READONLY, FAST)
            .acl(AclCategory.SET)
            .group(CommandGroup.SET)
            .keys(KeySpec.key(1, RO))
            .since("1.0.0")
            .summary("Tells whether a set has a member.")
            .complexity("O(1)")
            .syntax("key:key member:string")
            .handler(SetCommands::sismember);

    private static void sismember(CommandCall call) {
        ByteString key = call.args().next();
        ByteString member = call.args().next();

        SetValue set = call.db().read(key, SetValue.class);

        call.reply().integer(set != null && set.contains(member.bytes()) ? 1 : 0);
    }

    static final CommandSpec SMISMEMBER = CommandSpec.named("smismember")
            .arity(-3)
            .flags(READONLY, FAST)
            .acl(AclCategory.SET)
            .group(CommandGroup.SET)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("6.2.0")
            .summary("Tells of each of several members whether a set has it.")
            .complexity("O(N) with N members to look up.")
            .syntax("key:key member:string...")
            .handler(SetCommands::smismember);

    private static void smismember(CommandCall call) {
        Arguments args = call.args();
        ByteString key = args.next();

        SetValue set = call.db().read(key, SetValue.class);

        call.reply().array(args.remaining());
        while (args.hasNext()) {
            byte[] member = args.next().bytes();
            call.reply().integer(set != null && set.contains(member) ? 1 : 0);
        }
    }

    static final CommandSpec SCARD = CommandSpec.named("scard")
            .arity(2)
            .flags(READONLY, FAST)
            .acl(AclCategory.SET)
            .group(CommandGroup.SET)
            .keys(KeySpec.key(1, RO))
            .since("1.0.0")
            .summary("Counts a set's members.")
            .complexity("O(1)")
            .syntax("key:key")
            .handler(SetCommands::scard);

    private static void scard(CommandCall call) {
        ByteString key = call.args().next();

        SetValue set = call.db().read(key, SetValue.class);

        call.reply().integer(set == null ? 0 : set.size());
    }

    static final CommandSpec SMEMBERS = CommandSpec.named("smembers")
            .arity(2)
            .flags(READONLY)
            .acl(AclCategory.SET)
            .group(CommandGroup.SET)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("1.0.0")
            .summary("Lists all members of a set.")
            .complexity("O(N) with N members.")
            .syntax("key:key")
            .tips("nondeterministic_output_order")
            .handler(SetCommands::smembers);

    private static void smembers(CommandCall call) {
        ByteString key = call.args().next();

        SetValue set = call.db().read(key, SetValue.class);

        call.reply().set(set == null ? 0 : set.size());
        if (set != null) {
            SetReply.members(call, set);
        }
    }

    static final CommandSpec SSCAN = CommandSpec.named("sscan")
            .arity(-3)
            .flags(READONLY)
            .acl(AclCategory.SET)
            .group(CommandGroup.SET)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("2.8.0")
            .summary("Lists some members of a set and a cursor with which to go on.")
            .complexity("O(1) for a call, O(N) for a whole iteration over N members.")
            .syntax("key:key cursor:integer [MATCH pattern:pattern] [COUNT count:integer]")
            .tips("nondeterministic_output")
            .handler(SetCommands::sscan);

    // The options are parsed after the lookup, as scanGenericCommand does: a missing key is no place for syntax errors.
    private static void sscan(CommandCall call) {
        ByteString key = call.args().next();
        long cursor = ScanOptions.nextCursor(call.args());

        SetValue set = call.db().read(key, SetValue.class);
        MemberCollector collector = new MemberCollector();
        long next = 0;
        if (set != null) {
            next = collector.collect(set, cursor, ScanOptions.parse(call.args(), false));
        }

        List<byte[]> found = collector.found();
        ReplyWriter reply = call.reply();
        reply.array(2);
        reply.bulkInteger(next);
        reply.array(found.size());
        for (int i = 0; i < found.size() && !SetReply.isLost(call, i); i++) {
            reply.bulk(found.get(i));
        }
    }
}
