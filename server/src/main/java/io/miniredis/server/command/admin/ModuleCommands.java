package io.miniredis.server.command.admin;

import static io.miniredis.server.command.CommandFlag.ADMIN;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.NO_ASYNC_LOADING;
import static io.miniredis.server.command.CommandFlag.PROTECTED;

import io.miniredis.protocol.Errors;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.ContainerHelp;
import java.util.List;

/**
 * MODULE: there are no modules, and none can be loaded, since they are libraries of machine code made for Redis's
 * process. Whoever asks is answered as Redis answers when a file is no module.
 */
public final class ModuleCommands {
    private ModuleCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(MODULE);
    }

    static final CommandSpec LIST = CommandSpec.named("list")
            .arity(2)
            .flags(ADMIN, NOSCRIPT)
            .group(CommandGroup.SERVER)
            .since("4.0.0")
            .summary("Lists the loaded modules: none.")
            .complexity("O(N) with N modules loaded")
            .tips("nondeterministic_output_order")
            .handler(ModuleCommands::list);

    private static void list(CommandCall call) {
        call.reply().array(0);
    }

    static final CommandSpec LOAD = CommandSpec.named("load")
            .arity(-3)
            .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT, PROTECTED)
            .group(CommandGroup.SERVER)
            .since("4.0.0")
            .summary("Fails: modules for Redis cannot be loaded into a JVM.")
            .complexity("O(1)")
            .syntax("path:string [arg:string...]")
            .handler(ModuleCommands::load);

    static final CommandSpec LOADEX = CommandSpec.named("loadex")
            .arity(-3)
            .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT, PROTECTED)
            .group(CommandGroup.SERVER)
            .since("7.0.0")
            .summary("Fails, as LOAD does.")
            .complexity("O(1)")
            .syntax("path:string [CONFIG {configs: name:string value:string}+...] [ARGS args:string...]")
            .handler(ModuleCommands::load);

    private static void load(CommandCall call) {
        String path = call.args().next().utf8();
        call.server().log().warning("Module " + path + " failed to load: a JVM cannot take libraries made for Redis");
        throw Errors.MODULE_NOT_LOADED;
    }

    static final CommandSpec UNLOAD = CommandSpec.named("unload")
            .arity(3)
            .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT, PROTECTED)
            .group(CommandGroup.SERVER)
            .since("4.0.0")
            .summary("Fails: no module is loaded.")
            .complexity("O(1)")
            .syntax("name:string")
            .handler(ModuleCommands::unload);

    private static void unload(CommandCall call) {
        throw Errors.NO_SUCH_MODULE;
    }

    static final CommandSpec HELP =
            ContainerHelp.spec(CommandGroup.SERVER, "5.0.0").handler(ContainerHelp::help);

    private static final CommandSpec MODULE = CommandSpec.named("module")
            .arity(-2)
            .group(CommandGroup.SERVER)
            .since("4.0.0")
            .summary("A container of commands about modules, of which there are none.")
            .complexity("Depends on the subcommand")
            .container(HELP, LIST, LOAD, LOADEX, UNLOAD);
}
