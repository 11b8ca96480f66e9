package io.miniredis.server.command.generic;

import static io.miniredis.server.command.CommandFlag.ASKING;
import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.OW;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.Numbers;
import io.miniredis.persistence.rdb.DumpPayload;
import io.miniredis.persistence.rdb.RdbException;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.Request;
import io.miniredis.server.acl.User;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.CommandSpecBuilder;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import io.miniredis.server.log.LogLevel;
import java.util.List;

/** A key's value as a string of bytes, to be kept elsewhere and to become a value again (cluster.c). */
public final class DumpCommands {
    private static final ByteString DEL = ByteString.of("DEL");
    private static final ByteString UNLINK = ByteString.of("UNLINK");
    private static final ByteString ABSTTL = ByteString.of("ABSTTL");
    private static final int TTL_POSITION = 2;

    private DumpCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(DUMP, RESTORE, RESTORE_ASKING);
    }

    static final CommandSpec DUMP = CommandSpec.named("dump")
            .arity(2)
            .flags(READONLY)
            .acl(AclCategory.KEYSPACE)
            .group(CommandGroup.GENERIC)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("2.6.0")
            .summary("Returns a key's value in the form that RESTORE takes.")
            .complexity("O(N) with N bytes of the value.")
            .syntax("key:key")
            .tips("nondeterministic_output")
            .handler(DumpCommands::dump);

    private static void dump(CommandCall call) {
        Object value = call.db().read(call.args().next());
        if (value == null) {
            call.reply().nil();
            return;
        }

        call.reply().bulk(payloadOf(call, value));
    }

    /** The value as a payload. */
    static byte[] payloadOf(CommandCall call, Object value) {
        boolean compress = call.server().config().persistence.rdbCompression.value();
        return call.server().persistence().dumps().write(value, compress);
    }

    private static CommandSpecBuilder restoring(String name) {
        return CommandSpec.named(name)
                .arity(-4)
                .acl(AclCategory.KEYSPACE, AclCategory.DANGEROUS)
                .keys(KeySpec.key(1, OW, UPDATE))
                .complexity("O(N) with N bytes of the value; O(N*log(N)) with N members of a large sorted set.")
                .syntax("key:key ttl:integer serialized-value:string [REPLACE@3.0.0] [ABSTTL@5.0.0]"
                        + " [IDLETIME seconds:integer@5.0.0] [FREQ frequency:integer@5.0.0]")
                .history("3.0.0", "Knows `REPLACE`.")
                .history("5.0.0", "Knows `ABSTTL`.")
                .history("5.0.0", "Knows `IDLETIME` and `FREQ`.");
    }

    static final CommandSpec RESTORE = restoring("restore")
            .flags(WRITE, DENYOOM)
            .group(CommandGroup.GENERIC)
            .since("2.6.0")
            .summary("Makes a key of what DUMP has returned.")
            .handler(DumpCommands::restore);

    static final CommandSpec RESTORE_ASKING = restoring("restore-asking")
            .flags(WRITE, DENYOOM, ASKING)
            .group(CommandGroup.SERVER)
            .since("3.0.0")
            .summary("RESTORE as a cluster's nodes use it among themselves, to move keys.")
            .systemCommand()
            .handler(DumpCommands::restore);

    private static void restore(CommandCall call) {
        Arguments args = call.args();
        ByteString key = args.next();
        ByteString ttlText = args.next();
        byte[] payload = args.next().bytes();
        RestoreOptions options = RestoreOptions.parse(args);

        Database db = call.db();
        if (!options.replace() && db.writeEntry(key) != null) {
            throw Errors.BUSYKEY;
        }
        long ttl = parseTtl(ttlText);
        Object value = valueOf(call, payload);

        boolean replaced = options.replace() && db.delete(key);
        long expireAt = ttl == 0 || options.absoluteTtl() ? ttl : ttl + call.nowMillis();
        if (ttl != 0 && ExpireCommands.isOver(call, expireAt)) {
            if (replaced) {
                boolean lazily =
                        call.server().config().memory.lazyfreeLazyServerDel.value();
                call.propagateAs(lazily ? UNLINK : DEL, key);
                call.keyChanged(key, KeyEvent.DEL);
            }
        } else {
            add(call, key, value, ttl == 0 ? KeyEntry.NO_EXPIRE : expireAt, options);
        }

        call.reply().ok();
    }

    private static void add(CommandCall call, ByteString key, Object value, long expireAt, RestoreOptions options) {
        Database db = call.db();
        KeyEntry entry = db.add(key, db.hash(key), value, expireAt);
        entry.lru(call.server().databases().accessClock().restored(options.idleSeconds(), options.frequency()));
        if (expireAt != KeyEntry.NO_EXPIRE && !options.absoluteTtl()) {
            propagateAbsolute(call, expireAt);
        }
        call.keyChanged(key, KeyEvent.RESTORE);
    }

    private static long parseTtl(ByteString text) {
        if (!Numbers.isLong(text.bytes())) {
            throw Errors.NOT_AN_INTEGER;
        }
        long ttl = Numbers.parseLong(text.bytes());
        if (ttl < 0) {
            throw GenericErrors.NEGATIVE_TTL;
        }
        return ttl;
    }

    private static Object valueOf(CommandCall call, byte[] payload) {
        if (!DumpPayload.isIntact(payload, call.server().persistence().verifiesChecksums())) {
            throw GenericErrors.PAYLOAD_NOT_INTACT;
        }
        if (isSanitizing(call)) {
            call.server().stats().dumpPayloadSanitizations++;
        }
        try {
            return DumpPayload.parse(payload, call.collections());
        } catch (RdbException corrupt) {
            if (call.server().log().isEnabled(LogLevel.VERBOSE)) {
                call.server().log().log(LogLevel.VERBOSE, corrupt.report());
            }
            throw GenericErrors.BAD_DATA_FORMAT;
        }
    }

    /** Payloads are checked in any case; this is only what is counted. */
    private static boolean isSanitizing(CommandCall call) {
        return switch (call.server().config().persistence.sanitizeDumpPayload.choice()) {
            case "yes" -> true;
            case "clients" -> isFromSanitizedClient(call);
            default -> false;
        };
    }

    private static boolean isFromSanitizedClient(CommandCall call) {
        User user = call.client().user();
        return !call.mustBeObeyed() && (user == null || user.isPayloadSanitized());
    }

    private static void propagateAbsolute(CommandCall call, long expireAt) {
        if (!call.isPropagated()) {
            return;
        }
        Request request = call.request();
        int count = request.count();
        ByteString[] form = new ByteString[count + 1];
        for (int i = 0; i < count; i++) {
            form[i] = request.arg(i);
        }
        form[TTL_POSITION] = ByteString.wrap(Numbers.digits(expireAt));
        form[count] = ABSTTL;
        call.propagateAs(form);
    }
}
