package io.miniredis.server.command.cluster;

import static io.miniredis.server.command.CommandFlag.ADMIN;
import static io.miniredis.server.command.CommandFlag.NO_ASYNC_LOADING;
import static io.miniredis.server.command.CommandFlag.STALE;

import io.miniredis.cluster.Cluster;
import io.miniredis.cluster.HashSlot;
import io.miniredis.datastructures.SlotIndex;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import java.util.Objects;

/** CLUSTER: whose the hash slots are, and which keys they have (clusterCommand). */
@SuppressWarnings("StaticAssignmentOfThrowable") // the check fears misleading stack traces; these have none
public final class ClusterSlotCommands {
    private static final ErrorReply INVALID_SLOT = new ErrorReply("ERR Invalid or out of range slot");
    private static final ErrorReply NO_SUCH_SLOT = new ErrorReply("ERR Invalid slot");
    private static final ErrorReply NO_SUCH_SLOT_OR_COUNT = new ErrorReply("ERR Invalid slot or number of keys");
    private static final ErrorReply NOT_ON_REPLICA = new ErrorReply("ERR Please use SETSLOT only with masters.");
    private static final ErrorReply INVALID_SETSLOT =
            new ErrorReply("ERR Invalid CLUSTER SETSLOT action or number of arguments. Try CLUSTER HELP");

    private ClusterSlotCommands() {}

    static final CommandSpec ADDSLOTS = CommandSpec.named("addslots")
            .arity(-3)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Makes this node serve hash slots.")
            .complexity("O(N) with N slots")
            .syntax("slot:integer...")
            .handler(ClusterSlotCommands::addslots);

    private static void addslots(CommandCall call) {
        Cluster cluster = ClusterCommands.cluster(call);
        int[] ranges = singleSlots(call.args());

        cluster.addSlots(ranges);

        call.reply().ok();
    }

    static final CommandSpec ADDSLOTSRANGE = CommandSpec.named("addslotsrange")
            .arity(-4)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("7.0.0")
            .summary("Makes this node serve ranges of hash slots.")
            .complexity("O(N) with N slots in the ranges")
            .syntax("{range: start-slot:integer end-slot:integer}...")
            .handler(ClusterSlotCommands::addslotsrange);

    private static void addslotsrange(CommandCall call) {
        Cluster cluster = ClusterCommands.cluster(call);
        int[] ranges = ranges(call);

        cluster.addSlots(ranges);

        call.reply().ok();
    }

    static final CommandSpec DELSLOTS = CommandSpec.named("delslots")
            .arity(-3)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Makes this node serve hash slots no more.")
            .complexity("O(N) with N slots")
            .syntax("slot:integer...")
            .handler(ClusterSlotCommands::delslots);

    private static void delslots(CommandCall call) {
        Cluster cluster = ClusterCommands.cluster(call);
        int[] ranges = singleSlots(call.args());

        cluster.deleteSlots(ranges);

        call.reply().ok();
    }

    /** First and last slot of ranges that are one slot each. */
    private static int[] singleSlots(Arguments args) {
        int[] ranges = new int[2 * args.remaining()];
        for (int i = 0; i < ranges.length; i += 2) {
            ranges[i] = slot(args);
            ranges[i + 1] = ranges[i];
        }
        return ranges;
    }

    private static int slot(Arguments args) {
        return (int) args.nextLong(0, HashSlot.COUNT - 1, INVALID_SLOT);
    }

    static final CommandSpec DELSLOTSRANGE = CommandSpec.named("delslotsrange")
            .arity(-4)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("7.0.0")
            .summary("Makes this node serve ranges of hash slots no more.")
            .complexity("O(N) with N slots in the ranges")
            .syntax("{range: start-slot:integer end-slot:integer}...")
            .handler(ClusterSlotCommands::delslotsrange);

    private static void delslotsrange(CommandCall call) {
        Cluster cluster = ClusterCommands.cluster(call);
        int[] ranges = ranges(call);

        cluster.deleteSlots(ranges);

        call.reply().ok();
    }

    private static int[] ranges(CommandCall call) {
        Arguments args = call.args();
        if (args.remaining() % 2 != 0) {
            throw Errors.wrongArity(call.command().fullName());
        }
        int[] ranges = new int[args.remaining()];
        for (int i = 0; i < ranges.length; i += 2) {
            ranges[i] = slot(args);
            ranges[i + 1] = slot(args);
            if (ranges[i] > ranges[i + 1]) {
                throw new ErrorReply(
                        "ERR start slot number " + ranges[i] + " is greater than end slot number " + ranges[i + 1]);
            }
        }
        return ranges;
    }

    static final CommandSpec FLUSHSLOTS = CommandSpec.named("flushslots")
            .arity(2)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Makes this node serve no slot any more.")
            .complexity("O(1)")
            .handler(ClusterSlotCommands::flushslots);

    private static void flushslots(CommandCall call) {
        ClusterCommands.cluster(call).flushSlots();

        call.reply().ok();
    }

    static final CommandSpec SETSLOT = CommandSpec.named("setslot")
            .arity(-4)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Sets whose a hash slot is, or that it is on its way.")
            .complexity("O(1)")
            .syntax(
                    "slot:integer (subcommand: IMPORTING importing/node-id:string | MIGRATING migrating/node-id:string | NODE node/node-id:string | STABLE)")
            .handler(ClusterSlotCommands::setslot);

    private static void setslot(CommandCall call) {
        Cluster cluster = ClusterCommands.cluster(call);
        if (cluster.state().myself().isReplica()) {
            throw NOT_ON_REPLICA;
        }
        Arguments args = call.args();
        int slot = slot(args);
        boolean withNode = args.remaining() == 2;

        if (withNode && args.acceptToken("migrating")) {
            cluster.migrateSlot(slot, ClusterCommands.nodeId(call));
        } else if (withNode && args.acceptToken("importing")) {
            cluster.importSlot(slot, ClusterCommands.nodeId(call));
        } else if (withNode && args.acceptToken("node")) {
            cluster.assignSlot(slot, ClusterCommands.nodeId(call));
        } else if (args.remaining() == 1 && args.acceptToken("stable")) {
            cluster.stabilizeSlot(slot);
        } else {
            throw INVALID_SETSLOT;
        }

        call.reply().ok();
    }

    static final CommandSpec KEYSLOT = CommandSpec.named("keyslot")
            .arity(3)
            .flags(STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Tells which hash slot a key belongs to.")
            .complexity("O(N) with N bytes of the key")
            .syntax("key:string")
            .handler(ClusterSlotCommands::keyslot);

    private static void keyslot(CommandCall call) {
        ClusterCommands.cluster(call);

        call.reply().integer(HashSlot.of(call.args().next()));
    }

    static final CommandSpec COUNTKEYSINSLOT = CommandSpec.named("countkeysinslot")
            .arity(3)
            .flags(STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Counts the keys in a hash slot.")
            .complexity("O(1)")
            .syntax("slot:integer")
            .handler(ClusterSlotCommands::countkeysinslot);

    private static void countkeysinslot(CommandCall call) {
        ClusterCommands.cluster(call);
        long slot = call.args().nextLong();
        if (!HashSlot.isValid(slot)) {
            throw NO_SUCH_SLOT;
        }

        call.reply().integer(keysOfSlots(call).count((int) slot));
    }

    private static SlotIndex keysOfSlots(CommandCall call) {
        SlotIndex slots = call.server().databases().get(0).keys().slots();
        return Objects.requireNonNull(slots, "a node of a cluster knows the keys of each slot");
    }

    static final CommandSpec GETKEYSINSLOT = CommandSpec.named("getkeysinslot")
            .arity(4)
            .flags(STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Names keys in a hash slot.")
            .complexity("O(N) with N keys asked for")
            .syntax("slot:integer count:integer")
            .tips("nondeterministic_output")
            .handler(ClusterSlotCommands::getkeysinslot);

    private static void getkeysinslot(CommandCall call) {
        ClusterCommands.cluster(call);
        long slot = call.args().nextLong();
        long most = call.args().nextLong();
        if (!HashSlot.isValid(slot) || most < 0) {
            throw NO_SUCH_SLOT_OR_COUNT;
        }

        SlotIndex slots = keysOfSlots(call);
        int count = (int) Math.min(most, slots.count((int) slot));

        call.reply().array(count);
        slots.forEach((int) slot, count, entry -> call.reply().bulk(entry.key()));
    }
}
