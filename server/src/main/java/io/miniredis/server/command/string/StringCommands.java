package io.miniredis.server.command.string;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.RO;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Strings;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;

/** Strings read and written whole (t_string.c). */
public final class StringCommands {
    private StringCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(GET, SET);
    }

    static final CommandSpec GET = CommandSpec.named("get")
            .arity(2)
            .flags(READONLY, FAST)
            .acl(AclCategory.STRING)
            .group(CommandGroup.STRING)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("1.0.0")
            .summary("Gives the string stored under a key.")
            .complexity("O(1)")
            .syntax("key:key")
            .handler(StringCommands::get);

    private static void get(CommandCall call) {
        ByteString key = call.args().next();

        Object value = call.db().readString(key);

        if (value == null) {
            call.reply().nil();
        } else {
            call.reply().bulk(Strings.bytes(value));
        }
    }

    static final CommandSpec SET = CommandSpec.named("set")
            .arity(-3)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.STRING)
            .group(CommandGroup.STRING)
            .since("1.0.0")
            .handler(StringCommands::set);

    private static void set(CommandCall call) {
        ByteString key = call.args().next();
        ByteString value = call.args().next();
        call.db().set(key, Strings.encode(value.bytes()));
        call.keyChanged(key, KeyEvent.SET);
        call.reply().ok();
    }
}
