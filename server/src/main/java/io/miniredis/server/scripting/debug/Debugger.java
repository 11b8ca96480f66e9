package io.miniredis.server.scripting.debug;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Numbers;
import io.miniredis.lua.Arguments;
import io.miniredis.lua.Caller;
import io.miniredis.lua.LineHook;
import io.miniredis.lua.LocalValue;
import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaFunction;
import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.syntax.Parser;
import io.miniredis.protocol.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stops a script before its lines and does what the person at the console asks for (ldb in eval.c).
 *
 * <p>It stops before each line while it steps, at breakpoints, behind {@code redis.breakpoint()}, and when the script
 * has run for too long. While it steps, the commands that the script calls are told with their replies.
 *
 * <p>Lives for one run of one script; on the thread of the run.
 */
public final class Debugger implements LineHook {
    /** The one chunk that is looked at; what the console evaluates is another. */
    private static final String SCRIPT = "@user_script";

    private static final String EVALUATED = "@ldb_eval";
    private static final LuaString ERROR = LuaString.of("err");
    private static final int MOST_ARGUMENTS_SHOWN = 10;
    private static final int DEFAULT_CONTEXT = 5;
    private static final int ALL_LINES = 1_000_000;

    private final DebugConsole console;
    private final SourceLines source;
    private final DebugLog log = new DebugLog();
    private boolean stepping = true;
    private boolean breakpointCalled;
    private boolean deserted;

    Debugger(DebugConsole console, ByteString script) {
        this.console = console;
        this.source = new SourceLines(script);
    }

    // ---- stopping ----

    @Override
    public void line(LuaState lua, Caller function) {
        source.current(function.line());
        if (!function.chunkName().equals(SCRIPT)) {
            return;
        }
        if (breakpointCalled) {
            stop(lua, function, "redis.breakpoint() called");
        } else if (source.isBreakpoint(source.current())) {
            stop(lua, function, "break point");
        } else if (stepping) {
            stop(lua, function, "step over");
        }
    }

    /** The script has run for long without a stop. @throws LuaError if nobody is there any more to look at it */
    public void ranForLong(LuaState lua, Caller function) {
        if (stepping) {
            return;
        }
        source.current(function.line());
        stop(lua, function, "timeout reached, infinite loop?");
        if (deserted) {
            throw LuaError.of(LuaString.of("timeout during Lua debugging with client closing connection"));
        }
    }

    private void stop(LuaState lua, Caller function, String reason) {
        stepping = false;
        breakpointCalled = false;
        log.add("* Stopped at " + source.current() + ", stop reason = " + reason);
        log.add(source.show(source.current()));
        send();
        Request command = console.read();
        while (command != null && obey(lua, function, command)) {
            send();
            command = console.read();
        }
        if (command == null) {
            deserted = true;
            stepping = false;
            source.removeBreakpoints();
        }
    }

    private void send() {
        console.send(log.take());
    }

    /** The run is over. */
    void end() {
        log.add("<endsession>");
        send();
    }

    // ---- what the script itself does ----

    /** {@code redis.breakpoint()}. */
    public void breakpoint() {
        breakpointCalled = true;
    }

    /** {@code redis.debug(…)}. */
    public void debug(Arguments arguments) {
        StringBuilder text =
                new StringBuilder("<debug> line ").append(source.current()).append(": ");
        for (int i = 1; i <= arguments.count(); i++) {
            text.append(i == 1 ? "" : ", ").append(ValueText.of(arguments.get(i)));
        }
        log.add(text.toString());
    }

    /** The script calls a command. */
    public void called(Request request) {
        if (!stepping) {
            return;
        }
        StringBuilder text = new StringBuilder("<redis>");
        for (int i = 0; i < request.count() && i < MOST_ARGUMENTS_SHOWN; i++) {
            text.append(' ').append(Ascii.text(request.arg(i).bytes()));
        }
        if (request.count() > MOST_ARGUMENTS_SHOWN) {
            text.append(" ... (")
                    .append(request.count() - MOST_ARGUMENTS_SHOWN - 1)
                    .append(" more)");
        }
        log.add(text.toString());
    }

    /** The command was refused before it was executed. */
    public void refused(String error) {
        if (stepping) {
            log.add("<error> " + (error.startsWith("ERR ") ? error.substring(4) : error));
        }
    }

    /**
     * The command was executed.
     *
     * @param protocol of its reply, 2 or 3
     */
    public void replied(@Nullable Object value, int protocol) {
        if (!stepping) {
            return;
        }
        LuaString error = errorOf(value);
        if (error != null) {
            log.add("<error> -" + error.text());
        }
        log.addCut("<reply> " + ReplyText.of(value, protocol));
    }

    private static @Nullable LuaString errorOf(@Nullable Object value) {
        return value instanceof LuaTable table ? LuaNumbers.asString(table.get(ERROR)) : null;
    }

    // ---- commands ----

    /** Does what a command says. Returns false if the script is to go on. */
    private boolean obey(LuaState lua, Caller function, Request command) {
        switch (Ascii.text(Ascii.toLowerCase(command.arg(0).bytes()))) {
            case "s", "step", "n", "next" -> {
                stepping = true;
                return false;
            }
            case "c", "continue" -> {
                return false;
            }
            case "a", "abort" -> throw LuaError.of(error("ERR script aborted for user request"));
            case "h", "help" -> DebuggerHelp.LINES.forEach(log::add);
            case "t", "trace" -> trace(function);
            case "m", "maxlen" -> maxLength(command);
            case "b", "break" -> breakpoints(command);
            case "e", "eval" -> evaluate(lua, command);
            case "p", "print" -> print(lua, function, command);
            case "l", "list" -> list(command);
            case "w", "whole" -> source.show(1, ALL_LINES, log);
            default -> other(lua, command);
        }
        return true;
    }

    private static LuaTable error(String line) {
        LuaTable table = new LuaTable();
        table.set(ERROR, LuaString.of(line));
        return table;
    }

    private void other(LuaState lua, Request command) {
        String name = Ascii.text(Ascii.toLowerCase(command.arg(0).bytes()));
        if (command.count() > 1 && (name.equals("r") || name.equals("redis"))) {
            callCommand(lua, command);
        } else {
            log.add("<error> Unknown Redis Lua debugger command or wrong number of arguments.");
        }
    }

    /** By way of {@code redis.call}, as if the script stepped, so that the command is told with its reply. */
    private void callCommand(LuaState lua, Request command) {
        @Nullable Object[] arguments = new @Nullable Object[command.count() - 1];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = LuaString.of(command.arg(i + 1).bytes());
        }
        stepping = true;
        try {
            lua.callAll(lua.library("redis").get("call"), arguments);
        } catch (LuaError told) {
            // It was logged when the command failed.
            return;
        } finally {
            stepping = false;
        }
    }

    /** Some Lua code, as an expression if it is one. It sees the globals, and no local variable. */
    private void evaluate(LuaState lua, Request command) {
        StringBuilder code = new StringBuilder();
        for (int i = 1; i < command.count(); i++) {
            code.append(i == 1 ? "" : " ").append(Ascii.text(command.arg(i).bytes()));
        }
        try {
            log.addCut("<retval> " + ValueText.of(lua.call(compile(lua, code.toString()))));
        } catch (LuaError error) {
            LuaString text = LuaNumbers.asString(error.value());
            LuaString inTable = errorOf(error.value());
            log.add("<error> " + (text != null ? text.text() : inTable != null ? inTable.text() : error.getMessage()));
        }
    }

    private static LuaFunction compile(LuaState lua, String code) {
        try {
            return Parser.load(lua, Ascii.bytes("return " + code), EVALUATED);
        } catch (LuaError noExpression) {
            return Parser.load(lua, Ascii.bytes(code), EVALUATED);
        }
    }

    private void trace(Caller function) {
        String where = "In ";
        for (Caller level = function; level != null; level = level.enclosing()) {
            if (level.chunkName().equals(SCRIPT)) {
                log.add(where + nameOf(level) + ":");
                log.add(source.show(level.line()));
            }
            where = "From ";
        }
    }

    private static String nameOf(Caller function) {
        Caller calledBy = function.enclosing();
        String name = calledBy != null && function.calledFromLua() && !function.replacedItsCaller()
                ? calledBy.calleeName()
                : null;
        return name == null ? "top level" : name;
    }

    private void maxLength(Request command) {
        if (command.count() == 2) {
            log.maxLength((int) leadingNumber(command.arg(1)));
        }
        log.add(
                log.maxLength() == 0
                        ? "<value> replies are unlimited."
                        : "<value> replies are truncated at " + log.maxLength() + " bytes.");
    }

    /** As C's {@code atoi}: 0 for what is no number. */
    private static long leadingNumber(ByteString text) {
        String digits = Ascii.text(text.bytes()).trim();
        int end = digits.startsWith("-") || digits.startsWith("+") ? 1 : 0;
        while (end < digits.length() && digits.charAt(end) >= '0' && digits.charAt(end) <= '9') {
            end++;
        }
        try {
            return Integer.parseInt(digits.substring(0, end));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    // ---- variables ----

    private void print(LuaState lua, Caller function, Request command) {
        if (command.count() == 2) {
            printOne(lua, function, LuaString.of(command.arg(1).bytes()));
            return;
        }
        List<LocalValue> locals = function.locals();
        for (LocalValue local : locals) {
            log.addCut("<value> " + local.name().text() + " = " + ValueText.of(local.value()));
        }
        if (locals.isEmpty()) {
            log.add("No local variables in the current context.");
        }
    }

    /** The variable of the innermost function that has one of this name; of several the one declared first. */
    private void printOne(LuaState lua, Caller function, LuaString name) {
        for (Caller level = function; level != null; level = level.enclosing()) {
            for (LocalValue local : level.locals()) {
                if (local.name().sameAs(name)) {
                    log.addCut("<value> " + ValueText.of(local.value()));
                    return;
                }
            }
        }
        String text = name.text();
        if (text.equals("KEYS") || text.equals("ARGV")) {
            log.addCut("<value> " + ValueText.of(lua.globals().get(name)));
        } else {
            log.add("No such variable.");
        }
    }

    // ---- lines ----

    private void list(Request command) {
        long around = command.count() > 1 ? leadingNumber(command.arg(1)) : 0;
        long context = command.count() > 2 ? leadingNumber(command.arg(2)) : DEFAULT_CONTEXT;
        source.show(around > 0 ? around : source.current(), context, log);
    }

    private void breakpoints(Request command) {
        if (command.count() == 1) {
            showBreakpoints();
        }
        for (int i = 1; i < command.count(); i++) {
            byte[] argument = command.arg(i).bytes();
            if (Numbers.isLong(argument)) {
                breakpoint(Numbers.parseLong(argument));
            } else {
                log.add("Invalid argument:'" + Ascii.text(argument) + "'");
            }
        }
    }

    private void showBreakpoints() {
        List<Integer> all = source.breakpoints();
        if (all.isEmpty()) {
            log.add("No breakpoints set. Use 'b <line>' to add one.");
            return;
        }
        log.add(all.size() + " breakpoints set:");
        for (int line : all) {
            log.add(source.show(line));
        }
    }

    /** Sets a breakpoint at this line, removes the one at minus this line, or removes all. */
    private void breakpoint(long line) {
        if (line == 0) {
            source.removeBreakpoints();
            log.add("All breakpoints removed.");
        } else if (line < 0) {
            log.add(source.removeBreakpoint(-line) ? "Breakpoint removed." : "No breakpoint in the specified line.");
        } else if (!source.hasRoom()) {
            log.add("Too many breakpoints set.");
        } else if (source.addBreakpoint(line)) {
            source.show(line, 1, log);
        } else {
            log.add("Wrong line number.");
        }
    }

    @Override
    public String toString() {
        return "Debugger[" + source + (stepping ? ", stepping]" : "]");
    }
}
