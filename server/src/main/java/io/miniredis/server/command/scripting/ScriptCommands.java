package io.miniredis.server.command.scripting;

import static io.miniredis.server.command.CommandFlag.ALLOW_BUSY;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.STALE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.ContainerHelp;
import io.miniredis.server.scripting.ScriptCache;
import io.miniredis.server.scripting.ScriptErrors;
import io.miniredis.server.scripting.Scripting;
import io.miniredis.server.scripting.debug.DebugSession;
import java.util.List;

/** SCRIPT: what the server knows of scripts (eval.c). */
public final class ScriptCommands {

    private ScriptCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(CommandSpec.named("script")
                .arity(-2)
                .group(CommandGroup.SCRIPTING)
                .since("2.6.0")
                .summary("A container for commands about scripts.")
                .complexity("Depends on the subcommand")
                .container(DEBUG, EXISTS, FLUSH, HELP, KILL, LOAD));
    }

    static final CommandSpec DEBUG = CommandSpec.named("debug")
            .arity(3)
            .flags(NOSCRIPT)
            .acl(AclCategory.SCRIPTING)
            .group(CommandGroup.SCRIPTING)
            .since("3.2.0")
            .summary("Says whether scripts of this connection are debugged.")
            .complexity("O(1)")
            .syntax("(mode: YES | SYNC | NO)")
            .handler(ScriptCommands::debug);

    private static void debug(CommandCall call) {
        ByteString mode = call.args().next();

        if (call.client().connection().gatheredOutputBytes() > 0) {
            throw ScriptErrors.DEBUG_IN_PIPELINE;
        }
        if (mode.equalsIgnoreCase("no")) {
            call.client().debugSession(null);
        } else if (mode.equalsIgnoreCase("yes") || mode.equalsIgnoreCase("sync")) {
            call.client().debugSession(new DebugSession(mode.equalsIgnoreCase("yes")));
        } else {
            throw ScriptErrors.DEBUG_OPTIONS;
        }

        call.reply().ok();
    }

    static final CommandSpec EXISTS = CommandSpec.named("exists")
            .arity(-3)
            .flags(NOSCRIPT)
            .acl(AclCategory.SCRIPTING)
            .group(CommandGroup.SCRIPTING)
            .since("2.6.0")
            .summary("Tells for each digest whether the script is known.")
            .complexity("O(N) with N digests")
            .syntax("sha1:string...")
            .tips("request_policy:all_shards", "response_policy:agg_logical_and")
            .handler(ScriptCommands::exists);

    private static void exists(CommandCall call) {
        ScriptCache scripts = call.server().scripting().scripts();

        call.reply().array(call.args().remaining());
        while (call.args().hasNext()) {
            call.reply().integer(scripts.find(call.args().next()) == null ? 0 : 1);
        }
    }

    static final CommandSpec FLUSH = CommandSpec.named("flush")
            .arity(-2)
            .flags(NOSCRIPT)
            .acl(AclCategory.SCRIPTING)
            .group(CommandGroup.SCRIPTING)
            .since("2.6.0")
            .summary("Forgets all scripts.")
            .complexity("O(N) with N scripts")
            .history("6.2.0", "Takes ASYNC and SYNC.")
            .syntax("[(flush-type: ASYNC | SYNC)@6.2.0]")
            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .handler(ScriptCommands::flush);

    private static void flush(CommandCall call) {
        boolean lazily = flushesLazily(call, ScriptErrors.SCRIPT_FLUSH_OPTIONS);

        Scripting scripting = call.server().scripting();
        call.server().databases().discarded(scripting.scripts().size(), lazily);
        scripting.flushScripts();

        call.reply().ok();
    }

    /** ASYNC, SYNC, or what the configuration says. @throws ErrorReply the one given, if there is anything else */
    static boolean flushesLazily(CommandCall call, ErrorReply otherwise) {
        Arguments args = call.args();
        if (!args.hasNext()) {
            return call.server().config().memory.lazyfreeLazyUserFlush.value();
        }
        boolean isAlone = args.remaining() == 1;
        boolean async = args.acceptToken("async");
        if (isAlone && (async || args.acceptToken("sync"))) {
            return async;
        }
        throw otherwise;
    }

    static final CommandSpec HELP = ContainerHelp.spec(CommandGroup.SCRIPTING, "5.0.0")
            .acl(AclCategory.SCRIPTING)
            .handler(ContainerHelp::help);

    static final CommandSpec KILL = CommandSpec.named("kill")
            .arity(2)
            .flags(NOSCRIPT, ALLOW_BUSY)
            .acl(AclCategory.SCRIPTING)
            .group(CommandGroup.SCRIPTING)
            .since("2.6.0")
            .summary("Ends the running script if it has not changed data yet.")
            .complexity("O(1)")
            .tips("request_policy:all_shards", "response_policy:one_succeeded")
            .handler(ScriptCommands::kill);

    private static void kill(CommandCall call) {
        call.server().scripting().killScript();

        call.reply().ok();
    }

    static final CommandSpec LOAD = CommandSpec.named("load")
            .arity(3)
            .flags(NOSCRIPT, STALE)
            .acl(AclCategory.SCRIPTING)
            .group(CommandGroup.SCRIPTING)
            .since("2.6.0")
            .summary("Makes a script known without running it.")
            .complexity("O(N) with a script of N bytes")
            .syntax("script:string")
            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .handler(ScriptCommands::load);

    private static void load(CommandCall call) {
        ByteString text = call.args().next();

        ByteString digest = call.server().scripting().scripts().load(text).digest();

        call.reply().bulk(digest);
    }
}
