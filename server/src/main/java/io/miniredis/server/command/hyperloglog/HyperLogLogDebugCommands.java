package io.miniredis.server.command.hyperloglog;

import static io.miniredis.server.command.CommandFlag.ADMIN;
import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.RW;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.HyperLogLog;
import io.miniredis.datastructures.HyperLogLogSelfTest;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import java.util.List;

/** A look into HyperLogLogs, for those who build them (hyperloglog.c). */
@SuppressWarnings("StaticAssignmentOfThrowable") // the check fears misleading stack traces; these have none
public final class HyperLogLogDebugCommands {
    private static final ErrorReply NO_KEY = new ErrorReply("ERR The specified key does not exist");
    private static final ErrorReply NOT_SPARSE = new ErrorReply("ERR HLL encoding is not sparse");

    private HyperLogLogDebugCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(PFDEBUG, PFSELFTEST);
    }

    static final CommandSpec PFDEBUG = CommandSpec.named("pfdebug")
            .arity(3)
            .flags(WRITE, DENYOOM, ADMIN)
            .acl(AclCategory.HYPERLOGLOG)
            .group(CommandGroup.HYPERLOGLOG)
            .keys(KeySpec.key(2, RW, ACCESS))
            .since("2.8.9")
            .summary("Shows the inside of a HyperLogLog: GETREG, DECODE, ENCODING, or makes it dense: TODENSE.")
            .complexity("O(1), with a large constant.")
            .syntax("subcommand:string key:key")
            .systemCommand()
            .handler(HyperLogLogDebugCommands::pfdebug);

    /** The key comes first: whether there is such a subcommand is asked only if it is a HyperLogLog. */
    private static void pfdebug(CommandCall call) {
        ByteString subcommand = call.args().next();
        ByteString key = call.args().next();

        KeyEntry entry = call.db().writeStringEntry(key);
        if (entry == null) {
            throw NO_KEY;
        }
        HyperLogLog counter = HyperLogLogErrors.require(entry.value());
        entry.value(counter.string());

        if (subcommand.equalsIgnoreCase("getreg")) {
            getreg(call, counter);
        } else if (subcommand.equalsIgnoreCase("decode")) {
            decode(call, counter);
        } else if (subcommand.equalsIgnoreCase("encoding")) {
            call.reply().simple(counter.isDense() ? "dense" : "sparse");
        } else if (subcommand.equalsIgnoreCase("todense")) {
            call.reply().integer(makeDense(call, counter) ? 1 : 0);
        } else {
            String quoted = Errors.quoted(subcommand, Integer.MAX_VALUE);
            throw new ErrorReply(Errors.oneLine("ERR Unknown PFDEBUG subcommand '" + quoted + "'"));
        }
    }

    private static void getreg(CommandCall call, HyperLogLog counter) {
        makeDense(call, counter);
        call.reply().array(HyperLogLog.REGISTERS);
        for (int i = 0; i < HyperLogLog.REGISTERS; i++) {
            call.reply().integer(counter.denseRegister(i));
        }
    }

    private static void decode(CommandCall call, HyperLogLog counter) {
        if (counter.isDense()) {
            throw NOT_SPARSE;
        }
        call.reply().bulk(counter.describeSparse());
    }

    /** Returns true if it was sparse. The change is propagated, but nobody who watches the key learns of it. */
    private static boolean makeDense(CommandCall call, HyperLogLog counter) {
        if (counter.isDense()) {
            return false;
        }
        if (!counter.toDense()) {
            throw HyperLogLogErrors.CORRUPT;
        }
        call.server().effects().addChanges(1);
        return true;
    }

    static final CommandSpec PFSELFTEST = CommandSpec.named("pfselftest")
            .arity(1)
            .flags(ADMIN)
            .acl(AclCategory.HYPERLOGLOG)
            .group(CommandGroup.HYPERLOGLOG)
            .since("2.8.9")
            .summary("Checks registers and estimates with random data, which takes seconds.")
            .complexity("O(1), with a very large constant.")
            .systemCommand()
            .handler(HyperLogLogDebugCommands::pfselftest);

    private static void pfselftest(CommandCall call) {
        HyperLogLogSelfTest test =
                new HyperLogLogSelfTest(call.collections().random, call.collections().hllSparseMaxBytes);
        String failure = test.failure();
        if (failure != null) {
            throw new ErrorReply("ERR TESTFAILED " + failure);
        }

        call.reply().ok();
    }
}
