package io.miniredis.server.command.scripting;

import static io.miniredis.server.command.CommandFlag.ALLOW_BUSY;
import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.WRITE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.ContainerHelp;
import io.miniredis.server.scripting.FunctionPayload;
import io.miniredis.server.scripting.FunctionRegistry;
import io.miniredis.server.scripting.RestorePolicy;
import io.miniredis.server.scripting.ScriptErrors;
import io.miniredis.server.scripting.Scripting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** FUNCTION: libraries of functions, which are data like keys (functions.c). */
public final class FunctionCommands {

    private FunctionCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(CommandSpec.named("function")
                .arity(-2)
                .group(CommandGroup.SCRIPTING)
                .since("7.0.0")
                .summary("A container for commands about functions.")
                .complexity("Depends on the subcommand")
                .container(DELETE, DUMP, FLUSH, HELP, KILL, LIST, LOAD, RESTORE, STATS));
    }

    static final CommandSpec DELETE = CommandSpec.named("delete")
            .arity(3)
            .flags(NOSCRIPT, WRITE)
            .acl(AclCategory.SCRIPTING)
            .group(CommandGroup.SCRIPTING)
            .since("7.0.0")
            .summary("Deletes a library and its functions.")
            .complexity("O(1)")
            .syntax("library-name:string")
            .tips("request_policy:all_shards", "response_policy:all_succeeded")
            .handler(FunctionCommands::delete);

    private static void delete(CommandCall call) {
        ByteString name = call.args().next();

        if (!functions(call).delete(name)) {
            throw ScriptErrors.LIBRARY_NOT_FOUND;
        }

        changed(call);
        call.reply().ok();
    }

    static final CommandSpec DUMP = CommandSpec.named("dump")
            .arity(2)
            .flags(NOSCRIPT)
            .acl(AclCategory.SCRIPTING)
            .group(CommandGroup.SCRIPTING)
            .since("7.0.0")
            .summary("Returns all libraries as bytes that FUNCTION RESTORE takes.")
            .complexity("O(N) with N functions")
            .handler(FunctionCommands::dump);

    private static void dump(CommandCall call) {
        byte[] payload = FunctionPayload.of(
                functions(call).codes(),
                call.server().config().persistence.rdbCompression.value());

        call.reply().bulk(payload);
    }

    static final CommandSpec FLUSH = CommandSpec.named("flush")
            .arity(-2)
            .flags(NOSCRIPT, WRITE)
            .acl(AclCategory.SCRIPTING)
            .group(CommandGroup.SCRIPTING)
            .since("7.0.0")
            .summary("Deletes all libraries.")
            .complexity("O(N) with N functions")
            .syntax("[(flush-type: ASYNC | SYNC)]")
            .tips("request_policy:all_shards", "response_policy:all_succeeded")
            .handler(FunctionCommands::flush);

    private static void flush(CommandCall call) {
        if (call.args().remaining() > 1) {
            throw Errors.subcommandSyntax(call.request());
        }
        boolean lazily = ScriptCommands.flushesLazily(call, ScriptErrors.FUNCTION_FLUSH_OPTIONS);

        Scripting scripting = call.server().scripting();
        call.server().databases().discarded(scripting.functions().functionCount(), lazily);
        scripting.flushFunctions();

        changed(call);
        call.reply().ok();
    }

    static final CommandSpec HELP = ContainerHelp.spec(CommandGroup.SCRIPTING, "7.0.0")
            .acl(AclCategory.SCRIPTING)
            .handler(ContainerHelp::help);

    static final CommandSpec KILL = CommandSpec.named("kill")
            .arity(2)
            .flags(NOSCRIPT, ALLOW_BUSY)
            .acl(AclCategory.SCRIPTING)
            .group(CommandGroup.SCRIPTING)
            .since("7.0.0")
            .summary("Ends the running function if it has not changed data yet.")
            .complexity("O(1)")
            .tips("request_policy:all_shards", "response_policy:one_succeeded")
            .handler(FunctionCommands::kill);

    private static void kill(CommandCall call) {
        call.server().scripting().killFunction();

        call.reply().ok();
    }

    static final CommandSpec LIST = CommandSpec.named("list")
            .arity(-2)
            .flags(NOSCRIPT)
            .acl(AclCategory.SCRIPTING)
            .group(CommandGroup.SCRIPTING)
            .since("7.0.0")
            .summary("Describes libraries and their functions.")
            .complexity("O(N) with N functions")
            .syntax("[LIBRARYNAME library-name-pattern:string] [WITHCODE]")
            .tips("nondeterministic_output_order")
            .handler(FunctionCommands::list);

    private static void list(CommandCall call) {
        boolean withCode = false;
        @Nullable ByteString pattern = null;
        Arguments args = call.args();
        while (args.hasNext()) {
            if (!withCode && args.acceptToken("withcode")) {
                withCode = true;
            } else if (pattern == null && args.acceptToken("libraryname")) {
                if (!args.hasNext()) {
                    throw ScriptErrors.NO_LIBRARY_NAME;
                }
                pattern = args.next();
            } else {
                throw new ErrorReply("ERR Unknown argument " + Errors.quoted(args.next(), Integer.MAX_VALUE));
            }
        }

        FunctionReplies.list(call.reply(), functions(call), pattern, withCode);
    }

    static final CommandSpec LOAD = CommandSpec.named("load")
            .arity(-3)
            .flags(NOSCRIPT, WRITE, DENYOOM)
            .acl(AclCategory.SCRIPTING)
            .group(CommandGroup.SCRIPTING)
            .since("7.0.0")
            .summary("Creates a library.")
            .complexity("O(1), what its code takes to be compiled left aside")
            .syntax("[REPLACE] function-code:string")
            .tips("request_policy:all_shards", "response_policy:all_succeeded")
            .handler(FunctionCommands::load);

    private static void load(CommandCall call) {
        Arguments args = call.args();
        boolean replace = false;
        while (args.remaining() > 1) {
            if (!args.acceptToken("replace")) {
                throw new ErrorReply("ERR Unknown option given: " + Errors.quoted(args.next(), Integer.MAX_VALUE));
            }
            replace = true;
        }
        ByteString code = args.next();

        ByteString name = functions(call).load(code, replace, !call.mustBeObeyed());

        changed(call);
        call.reply().bulk(name);
    }

    static final CommandSpec RESTORE = CommandSpec.named("restore")
            .arity(-3)
            .flags(NOSCRIPT, WRITE, DENYOOM)
            .acl(AclCategory.SCRIPTING)
            .group(CommandGroup.SCRIPTING)
            .since("7.0.0")
            .summary("Takes over the libraries that FUNCTION DUMP returned.")
            .complexity("O(N) with N functions")
            .syntax("serialized-value:string [(policy: FLUSH | APPEND | REPLACE)]")
            .tips("request_policy:all_shards", "response_policy:all_succeeded")
            .handler(FunctionCommands::restore);

    private static void restore(CommandCall call) {
        Arguments args = call.args();
        if (args.remaining() > 2) {
            throw Errors.subcommandSyntax(call.request());
        }
        ByteString payload = args.next();
        RestorePolicy policy = parsePolicy(args);

        functions(call).restore(FunctionPayload.parse(payload.bytes()), policy);

        changed(call);
        call.reply().ok();
    }

    private static RestorePolicy parsePolicy(Arguments args) {
        if (!args.hasNext() || args.acceptToken("append")) {
            return RestorePolicy.APPEND;
        }
        if (args.acceptToken("replace")) {
            return RestorePolicy.REPLACE;
        }
        if (args.acceptToken("flush")) {
            return RestorePolicy.FLUSH;
        }
        throw ScriptErrors.RESTORE_POLICIES;
    }

    static final CommandSpec STATS = CommandSpec.named("stats")
            .arity(2)
            .flags(NOSCRIPT, ALLOW_BUSY)
            .acl(AclCategory.SCRIPTING)
            .group(CommandGroup.SCRIPTING)
            .since("7.0.0")
            .summary("Tells which function is running, and of the engines.")
            .complexity("O(1)")
            .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
            .handler(FunctionCommands::stats);

    private static void stats(CommandCall call) {
        FunctionReplies.stats(call.reply(), call.server().scripting());
    }

    private static FunctionRegistry functions(CommandCall call) {
        return call.server().scripting().functions();
    }

    /** Functions are data: a change is counted and propagated. */
    private static void changed(CommandCall call) {
        call.server().effects().addChanges(1);
    }
}
