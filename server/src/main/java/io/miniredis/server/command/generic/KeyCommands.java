package io.miniredis.server.command.generic;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.DELETE;
import static io.miniredis.server.command.KeySpec.Flag.INSERT;
import static io.miniredis.server.command.KeySpec.Flag.OW;
import static io.miniredis.server.command.KeySpec.Flag.RM;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.RW;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.Values;
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

/** Keys as a whole: is there one, of what type, away with it, under another name, in another database (db.c). */
public final class KeyCommands {
    private KeyCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(COPY, DEL, EXISTS, MOVE, RENAME, RENAMENX, TOUCH, TYPE, UNLINK);
    }

    static final CommandSpec COPY = CommandSpec.named("copy")
            .arity(-3)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.KEYSPACE)
            .group(CommandGroup.GENERIC)
            .keys(KeySpec.key(1, RO, ACCESS), KeySpec.key(2, OW, UPDATE))
            .since("6.2.0")
            .summary("Stores a copy of a key's value under another name or in another database.")
            .complexity("O(1) for strings, O(N) with N elements of a collection.")
            .syntax("source:key#0 destination:key#1 [DB destination-db:integer] [replace=REPLACE]")
            .handler(KeyCommands::copy);

    private static void copy(CommandCall call) {
        Arguments args = call.args();
        ByteString from = args.next();
        ByteString to = args.next();
        CopyOptions options = CopyOptions.parse(call);
        Database target = options.target();
        if (target == call.db() && from.equals(to)) {
            throw Errors.SAME_OBJECT;
        }

        KeyEntry source = call.db().readEntry(from);
        boolean occupied = source != null && target.writeEntry(to) != null;
        if (source == null || (occupied && !options.replace())) {
            call.reply().integer(0);
            return;
        }

        Object copy = Values.copyOf(source.value());
        long expireAt = source.expireAtMillis();
        if (occupied) {
            target.delete(to);
        }
        target.add(to, target.keys().hash(to.bytes()), copy, expireAt);

        call.keyChanged(target, to, KeyEvent.COPY_TO, 1);

        call.reply().integer(1);
    }

    /** What may follow COPY's keys. */
    private record CopyOptions(Database target, boolean replace) {
        static CopyOptions parse(CommandCall call) {
            Arguments args = call.args();
            Database target = call.db();
            boolean replace = false;
            while (args.hasNext()) {
                if (args.acceptToken("replace")) {
                    replace = true;
                } else if (args.acceptOption("db")) {
                    target = nextDatabase(call);
                } else {
                    throw Errors.SYNTAX;
                }
            }
            return new CopyOptions(target, replace);
        }
    }

    private static Database nextDatabase(CommandCall call) {
        int index = call.args().nextInt();
        if (index < 0 || index >= call.server().databases().count()) {
            throw Errors.DB_INDEX_OUT_OF_RANGE;
        }
        return call.server().databases().get(index);
    }

    static final CommandSpec DEL = CommandSpec.named("del")
            .arity(-2)
            .flags(WRITE)
            .acl(AclCategory.KEYSPACE)
            .group(CommandGroup.GENERIC)
            .keys(KeySpec.range(1, -1, 1, RM, DELETE))
            .since("1.0.0")
            .summary("Deletes keys.")
            .complexity("O(N) with N keys removed; O(1) for each string, O(M) for each collection of M elements.")
            .syntax("key:key...")
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .handler(KeyCommands::del);

    private static void del(CommandCall call) {
        delete(call, call.server().config().memory.lazyfreeLazyUserDel.value());
    }

    private static void delete(CommandCall call, boolean lazily) {
        Arguments args = call.args();
        Database db = call.db();
        int deleted = 0;
        while (args.hasNext()) {
            ByteString key = args.next();
            if (db.delete(key, lazily)) {
                call.keyChanged(key, KeyEvent.DEL);
                deleted++;
            }
        }

        call.reply().integer(deleted);
    }

    static final CommandSpec EXISTS = CommandSpec.named("exists")
            .arity(-2)
            .flags(READONLY, FAST)
            .acl(AclCategory.KEYSPACE)
            .group(CommandGroup.GENERIC)
            .keys(KeySpec.range(1, -1, 1, RO))
            .since("1.0.0")
            .summary("Counts which of the keys are there; one named twice counts twice.")
            .complexity("O(N) with N keys named.")
            .syntax("key:key...")
            .history("3.0.3", "Takes several keys.")
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .handler(KeyCommands::exists);

    private static void exists(CommandCall call) {
        Arguments args = call.args();
        Database db = call.db();
        int found = 0;
        while (args.hasNext()) {
            if (db.viewEntry(args.next()) != null) {
                found++;
            }
        }

        call.reply().integer(found);
    }

    static final CommandSpec MOVE = CommandSpec.named("move")
            .arity(3)
            .flags(WRITE, FAST)
            .acl(AclCategory.KEYSPACE)
            .group(CommandGroup.GENERIC)
            .keys(KeySpec.key(1, RW, ACCESS, UPDATE))
            .since("1.0.0")
            .summary("Moves a key to another database, unless that has one of this name.")
            .complexity("O(1)")
            .syntax("key:key db:integer")
            .handler(KeyCommands::move);

    private static void move(CommandCall call) {
        call.requireNoCluster(Errors.MOVE_IN_CLUSTER);
        ByteString key = call.args().next();
        Database source = call.db();
        Database target = nextDatabase(call);
        if (source == target) {
            throw Errors.SAME_OBJECT;
        }

        KeyEntry entry = source.writeEntry(key);
        if (entry == null || target.writeEntry(key) != null) {
            call.reply().integer(0);
            return;
        }

        target.add(key, entry.hash(), entry.value(), entry.expireAtMillis());
        source.remove(key);

        call.keyChanged(source, key, KeyEvent.MOVE_FROM, 0);
        call.keyChanged(target, key, KeyEvent.MOVE_TO, 1);

        call.reply().integer(1);
    }

    static final CommandSpec RENAME = CommandSpec.named("rename")
            .arity(3)
            .flags(WRITE)
            .acl(AclCategory.KEYSPACE)
            .group(CommandGroup.GENERIC)
            .keys(KeySpec.key(1, RW, ACCESS, DELETE), KeySpec.key(2, OW, UPDATE))
            .since("1.0.0")
            .summary("Gives a key another name, in place of whatever had it.")
            .complexity("O(1)")
            .syntax("key:key#0 newkey:key#1")
            .handler(KeyCommands::rename);

    private static void rename(CommandCall call) {
        rename(call, true);

        call.reply().ok();
    }

    static final CommandSpec RENAMENX = CommandSpec.named("renamenx")
            .arity(3)
            .flags(WRITE, FAST)
            .acl(AclCategory.KEYSPACE)
            .group(CommandGroup.GENERIC)
            .keys(KeySpec.key(1, RW, ACCESS, DELETE), KeySpec.key(2, OW, INSERT))
            .since("1.0.0")
            .summary("Gives a key another name, unless some key has it.")
            .complexity("O(1)")
            .syntax("key:key#0 newkey:key#1")
            .history("3.2.0", "Both names may be the same.")
            .handler(KeyCommands::renamenx);

    private static void renamenx(CommandCall call) {
        boolean renamed = rename(call, false);

        call.reply().integer(renamed ? 1 : 0);
    }

    /** True if the key has the new name now and had another one before. */
    private static boolean rename(CommandCall call, boolean replace) {
        ByteString from = call.args().next();
        ByteString to = call.args().next();

        Database db = call.db();
        KeyEntry entry = db.writeEntry(from);
        if (entry == null) {
            throw Errors.NO_SUCH_KEY;
        }
        if (from.equals(to)) {
            return false;
        }
        boolean occupied = db.writeEntry(to) != null;
        if (occupied && !replace) {
            return false;
        }

        if (occupied) {
            db.delete(to);
        }
        db.add(to, db.keys().hash(to.bytes()), entry.value(), entry.expireAtMillis());
        db.remove(from);

        call.keyChanged(from, KeyEvent.RENAME_FROM, 0);
        call.keyChanged(to, KeyEvent.RENAME_TO, 1);
        return true;
    }

    static final CommandSpec TOUCH = CommandSpec.named("touch")
            .arity(-2)
            .flags(READONLY, FAST)
            .acl(AclCategory.KEYSPACE)
            .group(CommandGroup.GENERIC)
            .keys(KeySpec.range(1, -1, 1, RO))
            .since("3.2.1")
            .summary("Counts as a use of the keys, and tells how many of them are there.")
            .complexity("O(N) with N keys named.")
            .syntax("key:key...")
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .handler(KeyCommands::touch);

    private static void touch(CommandCall call) {
        Arguments args = call.args();
        Database db = call.db();
        // A client with CLIENT NO-TOUCH that says TOUCH means it.
        call.server().databases().touching(true);
        int touched = 0;
        while (args.hasNext()) {
            if (db.readEntry(args.next()) != null) {
                touched++;
            }
        }

        call.reply().integer(touched);
    }

    static final CommandSpec TYPE = CommandSpec.named("type")
            .arity(2)
            .flags(READONLY, FAST)
            .acl(AclCategory.KEYSPACE)
            .group(CommandGroup.GENERIC)
            .keys(KeySpec.key(1, RO))
            .since("1.0.0")
            .summary("Tells what kind of value a key holds.")
            .complexity("O(1)")
            .syntax("key:key")
            .handler(KeyCommands::type);

    private static void type(CommandCall call) {
        KeyEntry entry = call.db().viewEntry(call.args().next());

        call.reply()
                .simple(entry == null ? "none" : Values.typeOf(entry.value()).wireName());
    }

    static final CommandSpec UNLINK = CommandSpec.named("unlink")
            .arity(-2)
            .flags(WRITE, FAST)
            .acl(AclCategory.KEYSPACE)
            .group(CommandGroup.GENERIC)
            .keys(KeySpec.range(1, -1, 1, RM, DELETE))
            .since("4.0.0")
            .summary("Deletes keys and leaves it to others to free their memory.")
            .complexity("O(1) for each key; O(N) behind the scenes to free the N parts of its value.")
            .syntax("key:key...")
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .handler(KeyCommands::unlink);

    private static void unlink(CommandCall call) {
        delete(call, true);
    }
}
