package io.miniredis.server.command.generic;

import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.KeySpec.Flag.RO;

import io.miniredis.datastructures.IntValue;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.Values;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.CommandSpecBuilder;
import io.miniredis.server.command.ContainerHelp;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.config.MemoryParameters;
import io.miniredis.server.keyspace.AccessClock;
import java.util.List;

/** What stands behind a key: its encoding and its use (object.c). Looking does not count as a use. */
public final class ObjectCommands {
    /** What Redis counts for an object that all may share and nobody frees. */
    private static final int SHARED_REFCOUNT = Integer.MAX_VALUE;

    private ObjectCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(OBJECT);
    }

    private static CommandSpecBuilder inspecting(String name) {
        return CommandSpec.named(name)
                .arity(3)
                .flags(READONLY)
                .acl(AclCategory.KEYSPACE)
                .group(CommandGroup.GENERIC)
                .keys(KeySpec.key(2, RO))
                .since("2.2.3")
                .complexity("O(1)")
                .syntax("key:key")
                .tips("nondeterministic_output");
    }

    static final CommandSpec ENCODING = inspecting("encoding")
            .summary("Tells how the value of a key is laid out in memory.")
            .handler(ObjectCommands::objectEncoding);

    private static void objectEncoding(CommandCall call) {
        KeyEntry entry = call.db().inspectEntry(call.args().next());

        if (entry == null) {
            call.reply().nil();
        } else {
            call.reply().bulk(Values.encodingOf(entry.value()).wireName());
        }
    }

    static final CommandSpec FREQ = inspecting("freq")
            .since("4.0.0")
            .summary("Gives the logarithmic counter of a key's uses, 0 to 255, kept under an LFU maxmemory-policy.")
            .handler(ObjectCommands::objectFreq);

    private static void objectFreq(CommandCall call) {
        KeyEntry entry = call.db().inspectEntry(call.args().next());
        if (entry == null) {
            call.reply().nil();
            return;
        }
        AccessClock accessClock = call.server().databases().accessClock();
        if (!accessClock.countsFrequency()) {
            throw GenericErrors.LFU_NOT_SELECTED;
        }

        call.reply().integer(accessClock.frequency(entry.lru()));
    }

    static final CommandSpec HELP = ContainerHelp.spec(CommandGroup.GENERIC, "6.2.0")
            .acl(AclCategory.KEYSPACE)
            .handler(ContainerHelp::help);

    static final CommandSpec IDLETIME = inspecting("idletime")
            .summary("Tells for how many seconds a key has not been used, unless the maxmemory-policy is an LFU one.")
            .handler(ObjectCommands::objectIdletime);

    private static void objectIdletime(CommandCall call) {
        KeyEntry entry = call.db().inspectEntry(call.args().next());
        if (entry == null) {
            call.reply().nil();
            return;
        }
        AccessClock accessClock = call.server().databases().accessClock();
        if (accessClock.countsFrequency()) {
            throw GenericErrors.LFU_SELECTED;
        }

        call.reply().integer(accessClock.idleMillis(entry.lru()) / 1_000);
    }

    static final CommandSpec REFCOUNT = inspecting("refcount")
            .summary("Tells how many hold the value of a key: 1, or 2147483647 for a small integer, which is shared.")
            .handler(ObjectCommands::objectRefcount);

    private static void objectRefcount(CommandCall call) {
        KeyEntry entry = call.db().inspectEntry(call.args().next());

        if (entry == null) {
            call.reply().nil();
        } else {
            call.reply().integer(referenceCount(entry.value(), call.server().config().memory));
        }
    }

    /** The number of references Redis would count: with LRU or LFU and a limit it shares nothing. */
    public static int referenceCount(Object value, MemoryParameters memory) {
        boolean sharing =
                memory.maxMemory.value() == 0 || !memory.maxMemoryPolicy.value().looksAtUses();
        return sharing && value instanceof IntValue number && number.shared() ? SHARED_REFCOUNT : 1;
    }

    static final CommandSpec OBJECT = CommandSpec.named("object")
            .arity(-2)
            .group(CommandGroup.GENERIC)
            .since("2.2.3")
            .summary("Looks behind a key.")
            .complexity("Depends on subcommand.")
            .container(ENCODING, FREQ, HELP, IDLETIME, REFCOUNT);
}
