package io.miniredis.server.command.hash;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.DELETE;
import static io.miniredis.server.command.KeySpec.Flag.INSERT;
import static io.miniredis.server.command.KeySpec.Flag.RW;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.HashValue;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.Request;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;

/** Fields set and removed (t_hash.c). */
public final class HashCommands {
    private static final int FIRST_FIELD = 2;

    private HashCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(HSET, HMSET, HSETNX, HDEL);
    }

    static final CommandSpec HSET = CommandSpec.named("hset")
            .arity(-4)
            .flags(WRITE, DENYOOM, FAST)
            .acl(AclCategory.HASH)
            .group(CommandGroup.HASH)
            .keys(KeySpec.key(1, RW, UPDATE))
            .since("2.0.0")
            .summary("Sets fields of a hash, and tells how many are new.")
            .complexity("O(N) with N fields set.")
            .syntax("key:key {data: field:string value:string}...")
            .history("4.0.0", "Sets several fields at once.")
            .handler(HashCommands::hset);

    private static void hset(CommandCall call) {
        int created = set(call);

        call.reply().integer(created);
    }

    static final CommandSpec HMSET = CommandSpec.named("hmset")
            .arity(-4)
            .flags(WRITE, DENYOOM, FAST)
            .acl(AclCategory.HASH)
            .group(CommandGroup.HASH)
            .keys(KeySpec.key(1, RW, UPDATE))
            .since("2.0.0")
            .summary("Sets fields of a hash.")
            .complexity("O(N) with N fields set.")
            .syntax("key:key {data: field:string value:string}...")
            .deprecated("4.0.0", "`HSET` with multiple field-value pairs")
            .handler(HashCommands::hmset);

    private static void hmset(CommandCall call) {
        set(call);

        call.reply().ok();
    }

    private static int set(CommandCall call) {
        Request request = call.request();
        int count = request.count();
        if (count % 2 == 1) {
            throw Errors.wrongArity(call.command().fullName());
        }
        ByteString key = call.args().next();

        Database db = call.db();
        int keyHash = db.hash(key);
        KeyEntry entry = db.writeEntry(key, keyHash, HashValue.class);
        HashValue hash = HashChanges.withRoomFor(call, entry, FIRST_FIELD);

        int created = 0;
        for (int i = FIRST_FIELD; i < count; i += 2) {
            created += hash.put(request.arg(i).bytes(), request.arg(i + 1).bytes(), false) ? 1 : 0;
        }
        HashChanges.store(call, key, keyHash, entry, hash);

        call.keyChanged(key, KeyEvent.HSET, (count - FIRST_FIELD) / 2);
        return created;
    }

    static final CommandSpec HSETNX = CommandSpec.named("hsetnx")
            .arity(4)
            .flags(WRITE, DENYOOM, FAST)
            .acl(AclCategory.HASH)
            .group(CommandGroup.HASH)
            .keys(KeySpec.key(1, RW, INSERT))
            .since("2.0.0")
            .summary("Sets a field of a hash unless it exists.")
            .complexity("O(1)")
            .syntax("key:key field:string value:string")
            .handler(HashCommands::hsetnx);

    private static void hsetnx(CommandCall call) {
        Arguments args = call.args();
        ByteString key = args.next();
        ByteString field = args.next();
        ByteString value = args.next();

        Database db = call.db();
        int keyHash = db.hash(key);
        KeyEntry entry = db.writeEntry(key, keyHash, HashValue.class);
        if (entry != null && LiveFields.find(call, key, Database.require(entry, HashValue.class), field) >= 0) {
            call.reply().integer(0);
            return;
        }
        entry = HashChanges.stillThere(entry);

        HashValue hash = HashChanges.withRoomFor(call, entry, FIRST_FIELD);
        hash.put(field.bytes(), value.bytes(), false);
        HashChanges.store(call, key, keyHash, entry, hash);

        call.keyChanged(key, KeyEvent.HSET);

        call.reply().integer(1);
    }

    static final CommandSpec HDEL = CommandSpec.named("hdel")
            .arity(-3)
            .flags(WRITE, FAST)
            .acl(AclCategory.HASH)
            .group(CommandGroup.HASH)
            .keys(KeySpec.key(1, RW, DELETE))
            .since("2.0.0")
            .summary("Removes fields of a hash, and with the last one the hash.")
            .complexity("O(N) with N fields given.")
            .syntax("key:key field:string...")
            .history("2.4.0", "Removes several fields at once.")
            .handler(HashCommands::hdel);

    private static void hdel(CommandCall call) {
        ByteString key = call.args().next();

        KeyEntry entry = call.db().writeEntry(key, HashValue.class);
        if (entry == null) {
            call.reply().integer(0);
            return;
        }

        HashValue hash = Database.require(entry, HashValue.class);
        int deleted = 0;
        while (call.args().hasNext() && hash.fieldCount() > 0) {
            deleted += hash.remove(call.args().next().bytes()) ? 1 : 0;
        }

        if (deleted > 0) {
            call.keyChanged(key, KeyEvent.HDEL, deleted);
            HashChanges.leave(call, key, entry, hash);
        }

        call.reply().integer(deleted);
    }
}
