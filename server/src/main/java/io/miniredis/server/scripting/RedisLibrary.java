package io.miniredis.server.scripting;

import io.miniredis.datastructures.ByteString;
import io.miniredis.lua.Arguments;
import io.miniredis.lua.JavaFunction;
import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.server.log.LogLevel;
import io.miniredis.server.log.ServerLog;
import io.miniredis.server.propagation.Targets;
import io.miniredis.server.scripting.debug.Debugger;
import org.jspecify.annotations.Nullable;

/** The table {@code redis} of scripts, but for what calls commands (luaRegisterRedisAPI in script_lua.c). */
final class RedisLibrary {
    private static final LogLevel[] LEVELS = {LogLevel.DEBUG, LogLevel.VERBOSE, LogLevel.NOTICE, LogLevel.WARNING};

    /** The version as a number: a byte each for major, minor and patch. */
    private static final double VERSION_NUMBER = 0x070206;

    private static final int ALL_TARGETS = 3;

    private final ServerLog log;
    private final Sha1 sha1;

    RedisLibrary(ServerLog log, Sha1 sha1) {
        this.log = log;
        this.sha1 = sha1;
    }

    /** Whose run it is that calls. */
    @FunctionalInterface
    interface CurrentRun {
        ScriptRun run();
    }

    /** What needs no run: what a library sees while it is loaded. */
    void addLogging(LuaState lua, LuaTable redis) {
        lua.register(redis, name -> this::log, "log");
        number(redis, "LOG_DEBUG", 0);
        number(redis, "LOG_VERBOSE", 1);
        number(redis, "LOG_NOTICE", 2);
        number(redis, "LOG_WARNING", 3);
        number(redis, "REDIS_VERSION_NUM", VERSION_NUMBER);
        redis.set("REDIS_VERSION", LuaString.of(Scripting.REDIS_VERSION));
    }

    /** What scripts and functions have. */
    void addAll(LuaState lua, LuaTable redis, CommandCaller caller, CurrentRun current) {
        JavaFunction.Source source = name -> body(name, caller, current);
        lua.register(redis, source, "call", "pcall", "acl_check_cmd");
        addLogging(lua, redis);
        lua.register(redis, source, "setresp", "sha1hex", "error_reply", "status_reply", "set_repl");
        number(redis, "REPL_NONE", 0);
        number(redis, "REPL_AOF", 1);
        number(redis, "REPL_SLAVE", 2);
        number(redis, "REPL_REPLICA", 2);
        number(redis, "REPL_ALL", ALL_TARGETS);
    }

    private JavaFunction.Body body(String name, CommandCaller caller, CurrentRun current) {
        return switch (name) {
            case "call" -> arguments -> caller.call(current.run(), arguments);
            case "pcall" -> arguments -> caller.pcall(current.run(), arguments);
            case "acl_check_cmd" -> arguments -> caller.mayCall(current.run(), arguments);
            case "setresp" -> arguments -> setResp(current.run(), arguments);
            case "sha1hex" -> this::sha1Hex;
            case "error_reply" -> RedisLibrary::errorReply;
            case "status_reply" -> RedisLibrary::statusReply;
            case "set_repl" -> arguments -> setRepl(current.run(), arguments);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** What scripts have that functions have not: the debugger, and what is left of replication by script. */
    static void addForScripts(LuaState lua, LuaTable redis, CurrentRun current) {
        lua.register(redis, name -> bodyForScripts(name, current), "breakpoint", "debug", "replicate_commands");
    }

    private static JavaFunction.Body bodyForScripts(String name, CurrentRun current) {
        return switch (name) {
            case "breakpoint" -> arguments -> breakpoint(current.run());
            case "debug" -> arguments -> debug(current.run(), arguments);
            case "replicate_commands" -> arguments -> true;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static boolean breakpoint(ScriptRun run) {
        Debugger debugger = run.debugger();
        if (debugger == null) {
            return false;
        }
        debugger.breakpoint();
        return true;
    }

    private static @Nullable Object debug(ScriptRun run, Arguments arguments) {
        Debugger debugger = run.debugger();
        if (debugger != null) {
            debugger.debug(arguments);
        }
        return arguments.results();
    }

    private static void number(LuaTable redis, String name, double value) {
        redis.set(name, (Object) value);
    }

    private static LuaError error(String message) {
        return LuaError.of(LuaReplyWriter.errorTable("ERR " + message));
    }

    private @Nullable Object log(Arguments arguments) {
        if (arguments.count() < 2) {
            throw error("redis.log() requires two arguments or more.");
        }
        Double number = LuaNumbers.asNumber(arguments.get(1));
        if (number == null) {
            throw error("First argument must be a number (log level).");
        }
        int level = LuaNumbers.toInt(number);
        if (level < 0 || level >= LEVELS.length) {
            throw error("Invalid debug level.");
        }
        if (log.isEnabled(LEVELS[level])) {
            log.log(LEVELS[level], text(arguments));
        }
        return arguments.results();
    }

    private static String text(Arguments arguments) {
        StringBuilder text = new StringBuilder();
        for (int i = 2; i <= arguments.count(); i++) {
            LuaString part = LuaNumbers.asString(arguments.get(i));
            if (part != null) {
                text.append(i == 2 ? "" : " ")
                        .append(ByteString.wrap(part.bytes()).utf8());
            }
        }
        return text.toString();
    }

    private static @Nullable Object setResp(ScriptRun run, Arguments arguments) {
        if (arguments.count() != 1) {
            throw error("redis.setresp() requires one argument.");
        }
        int version = intOf(arguments.get(1));
        if (version != 2 && version != 3) {
            throw error("RESP version must be 2 or 3.");
        }
        run.protocol(version);
        return arguments.results();
    }

    private @Nullable Object sha1Hex(Arguments arguments) {
        if (arguments.count() != 1) {
            throw error("wrong number of arguments");
        }
        LuaString text = LuaNumbers.asString(arguments.get(1));
        return LuaString.of(sha1.hex(text == null ? new byte[0] : text.bytes()).bytes());
    }

    private static Object errorReply(Arguments arguments) {
        if (arguments.count() != 1 || !(arguments.get(1) instanceof LuaString message)) {
            return LuaReplyWriter.errorTable("ERR wrong number or type of arguments");
        }
        String text = ScriptError.cText(message);
        String line = text.startsWith("-") ? text.substring(1) : text;
        int blank = line.indexOf(' ');
        if (blank < 0) {
            return LuaReplyWriter.errorTable("ERR " + ScriptError.trimmed(line));
        }
        return LuaReplyWriter.errorTable(line.substring(0, blank + 1) + ScriptError.trimmed(line.substring(blank + 1)));
    }

    private static Object statusReply(Arguments arguments) {
        if (arguments.count() != 1 || !(arguments.get(1) instanceof LuaString status)) {
            return LuaReplyWriter.errorTable("ERR wrong number or type of arguments");
        }
        return LuaReplyWriter.single(LuaReplyWriter.OK, status);
    }

    private static @Nullable Object setRepl(ScriptRun run, Arguments arguments) {
        if (arguments.count() != 1) {
            throw error("redis.set_repl() requires one argument.");
        }
        int bits = intOf(arguments.get(1));
        if ((bits & ~ALL_TARGETS) != 0) {
            throw error("Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.");
        }
        run.targets(Targets.ofBits(bits));
        return arguments.results();
    }

    private static int intOf(@Nullable Object value) {
        Double number = LuaNumbers.asNumber(value);
        return number == null ? 0 : LuaNumbers.toInt(number);
    }

    @Override
    public String toString() {
        return "RedisLibrary";
    }
}
