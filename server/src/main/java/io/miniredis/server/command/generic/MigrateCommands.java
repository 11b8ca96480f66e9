package io.miniredis.server.command.generic;

import static io.miniredis.server.command.CommandFlag.MOVES_KEYS;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.DELETE;
import static io.miniredis.server.command.KeySpec.Flag.INCOMPLETE;
import static io.miniredis.server.command.KeySpec.Flag.RW;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Request;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeyFinder;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.ArrayList;
import java.util.List;

/** Keys that move to another server (cluster.c). */
public final class MigrateCommands {
    private static final ByteString DEL = ByteString.of("DEL");
    private static final int KEY_POSITION = 3;
    private static final int FIRST_OPTION = 6;
    private static final long KEY_FLAGS = KeySpec.bits(RW, ACCESS, DELETE);

    private MigrateCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(MIGRATE);
    }

    static final CommandSpec MIGRATE = CommandSpec.named("migrate")
            .arity(-6)
            .flags(WRITE, MOVES_KEYS)
            .acl(AclCategory.KEYSPACE, AclCategory.DANGEROUS)
            .group(CommandGroup.GENERIC)
            .keys(
                    KeySpec.key(KEY_POSITION, RW, ACCESS, DELETE),
                    KeySpec.behind("KEYS", -2, new KeySpec.Range(-1, 1, 0), RW, ACCESS, DELETE, INCOMPLETE))
            .keysBy(MigrateCommands::keysOfMigrate)
            .since("2.6.0")
            .summary("Moves keys to another server; at no time are they on both or on none.")
            .complexity("As DUMP and DEL here and RESTORE there, and O(N) with N bytes to be sent.")
            .syntax("host:string port:integer (key-selector: key:key | empty-string=) destination-db:integer"
                    + " timeout:integer [COPY@3.0.0] [REPLACE@3.0.0] [(authentication: AUTH auth/password:string@4.0.7"
                    + " | AUTH2 {auth2: username:string password:string}@6.0.0)] [KEYS keys/key:key#1...@3.0.6]")
            .history("3.0.0", "Knows `COPY` and `REPLACE`.")
            .history("3.0.6", "Knows `KEYS`.")
            .history("4.0.7", "Knows `AUTH`.")
            .history("6.0.0", "Knows `AUTH2`.")
            .tips("nondeterministic_output")
            .handler(MigrateCommands::migrate);

    private static void migrate(CommandCall call) {
        MigrateOptions options = MigrateOptions.parse(call);

        List<ByteString> keys = new ArrayList<>();
        for (ByteString key : options.keys()) {
            if (call.db().readEntry(key) != null) {
                keys.add(key);
            }
        }
        if (keys.isEmpty()) {
            call.reply().simple("NOKEY");
            return;
        }

        Migration migration = new Migration(call, options, keys);
        migration.run();
        if (!options.copy() && !migration.arrived().isEmpty()) {
            delete(call, migration.arrived());
        }

        ErrorReply failure = migration.failure();
        if (failure != null) {
            throw failure;
        }
        call.reply().ok();
    }

    private static void delete(CommandCall call, List<ByteString> keys) {
        ByteString[] deletion = new ByteString[keys.size() + 1];
        deletion[0] = DEL;
        for (int i = 0; i < keys.size(); i++) {
            ByteString key = keys.get(i);
            call.db().delete(key);
            call.keyChanged(key, KeyEvent.DEL);
            deletion[i + 1] = key;
        }
        call.propagateAs(deletion);
    }

    private static void keysOfMigrate(Request request, KeyFinder.KeySink keys) {
        int count = request.count();
        for (int at = FIRST_OPTION; at < count; at++) {
            ByteString option = request.arg(at);
            if (option.equalsIgnoreCase("keys")) {
                // With a key as well it is an error, which the command reports.
                for (int key = at + 1; key < count && request.arg(KEY_POSITION).length() == 0; key++) {
                    keys.key(key, KEY_FLAGS);
                }
                return;
            }
            at += option.equalsIgnoreCase("auth") ? 1 : option.equalsIgnoreCase("auth2") ? 2 : 0;
        }
        keys.key(KEY_POSITION, KEY_FLAGS);
    }
}
