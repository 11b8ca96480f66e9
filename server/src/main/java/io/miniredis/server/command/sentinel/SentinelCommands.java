package io.miniredis.server.command.sentinel;

import static io.miniredis.server.command.CommandFlag.ADMIN;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.replication.sentinel.Election;
import io.miniredis.replication.sentinel.InstanceAddress;
import io.miniredis.replication.sentinel.InstanceDescription;
import io.miniredis.replication.sentinel.MonitoredInstance;
import io.miniredis.replication.sentinel.MonitoredPrimary;
import io.miniredis.replication.sentinel.MonitoredReplica;
import io.miniredis.replication.sentinel.ScriptJob;
import io.miniredis.replication.sentinel.SentinelNode;
import io.miniredis.replication.sentinel.Vote;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.CommandSpecBuilder;
import io.miniredis.server.command.ContainerHelp;
import io.miniredis.server.sentinel.Sentinel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** SENTINEL: what a sentinel knows, and what it is told to do (sentinelCommand in sentinel.c). */
public final class SentinelCommands {
    private static final String PRIMARY_NAME = "master-name:string";

    private SentinelCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(SENTINEL);
    }

    // ---- what handlers begin with ----

    static Sentinel sentinel(CommandCall call) {
        Sentinel sentinel = call.server().sentinel();
        if (sentinel == null) {
            throw new IllegalStateException("not a sentinel");
        }
        return sentinel;
    }

    static SentinelNode node(CommandCall call) {
        return sentinel(call).node();
    }

    static String text(ByteString argument) {
        return Ascii.text(argument.bytes());
    }

    /** The primary that the next argument names. */
    static MonitoredPrimary nextPrimary(CommandCall call) {
        MonitoredPrimary primary =
                node(call).instances().primary(text(call.args().next()));
        if (primary == null) {
            throw new ErrorReply("ERR No such master with that name");
        }
        return primary;
    }

    static ErrorReply error(String text) {
        return new ErrorReply(Errors.oneLine("ERR " + text));
    }

    /** Answers OK when what was changed is on the disk. */
    static void saveAndReply(CommandCall call) {
        if (!sentinel(call).saveConfiguration()) {
            throw error("Failed to save config file. Check server logs.");
        }
        call.reply().ok();
    }

    private static CommandSpecBuilder subcommand(String name) {
        return CommandSpec.named(name).flags(ADMIN).group(CommandGroup.SENTINEL).inSentinelToo();
    }

    // ---- what is known ----

    static final CommandSpec MASTERS = subcommand("masters")
            .arity(2)
            .since("2.8.4")
            .summary("Describes all primaries that are watched.")
            .complexity("O(N) with N primaries")
            .handler(SentinelCommands::masters);

    private static void masters(CommandCall call) {
        describeAll(call, node(call).instances().primaries());
    }

    private static void describeAll(CommandCall call, Collection<? extends MonitoredInstance> instances) {
        call.reply().array(instances.size());
        instances.forEach(instance -> describe(call, instance));
    }

    private static void describe(CommandCall call, MonitoredInstance instance) {
        List<String> fields =
                InstanceDescription.of(instance, node(call), sentinel(call).nowMillis());
        call.reply().map(fields.size() / 2);
        fields.forEach(field -> call.reply().bulk(Ascii.bytes(field)));
    }

    static final CommandSpec MASTER = subcommand("master")
            .arity(3)
            .since("2.8.4")
            .summary("Describes a primary.")
            .complexity("O(1)")
            .syntax(PRIMARY_NAME)
            .handler(SentinelCommands::master);

    private static void master(CommandCall call) {
        describe(call, nextPrimary(call));
    }

    static final CommandSpec REPLICAS = subcommand("replicas")
            .arity(3)
            .since("5.0.0")
            .summary("Describes the replicas of a primary.")
            .complexity("O(N) with N replicas")
            .syntax(PRIMARY_NAME)
            .handler(SentinelCommands::replicas);

    static final CommandSpec SLAVES = subcommand("slaves")
            .arity(3)
            .since("2.8.0")
            .deprecated("5.0.0", "`SENTINEL REPLICAS`")
            .summary("Describes the replicas of a primary.")
            .complexity("O(N) with N replicas")
            .syntax(PRIMARY_NAME)
            .handler(SentinelCommands::replicas);

    private static void replicas(CommandCall call) {
        List<MonitoredReplica> announced = new ArrayList<>();
        for (MonitoredReplica replica : nextPrimary(call).replicas()) {
            if (replica.isAnnounced()) {
                announced.add(replica);
            }
        }

        describeAll(call, announced);
    }

    static final CommandSpec SENTINELS = subcommand("sentinels")
            .arity(3)
            .since("2.8.4")
            .summary("Describes the other sentinels that watch a primary.")
            .complexity("O(N) with N sentinels")
            .syntax(PRIMARY_NAME)
            .handler(SentinelCommands::sentinels);

    private static void sentinels(CommandCall call) {
        describeAll(call, nextPrimary(call).sentinels());
    }

    static final CommandSpec MYID = subcommand("myid")
            .arity(2)
            .since("6.2.0")
            .summary("Tells the id of this sentinel.")
            .complexity("O(1)")
            .handler(SentinelCommands::myid);

    private static void myid(CommandCall call) {
        call.reply().bulk(node(call).id());
    }

    static final CommandSpec GET_MASTER_ADDR_BY_NAME = subcommand("get-master-addr-by-name")
            .arity(3)
            .since("2.8.4")
            .summary("Tells where a primary is.")
            .complexity("O(1)")
            .syntax(PRIMARY_NAME)
            .handler(SentinelCommands::getMasterAddrByName);

    private static void getMasterAddrByName(CommandCall call) {
        MonitoredPrimary primary =
                node(call).instances().primary(text(call.args().next()));

        if (primary == null) {
            call.reply().nilArray();
            return;
        }
        InstanceAddress address = primary.currentAddress();
        call.reply().array(2);
        call.reply().bulk(node(call).shownHost(address));
        call.reply().bulkInteger(address.port());
    }

    static final CommandSpec INFO_CACHE = subcommand("info-cache")
            .arity(-3)
            .since("3.2.0")
            .summary("Tells what primaries and their replicas last said in INFO.")
            .complexity("O(N) with N instances")
            .syntax("nodename:string...")
            .handler(SentinelCommands::infoCache);

    private static void infoCache(CommandCall call) {
        List<MonitoredPrimary> primaries = new ArrayList<>();
        while (call.args().hasNext()) {
            MonitoredPrimary primary =
                    node(call).instances().primary(text(call.args().next()));
            if (primary != null && !primaries.contains(primary)) {
                primaries.add(primary);
            }
        }

        call.reply().array(primaries.size() * 2);
        for (MonitoredPrimary primary : primaries) {
            call.reply().bulk(Ascii.bytes(primary.name()));
            call.reply().array(primary.replicas().size() + 1);
            replyInfo(call, primary);
            primary.replicas().forEach(replica -> replyInfo(call, replica));
        }
    }

    private static void replyInfo(CommandCall call, MonitoredInstance instance) {
        long received = instance.infoMillis();
        ByteString info = instance.info();
        call.reply().array(2);
        call.reply().integer(received == 0 ? 0 : sentinel(call).nowMillis() - received);
        if (info == null) {
            call.reply().nil();
        } else {
            call.reply().bulk(info);
        }
    }

    static final CommandSpec PENDING_SCRIPTS = subcommand("pending-scripts")
            .arity(2)
            .since("2.8.4")
            .summary("Describes the scripts that run or wait.")
            .handler(SentinelCommands::pendingScripts);

    private static void pendingScripts(CommandCall call) {
        List<ScriptJob> jobs = node(call).scripts().jobs();

        call.reply().array(jobs.size());
        for (ScriptJob job : jobs) {
            describe(call, job);
        }
    }

    private static void describe(CommandCall call, ScriptJob job) {
        ReplyWriter reply = call.reply();
        reply.map(5);
        reply.bulk("argv");
        reply.array(job.arguments().size());
        job.arguments().forEach(argument -> reply.bulk(Ascii.bytes(argument)));
        reply.bulk("flags");
        reply.bulk(job.isRunning() ? "running" : "scheduled");
        reply.bulk("pid");
        reply.bulkInteger(job.processId());
        reply.bulk(job.isRunning() ? "run-time" : "run-delay");
        reply.bulkInteger(job.runOrDelayMillis(sentinel(call).nowMillis()));
        reply.bulk("retry-num");
        reply.bulkInteger(job.attempts());
    }

    static final CommandSpec CKQUORUM = subcommand("ckquorum")
            .arity(3)
            .since("2.8.4")
            .summary("Tells whether there are sentinels enough for a failover of a primary.")
            .syntax(PRIMARY_NAME)
            .handler(SentinelCommands::ckquorum);

    private static void ckquorum(CommandCall call) {
        MonitoredPrimary primary = nextPrimary(call);

        String found = Election.usable(primary) + " usable Sentinels. ";
        boolean quorum = Election.reachesQuorum(primary);
        boolean majority = Election.reachesMajority(primary);
        if (quorum && majority) {
            call.reply().simple("OK " + found + "Quorum and failover authorization can be reached");
            return;
        }
        String lack = "Not enough available Sentinels to reach the ";
        String noQuorum = quorum ? "" : lack + "specified quorum for this master";
        String noMajority = majority ? "" : lack + "majority and authorize a failover";
        throw new ErrorReply("NOQUORUM " + found + noQuorum + (quorum || majority ? "" : ". ") + noMajority);
    }

    // ---- what other sentinels ask ----

    static final CommandSpec IS_MASTER_DOWN_BY_ADDR = subcommand("is-master-down-by-addr")
            .arity(6)
            .since("2.8.4")
            .summary("Tells another sentinel whether a primary is down, and for whom this one votes.")
            .complexity("O(1)")
            .syntax("ip:string port:integer current-epoch:integer runid:string")
            .handler(SentinelCommands::isMasterDownByAddr);

    private static void isMasterDownByAddr(CommandCall call) {
        String host = text(call.args().next());
        long port = call.args().nextLong();
        long epoch = call.args().nextLong();
        String candidate = text(call.args().next());

        SentinelNode node = node(call);
        MonitoredPrimary primary = node.instances().primaryAt(host, (int) port);
        boolean down = node.election().saysDown(primary);
        Vote vote = new Vote(null, 0);
        if (primary != null && !candidate.equals("*")) {
            vote = node.election().vote(primary, epoch, candidate);
        }

        call.reply().array(3);
        call.reply().integer(down ? 1 : 0);
        call.reply().bulk(vote.leader() == null ? "*" : vote.leader());
        call.reply().integer(vote.epoch());
    }

    static final CommandSpec HELP =
            ContainerHelp.spec(CommandGroup.SENTINEL, "6.2.0").inSentinelToo().handler(ContainerHelp::help);

    static final CommandSpec SENTINEL = CommandSpec.named("sentinel")
            .arity(-2)
            .flags(ADMIN)
            .group(CommandGroup.SENTINEL)
            .inSentinelToo()
            .since("2.8.4")
            .summary("Asks what this sentinel knows, and tells it what to do.")
            .complexity("That of the subcommand")
            .container(
                    CKQUORUM,
                    SentinelConfigCommands.CONFIG,
                    SentinelConfigCommands.DEBUG,
                    SentinelControlCommands.FAILOVER,
                    SentinelConfigCommands.FLUSHCONFIG,
                    GET_MASTER_ADDR_BY_NAME,
                    HELP,
                    INFO_CACHE,
                    IS_MASTER_DOWN_BY_ADDR,
                    MASTER,
                    MASTERS,
                    SentinelControlCommands.MONITOR,
                    MYID,
                    PENDING_SCRIPTS,
                    SentinelControlCommands.REMOVE,
                    REPLICAS,
                    SentinelControlCommands.RESET,
                    SENTINELS,
                    SentinelControlCommands.SET,
                    SentinelControlCommands.SIMULATE_FAILURE,
                    SLAVES);
}
