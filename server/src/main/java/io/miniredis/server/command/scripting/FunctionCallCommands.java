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

import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.scripting.LibraryFunction;
import io.miniredis.server.scripting.ScriptArguments;
import io.miniredis.server.scripting.ScriptErrors;
import io.miniredis.server.scripting.Scripting;
import java.util.List;

/** Calls of functions that libraries have registered (functions.c). */
public final class FunctionCallCommands {
    private static final String NOTES = "what a function does with its keys is not known, so everything is assumed";

    private FunctionCallCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(FCALL, FCALL_RO);
    }

    static final CommandSpec FCALL = CommandSpec.named("fcall")
            .arity(-3)
            .flags(NOSCRIPT, SKIP_MONITOR, MAY_REPLICATE, NO_MANDATORY_KEYS, STALE)
            .acl(AclCategory.SCRIPTING)
            .group(CommandGroup.SCRIPTING)
            .keys(KeySpec.counted(2, RW, ACCESS, UPDATE).withNotes(NOTES))
            .flagsBy(Scripting::flagsOfFunction)
            .since("7.0.0")
            .summary("Calls a function of a library.")
            .complexity("That of the function")
            .syntax("function:string numkeys:integer [key:key...] [arg:string...]")
            .handler(FunctionCallCommands::fcall);

    private static void fcall(CommandCall call) {
        run(call, false);
    }

    static final CommandSpec FCALL_RO = CommandSpec.named("fcall_ro")
            .arity(-3)
            .flags(NOSCRIPT, SKIP_MONITOR, NO_MANDATORY_KEYS, STALE, READONLY)
            .acl(AclCategory.SCRIPTING)
            .group(CommandGroup.SCRIPTING)
            .keys(KeySpec.counted(2, RO, ACCESS).withNotes(NOTES))
            .flagsBy(Scripting::flagsOfFunction)
            .since("7.0.0")
            .summary("Calls a function of a library that does not change data.")
            .complexity("That of the function")
            .syntax("function:string numkeys:integer [key:key...] [arg:string...]")
            .handler(FunctionCallCommands::fcallRo);

    private static void fcallRo(CommandCall call) {
        run(call, true);
    }

    private static void run(CommandCall call, boolean readOnly) {
        EvalCommands.announce(call);
        Scripting scripting = call.server().scripting();
        LibraryFunction function = scripting.functions().find(call.args().next());
        if (function == null) {
            throw ScriptErrors.FUNCTION_NOT_FOUND;
        }
        ScriptArguments arguments = EvalCommands.arguments(call, ScriptErrors.BAD_NUMBER_OF_KEYS);

        scripting.run(call, function, arguments, readOnly);
    }
}
