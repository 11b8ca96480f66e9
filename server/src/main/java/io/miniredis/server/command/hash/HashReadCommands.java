package io.miniredis.server.command.hash;

import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.RO;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.HashValue;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.CommandSpecBuilder;
import io.miniredis.server.command.KeySpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields and values read, by name or all (t_hash.c). */
public final class HashReadCommands {
    private static final int FIRST_FIELD = 2;

    /** So many fields are written between two looks at whether somebody still reads. */
    private static final int FIELDS_PER_LOOK = 256;

    private HashReadCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(HGET, HMGET, HGETALL, HKEYS, HVALS, HEXISTS, HLEN, HSTRLEN);
    }

    private static CommandSpecBuilder reading(String name, KeySpec key) {
        return CommandSpec.named(name)
                .acl(AclCategory.HASH)
                .group(CommandGroup.HASH)
                .keys(key);
    }

    static final CommandSpec HGET = reading("hget", KeySpec.key(1, RO, ACCESS))
            .arity(3)
            .flags(READONLY, FAST)
            .since("2.0.0")
            .summary("Gives the value of a field of a hash.")
            .complexity("O(1)")
            .syntax("key:key field:string")
            .handler(HashReadCommands::hget);

    private static void hget(CommandCall call) {
        ByteString key = call.args().next();
        ByteString field = call.args().next();

        HashValue hash = call.db().read(key, HashValue.class);

        writeValue(call, key, hash, field);
    }

    private static void writeValue(CommandCall call, ByteString key, @Nullable HashValue hash, ByteString field) {
        int at = hash == null ? HashValue.NO_FIELD : LiveFields.find(call, key, hash, field);
        if (hash == null || at == HashValue.NO_FIELD) {
            call.reply().nil();
        } else {
            hash.writeValue(at, call.reply());
        }
    }

    static final CommandSpec HMGET = reading("hmget", KeySpec.key(1, RO, ACCESS))
            .arity(-3)
            .flags(READONLY, FAST)
            .since("2.0.0")
            .summary("Gives the values of some fields of a hash.")
            .complexity("O(N) with N fields given.")
            .syntax("key:key field:string...")
            .handler(HashReadCommands::hmget);

    private static void hmget(CommandCall call) {
        ByteString key = call.args().next();

        HashValue hash = call.db().read(key, HashValue.class);

        call.reply().array(call.args().remaining());
        if (hash != null) {
            LiveFields.deleteExpired(call, key, hash, FIRST_FIELD);
        }
        while (call.args().hasNext()) {
            ByteString field = call.args().next();
            int at = hash == null ? HashValue.NO_FIELD : LiveFields.peek(call, hash, field);
            writeValueAt(call.reply(), hash, at);
        }
    }

    static void writeValueAt(ReplyWriter reply, @Nullable HashValue hash, int at) {
        if (hash == null || at == HashValue.NO_FIELD) {
            reply.nil();
        } else {
            hash.writeValue(at, reply);
        }
    }

    static final CommandSpec HGETALL = reading("hgetall", KeySpec.key(1, RO, ACCESS))
            .arity(2)
            .flags(READONLY)
            .since("2.0.0")
            .summary("Gives all fields of a hash with their values.")
            .complexity("O(N) with N fields in the hash.")
            .syntax("key:key")
            .tips("nondeterministic_output_order")
            .handler(HashReadCommands::hgetall);

    private static void hgetall(CommandCall call) {
        HashValue hash = call.db().read(call.args().next(), HashValue.class);

        call.reply().map(liveCount(call, hash));
        writeAll(call, hash, true, true);
    }

    static final CommandSpec HKEYS = reading("hkeys", KeySpec.key(1, RO, ACCESS))
            .arity(2)
            .flags(READONLY)
            .since("2.0.0")
            .summary("Gives all fields of a hash.")
            .complexity("O(N) with N fields in the hash.")
            .syntax("key:key")
            .tips("nondeterministic_output_order")
            .handler(HashReadCommands::hkeys);

    private static void hkeys(CommandCall call) {
        HashValue hash = call.db().read(call.args().next(), HashValue.class);

        call.reply().array(liveCount(call, hash));
        writeAll(call, hash, true, false);
    }

    static final CommandSpec HVALS = reading("hvals", KeySpec.key(1, RO, ACCESS))
            .arity(2)
            .flags(READONLY)
            .since("2.0.0")
            .summary("Gives the values of all fields of a hash.")
            .complexity("O(N) with N fields in the hash.")
            .syntax("key:key")
            .tips("nondeterministic_output_order")
            .handler(HashReadCommands::hvals);

    private static void hvals(CommandCall call) {
        HashValue hash = call.db().read(call.args().next(), HashValue.class);

        call.reply().array(liveCount(call, hash));
        writeAll(call, hash, false, true);
    }

    /** How many fields there are, those left out whose time has passed. */
    private static int liveCount(CommandCall call, @Nullable HashValue hash) {
        if (hash == null) {
            return 0;
        }
        boolean all = call.mustBeObeyed();
        return hash.fieldCount() - (all ? 0 : hash.countExpiringBefore(call.nowMillis()));
    }

    private static void writeAll(CommandCall call, @Nullable HashValue hash, boolean fields, boolean values) {
        if (hash == null) {
            return;
        }
        int written = 0;
        for (int at = hash.firstField(); at != HashValue.NO_FIELD; at = hash.fieldAfter(at)) {
            if (LiveFields.isExpired(call, hash, at)) {
                continue;
            }
            if (fields) {
                hash.writeField(at, call.reply());
            }
            if (values) {
                hash.writeValue(at, call.reply());
            }
            if (++written % FIELDS_PER_LOOK == 0 && call.isReplyLost()) {
                return;
            }
        }
    }

    static final CommandSpec HEXISTS = reading("hexists", KeySpec.key(1, RO))
            .arity(3)
            .flags(READONLY, FAST)
            .since("2.0.0")
            .summary("Tells whether a hash has a field.")
            .complexity("O(1)")
            .syntax("key:key field:string")
            .handler(HashReadCommands::hexists);

    private static void hexists(CommandCall call) {
        ByteString key = call.args().next();
        ByteString field = call.args().next();

        HashValue hash = call.db().read(key, HashValue.class);
        boolean exists = hash != null && LiveFields.find(call, key, hash, field) != HashValue.NO_FIELD;

        call.reply().integer(exists ? 1 : 0);
    }

    static final CommandSpec HLEN = reading("hlen", KeySpec.key(1, RO))
            .arity(2)
            .flags(READONLY, FAST)
            .since("2.0.0")
            .summary("Counts the fields of a hash.")
            .complexity("O(1)")
            .syntax("key:key")
            .handler(HashReadCommands::hlen);

    private static void hlen(CommandCall call) {
        HashValue hash = call.db().read(call.args().next(), HashValue.class);

        call.reply().integer(hash == null ? 0 : hash.fieldCount());
    }

    static final CommandSpec HSTRLEN = reading("hstrlen", KeySpec.key(1, RO))
            .arity(3)
            .flags(READONLY, FAST)
            .since("3.2.0")
            .summary("Tells how many bytes the value of a field has.")
            .complexity("O(1)")
            .syntax("key:key field:string")
            .handler(HashReadCommands::hstrlen);

    private static void hstrlen(CommandCall call) {
        ByteString key = call.args().next();
        ByteString field = call.args().next();

        HashValue hash = call.db().read(key, HashValue.class);
        int at = hash == null ? HashValue.NO_FIELD : LiveFields.find(call, key, hash, field);

        call.reply().integer(hash == null || at == HashValue.NO_FIELD ? 0 : hash.valueLength(at));
    }
}
