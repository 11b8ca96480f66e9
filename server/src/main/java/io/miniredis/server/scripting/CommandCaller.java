package io.miniredis.server.scripting;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Numbers;
import io.miniredis.lua.Arguments;
import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.command.CallOrigin;
import io.miniredis.server.command.Command;
import io.miniredis.server.command.CommandDispatcher;
import io.miniredis.server.scripting.debug.Debugger;
import org.jspecify.annotations.Nullable;

/**
 * {@code redis.call} and {@code redis.pcall}: a command as a Lua function (luaRedisGenericCommand in script_lua.c and
 * scriptCall in script.c).
 */
final class CommandCaller {
    private static final String NO_ARGUMENTS = "ERR Please specify at least one argument for this redis lib call";
    private static final String BAD_ARGUMENTS = "ERR Lua redis lib command arguments must be strings or integers";

    /** Numbers within it are written as integers (double2ll). */
    private static final double LARGEST_INTEGER = 0x1p62;

    private final RedisServer server;
    private final ScriptAdmission admission;
    private final Client client;
    private final LuaReplyWriter reply = new LuaReplyWriter();

    /** @param client as whom commands are called */
    CommandCaller(RedisServer server, ScriptAdmission admission, Client client) {
        this.server = server;
        this.admission = admission;
        this.client = client;
    }

    /** The client commands are called as, in the state a run begins with. */
    void begin(ScriptRun run) {
        client.database(run.caller().database());
        client.user(run.caller().user());
        client.noTouch(run.caller().isNoTouch());
    }

    /** {@code redis.call(name, …)}: an error ends the script. */
    @Nullable
    Object call(ScriptRun run, Arguments arguments) {
        Object value = pcall(run, arguments);
        if (reply.isError()) {
            throw LuaError.of(value);
        }
        return value;
    }

    /** {@code redis.pcall(name, …)}: an error is a table with a field {@code err}. */
    @Nullable
    Object pcall(ScriptRun run, Arguments arguments) {
        reply.begin(run.protocol());
        @Nullable Object[] values = arguments.values();
        String badArguments = complaint(values);
        if (badArguments != null) {
            reply.error(badArguments);
            Object plain = LuaReplyWriter.errorTable(badArguments);
            return plain;
        }
        Request request = request(values);
        Debugger debugger = run.debugger();
        if (debugger != null) {
            debugger.called(request);
        }
        Command command = CommandDispatcher.find(server.commands(), request);
        ErrorReply refusal = admission.refusal(run, command, request);
        if (refusal != null || command == null) {
            return refused(command, refusal, debugger);
        }
        server.databases().borrowArguments(true);
        try {
            server.executor().call(client, command, request, CallOrigin.SCRIPT, reply);
        } finally {
            server.databases().borrowArguments(false);
        }
        Object value = reply.take();
        if (debugger != null) {
            debugger.replied(value, run.protocol());
        }
        return value;
    }

    private @Nullable Object refused(
            @Nullable Command command, @Nullable ErrorReply refusal, @Nullable Debugger debugger) {
        if (refusal == null) {
            throw new IllegalStateException("a command that is not there is refused");
        }
        if (debugger != null) {
            debugger.refused(refusal.line());
        }
        server.countError(refusal);
        if (command != null) {
            command.countRejection();
        }
        reply.error(refusal.line());
        return reply.take();
    }

    /** What is wrong with the arguments, or null. */
    static @Nullable String complaint(@Nullable Object[] values) {
        if (values.length == 0) {
            return NO_ARGUMENTS;
        }
        for (Object value : values) {
            if (!(value instanceof LuaString) && !(value instanceof Double)) {
                return BAD_ARGUMENTS;
            }
        }
        return null;
    }

    /** The request of these strings and numbers, their bytes not copied. */
    static Request request(@Nullable Object[] values) {
        ByteString[] argv = new ByteString[values.length];
        long size = 0;
        for (int i = 0; i < argv.length; i++) {
            Object value = values[i];
            byte[] bytes = value instanceof LuaString string ? string.bytes() : digits(value);
            argv[i] = ByteString.wrap(bytes);
            size += bytes.length;
        }
        return new Request(argv, size);
    }

    /** Numbers keep all of their digits, and an integer has no exponent: it may be an argument that must be one. */
    private static byte[] digits(@Nullable Object value) {
        double number = value instanceof Double d ? d : 0;
        long integer = (long) number;
        if (integer == number && Math.abs(number) <= LARGEST_INTEGER) {
            return Numbers.digits(integer);
        }
        boolean isNegativeNan = Double.isNaN(number) && Double.doubleToRawLongBits(number) < 0;
        return LuaString.of(isNegativeNan ? "-nan" : Numbers.formatFewestDigits(number))
                .bytes();
    }

    /** Whether the caller of the script may call this command, or the error if there is none. */
    Object mayCall(ScriptRun run, Arguments arguments) {
        @Nullable Object[] values = arguments.values();
        String badArguments = complaint(values);
        if (badArguments != null) {
            throw LuaError.of(LuaReplyWriter.errorTable(badArguments));
        }
        Request request = request(values);
        Command command = CommandDispatcher.find(server.commands(), request);
        if (command == null) {
            throw LuaError.of(LuaReplyWriter.errorTable("ERR Invalid command passed to redis.acl_check_cmd()"));
        }
        return admission.mayCall(run, command, request);
    }

    @Override
    public String toString() {
        return "CommandCaller[" + client + "]";
    }
}
