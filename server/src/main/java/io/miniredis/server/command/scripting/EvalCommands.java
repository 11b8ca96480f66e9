package io.miniredis.server.command.scripting;

import static io.miniredis.server.command.CommandFlag.MAY_REPLICATE;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.NO_MANDATORY_KEYS;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.SKIP_MONITOR;
import static io.miniredis.server.command.CommandFlag.STALE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.RW;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.scripting.Script;
import io.miniredis.server.scripting.ScriptArguments;
import io.miniredis.server.scripting.ScriptErrors;
import io.miniredis.server.scripting.Scripting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scripts (eval.c). */
public final class EvalCommands {

    private EvalCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(EVAL, EVALSHA, EVAL_RO, EVALSHA_RO);
    }

    static final CommandSpec EVAL = CommandSpec.named("eval")
            .arity(-3)
            .flags(NOSCRIPT, SKIP_MONITOR, MAY_REPLICATE, NO_MANDATORY_KEYS, STALE)
            .acl(AclCategory.SCRIPTING)
            .group(CommandGroup.SCRIPTING)
            .keys(KeySpec.counted(2, RW, ACCESS, UPDATE)
                    .withNotes("what a script does with its keys is not known, so everything is assumed"))
            .flagsBy(Scripting::flagsOfScript)
            .since("2.6.0")
            .summary("Runs a Lua script within the server.")
            .complexity("That of the script")
            .syntax("script:string numkeys:integer [key:key...] [arg:string...]")
            .handler(EvalCommands::eval);

    private static void eval(CommandCall call) {
        runText(call, false);
    }

    static final CommandSpec EVALSHA = CommandSpec.named("evalsha")
            .arity(-3)
            .flags(NOSCRIPT, SKIP_MONITOR, MAY_REPLICATE, NO_MANDATORY_KEYS, STALE)
            .acl(AclCategory.SCRIPTING)
            .group(CommandGroup.SCRIPTING)
            .keys(KeySpec.counted(2, RW, ACCESS, UPDATE))
            .flagsBy(Scripting::flagsOfKnownScript)
            .since("2.6.0")
            .summary("Runs a Lua script that the server knows, by its SHA1 digest.")
            .complexity("That of the script")
            .syntax("sha1:string numkeys:integer [key:key...] [arg:string...]")
            .handler(EvalCommands::evalsha);

    private static void evalsha(CommandCall call) {
        runKnown(call, false);
    }

    static final CommandSpec EVAL_RO = CommandSpec.named("eval_ro")
            .arity(-3)
            .flags(NOSCRIPT, SKIP_MONITOR, NO_MANDATORY_KEYS, STALE, READONLY)
            .acl(AclCategory.SCRIPTING)
            .group(CommandGroup.SCRIPTING)
            .keys(KeySpec.counted(2, RO, ACCESS)
                    .withNotes("what a script does with its keys is not known, so everything is assumed"))
            .flagsBy(Scripting::flagsOfScript)
            .since("7.0.0")
            .summary("Runs a Lua script that may not change data.")
            .complexity("That of the script")
            .syntax("script:string numkeys:integer [key:key...] [arg:string...]")
            .handler(EvalCommands::evalRo);

    private static void evalRo(CommandCall call) {
        runText(call, true);
    }

    static final CommandSpec EVALSHA_RO = CommandSpec.named("evalsha_ro")
            .arity(-3)
            .flags(NOSCRIPT, SKIP_MONITOR, NO_MANDATORY_KEYS, STALE, READONLY)
            .acl(AclCategory.SCRIPTING)
            .group(CommandGroup.SCRIPTING)
            .keys(KeySpec.counted(2, RO, ACCESS))
            .flagsBy(Scripting::flagsOfKnownScript)
            .since("7.0.0")
            .summary("Runs a Lua script that the server knows and that may not change data, by its SHA1 digest.")
            .complexity("That of the script")
            .syntax("sha1:string numkeys:integer [key:key...] [arg:string...]")
            .handler(EvalCommands::evalshaRo);

    private static void evalshaRo(CommandCall call) {
        runKnown(call, true);
    }

    private static void runText(CommandCall call, boolean readOnly) {
        ByteString text = call.args().next();
        ScriptArguments arguments = arguments(call, Errors.NOT_AN_INTEGER);
        Scripting scripting = call.server().scripting();
        if (call.client().debugSession() != null && scripting.debugging().begins(call)) {
            return;
        }
        announce(call);

        Script script = scripting.scripts().load(text);

        scripting.run(call, script, arguments, readOnly);
    }

    private static void runKnown(CommandCall call, boolean readOnly) {
        announce(call);
        ByteString digest = call.args().next();
        Scripting scripting = call.server().scripting();
        if (!scripting.scripts().isDigest(digest)) {
            throw Errors.NO_SCRIPT;
        }
        if (call.client().debugSession() != null) {
            throw ScriptErrors.DEBUG_BY_EVAL;
        }
        ScriptArguments arguments = arguments(call, Errors.NOT_AN_INTEGER);

        @Nullable Script script = scripting.scripts().find(digest);
        if (script == null) {
            throw Errors.NO_SCRIPT;
        }

        scripting.run(call, script, arguments, readOnly);
    }

    /** Shown to those who monitor before the commands that the script will call. */
    static void announce(CommandCall call) {
        call.server().observation().announce(call.client(), call.request());
    }

    /** {@code numkeys key… arg…}. */
    static ScriptArguments arguments(CommandCall call, ErrorReply notANumber) {
        long keys = call.args().nextLong(notANumber);
        if (keys > call.args().remaining()) {
            throw ScriptErrors.MORE_KEYS_THAN_ARGUMENTS;
        }
        if (keys < 0) {
            throw ScriptErrors.NEGATIVE_KEYS;
        }
        return new ScriptArguments(call.request(), call.args().position(), (int) keys);
    }
}
