package io.miniredis.server.command.string;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.INSERT;
import static io.miniredis.server.command.KeySpec.Flag.OW;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Strings;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;

/** Many strings read or written at once (t_string.c). */
public final class StringPairCommands {
    private StringPairCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(MGET, MSET, MSETNX);
    }

    static final CommandSpec MGET = CommandSpec.named("mget")
            .arity(-2)
            .flags(READONLY, FAST)
            .acl(AclCategory.STRING)
            .group(CommandGroup.STRING)
            .keys(KeySpec.range(1, -1, 1, RO, ACCESS))
            .since("1.0.0")
            .summary("Gives the strings stored under several keys, nothing for a key without a string.")
            .complexity("O(N) where N is the number of keys.")
            .syntax("key:key...")
            .tips("request_policy:multi_shard")
            .handler(StringPairCommands::mget);

    private static void mget(CommandCall call) {
        Arguments keys = call.args();

        Database db = call.db();
        ReplyWriter reply = call.reply();
        reply.array(keys.remaining());
        while (keys.hasNext()) {
            Object value = db.read(keys.next());
            StringReply.write(reply, value != null && Strings.isString(value) ? value : null);
        }
    }

    static final CommandSpec MSET = CommandSpec.named("mset")
            .arity(-3)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.STRING)
            .group(CommandGroup.STRING)
            .keys(KeySpec.range(1, -1, 2, OW, UPDATE))
            .since("1.0.1")
            .summary("Stores strings under several keys, all at once.")
            .complexity("O(N) where N is the number of keys.")
            .syntax("{data: key:key value:string}...")
            .tips("request_policy:multi_shard", "response_policy:all_succeeded")
            .handler(StringPairCommands::mset);

    private static void mset(CommandCall call) {
        requirePairs(call);

        setAll(call);

        call.reply().ok();
    }

    static final CommandSpec MSETNX = CommandSpec.named("msetnx")
            .arity(-3)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.STRING)
            .group(CommandGroup.STRING)
            .keys(KeySpec.range(1, -1, 2, OW, INSERT))
            .since("1.0.1")
            .summary("Stores strings under several keys, all at once, unless one of the keys exists.")
            .complexity("O(N) where N is the number of keys.")
            .syntax("{data: key:key value:string}...")
            .handler(StringPairCommands::msetnx);

    private static void msetnx(CommandCall call) {
        requirePairs(call);

        if (anyExists(call)) {
            call.reply().integer(0);
            return;
        }

        setAll(call);

        call.reply().integer(1);
    }

    private static void requirePairs(CommandCall call) {
        if (call.args().remaining() % 2 != 0) {
            throw Errors.wrongArity(call.command().fullName());
        }
    }

    private static boolean anyExists(CommandCall call) {
        Database db = call.db();
        int count = call.request().count();
        for (int i = call.args().position(); i < count; i += 2) {
            if (db.writeEntry(call.request().arg(i)) != null) {
                return true;
            }
        }
        return false;
    }

    private static void setAll(CommandCall call) {
        Database db = call.db();
        Arguments args = call.args();
        while (args.hasNext()) {
            ByteString key = args.next();
            db.set(key, Strings.encode(args.next().bytes()));
            call.keyChanged(key, KeyEvent.SET);
        }
    }
}
