package io.miniredis.lua.syntax;

import io.miniredis.lua.LuaFunction;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.tree.Assign;
import io.miniredis.lua.tree.AssignAll;
import io.miniredis.lua.tree.AssignIndex;
import io.miniredis.lua.tree.AssignSum;
import io.miniredis.lua.tree.Block;
import io.miniredis.lua.tree.Break;
import io.miniredis.lua.tree.CallStatement;
import io.miniredis.lua.tree.Constant;
import io.miniredis.lua.tree.Declare;
import io.miniredis.lua.tree.DeclareAll;
import io.miniredis.lua.tree.DeclareFunction;
import io.miniredis.lua.tree.Expression;
import io.miniredis.lua.tree.FunctionExpression;
import io.miniredis.lua.tree.GenericFor;
import io.miniredis.lua.tree.If;
import io.miniredis.lua.tree.Index;
import io.miniredis.lua.tree.Invocation;
import io.miniredis.lua.tree.LineCondition;
import io.miniredis.lua.tree.LineStop;
import io.miniredis.lua.tree.Local;
import io.miniredis.lua.tree.LuaClosure;
import io.miniredis.lua.tree.NumberConstant;
import io.miniredis.lua.tree.NumericFor;
import io.miniredis.lua.tree.Prototype;
import io.miniredis.lua.tree.Repeat;
import io.miniredis.lua.tree.Return;
import io.miniredis.lua.tree.ReturnCall;
import io.miniredis.lua.tree.ReturnValue;
import io.miniredis.lua.tree.Statement;
import io.miniredis.lua.tree.Target;
import io.miniredis.lua.tree.Variable;
import io.miniredis.lua.tree.While;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses a chunk by recursive descent (lparser.c) and builds its tree. Names become slots, upvalues or globals on the
 * way, with {@link Captured} knowing which locals need a cell.
 */
public final class Parser {
    /** What a node of the tree takes, in bytes, roughly. */
    private static final int NODE_BYTES = 64;

    private static final Expression[] NO_EXPRESSIONS = new Expression[0];

    private final LuaState lua;
    private final String chunkName;
    private final Lexer lexer;
    private final Captured captured;
    private final ExpressionParser expressions;
    /** True if a debugger wants to know of each line. */
    private final boolean traced;

    private FunctionScope function;
    private int levels;

    /** The line where the statement that was parsed last begins to run. */
    private int startLine;

    private Parser(LuaState lua, byte[] source, String chunkName, Captured captured, boolean traced) {
        this.lua = lua;
        this.traced = traced;
        this.chunkName = chunkName;
        this.captured = captured;
        lexer = new Lexer(lua, source, chunkName);
        expressions = new ExpressionParser(this, lexer);
        function = new FunctionScope(null, captured, lexer, 0);
        levels = lua.nativeCalls();
    }

    /**
     * Compiles a chunk to a function; the name is {@code =name}, {@code @file} or the source text itself. Throws a
     * LuaError with the message of a syntax error.
     */
    public static LuaFunction load(LuaState lua, byte[] source, String chunkName) {
        return load(lua, source, chunkName, false);
    }

    /**
     * {@link #load}, for a debugger: while the code runs, the state's {@linkplain LuaState#lineHook line hook} is told
     * of each line. That is in the tree, so other code does not pay for it.
     */
    public static LuaFunction loadTraced(LuaState lua, byte[] source, String chunkName) {
        return load(lua, source, chunkName, true);
    }

    private static LuaFunction load(LuaState lua, byte[] source, String chunkName, boolean traced) {
        Captured captured = new Captured();
        Prototype main;
        do {
            captured.begin();
            main = new Parser(lua, source, chunkName, captured, traced).mainFunction();
        } while (captured.mustRepeat());
        return new LuaClosure(main, lua.globals());
    }

    private Prototype mainFunction() {
        function.vararg = true;
        lexer.next();
        Statement body = withEnd(chunk());
        check(Token.EOS);
        return function.finish(chunkName, List.of(), 0, body);
    }

    FunctionScope function() {
        return function;
    }

    // ---- tokens

    /** One step deeper in the nesting of the text, which is bounded as PUC Lua's C stack is. */
    void enterLevel() {
        if (++levels > LuaState.MAX_NATIVE_CALLS) {
            throw lexer.errorWithoutToken("chunk has too many syntax levels");
        }
    }

    void leaveLevel() {
        levels--;
    }

    /** Announces the time and the memory that one more node takes: a script may compile a text that it has built. */
    void work() {
        lua.steps(1);
        lua.allocate(NODE_BYTES);
    }

    boolean accept(int kind) {
        if (lexer.kind != kind) {
            return false;
        }
        lexer.next();
        return true;
    }

    private void check(int kind) {
        if (lexer.kind != kind) {
            throw lexer.error("'" + Token.text(kind) + "' expected");
        }
    }

    void expect(int kind) {
        check(kind);
        lexer.next();
    }

    /** Expects what closes something opened at a line. */
    void expectMatch(int kind, int opener, int line) {
        if (accept(kind)) {
            return;
        }
        if (line == lexer.line) {
            check(kind);
        }
        throw lexer.error(
                "'" + Token.text(kind) + "' expected (to close '" + Token.text(opener) + "' at line " + line + ")");
    }

    LuaString name() {
        check(Token.NAME);
        LuaString name = lexer.text;
        lexer.next();
        return name;
    }

    // ---- blocks and statements

    private static boolean endsBlock(int kind) {
        return switch (kind) {
            case Token.ELSE, Token.ELSEIF, Token.END, Token.UNTIL, Token.EOS -> true;
            default -> false;
        };
    }

    private Statement chunk() {
        enterLevel();
        List<Statement> statements = new ArrayList<>();
        boolean last = false;
        while (!last && !endsBlock(lexer.kind)) {
            last = lexer.kind == Token.RETURN || lexer.kind == Token.BREAK;
            statements.add(traced ? tracedStatement() : statement());
            accept(';');
        }
        leaveLevel();
        return statements.size() == 1 ? statements.get(0) : new Block(statements.toArray(new Statement[0]));
    }

    // ---- tracing: where lines begin

    private Statement tracedStatement() {
        if (lexer.kind == Token.DO || lexer.kind == Token.REPEAT) {
            // What stands in it begins.
            return statement();
        }
        List<LineStop.Variable> variables = function.variables();
        int line = lexer.line;
        startLine = 0;
        Statement statement = statement();
        int start = startLine == 0 ? line : startLine;
        startLine = 0;
        return new LineStop(start, false, variables, statement);
    }

    /** A statement that begins by making a closure begins where the text of that function ends. */
    private void startsAtLastLine() {
        startLine = lexer.lastLine;
    }

    /** The body of a loop, and behind it the line where it turns back. */
    private Statement turning(Statement body, int line) {
        return traced ? followed(body, new LineStop(line, true, function.variables(), null)) : body;
    }

    /** The body of a function, and behind it the line of the last token, where no variable is in scope any more. */
    private Statement withEnd(Statement body) {
        return traced ? followed(body, new LineStop(lexer.lastLine, false, List.of(), null)) : body;
    }

    private static Statement followed(Statement first, Statement second) {
        return new Block(new Statement[] {first, second});
    }

    private Expression condition(boolean first) {
        int line = lexer.line;
        Expression condition = expressions.use(expressions.expression());
        return traced && !first
                ? new LineCondition(new LineStop(line, false, function.variables(), null), condition)
                : condition;
    }

    private Statement block() {
        int mark = function.mark();
        Statement block = chunk();
        function.leaveBlock(mark);
        return block;
    }

    private Statement statement() {
        int line = lexer.line;
        switch (lexer.kind) {
            case Token.IF -> {
                return ifStatement(line);
            }
            case Token.WHILE -> {
                return whileStatement(line);
            }
            case Token.DO -> {
                lexer.next();
                Statement block = block();
                expectMatch(Token.END, Token.DO, line);
                return block;
            }
            case Token.FOR -> {
                return forStatement(line);
            }
            case Token.REPEAT -> {
                return repeatStatement(line);
            }
            case Token.FUNCTION -> {
                return functionStatement(line);
            }
            case Token.LOCAL -> {
                lexer.next();
                return accept(Token.FUNCTION) ? localFunction() : localStatement();
            }
            case Token.RETURN -> {
                return returnStatement();
            }
            case Token.BREAK -> {
                lexer.next();
                if (!function.inLoop()) {
                    throw lexer.error("no loop to break");
                }
                return new Break();
            }
            default -> {
                return expressionStatement();
            }
        }
    }

    private Statement ifStatement(int line) {
        List<Expression> conditions = new ArrayList<>();
        List<Statement> branches = new ArrayList<>();
        do {
            lexer.next();
            conditions.add(condition(conditions.isEmpty()));
            expect(Token.THEN);
            branches.add(block());
        } while (lexer.kind == Token.ELSEIF);
        Statement otherwise = accept(Token.ELSE) ? block() : null;
        expectMatch(Token.END, Token.IF, line);
        return new If(conditions.toArray(NO_EXPRESSIONS), branches.toArray(new Statement[0]), otherwise);
    }

    private Statement whileStatement(int line) {
        lexer.next();
        Expression condition = expressions.use(expressions.expression());
        expect(Token.DO);
        function.enterLoop();
        Statement body = turning(block(), line);
        function.leaveLoop();
        expectMatch(Token.END, Token.WHILE, line);
        return new While(condition, body, line);
    }

    private Statement repeatStatement(int line) {
        lexer.next();
        int mark = function.mark();
        function.enterLoop();
        Statement body = chunk();
        expectMatch(Token.UNTIL, Token.REPEAT, line);
        Expression condition = condition(false);
        function.leaveLoop();
        function.leaveBlock(mark);
        return new Repeat(body, condition, line);
    }

    private Statement forStatement(int line) {
        lexer.next();
        LuaString first = name();
        Statement loop = switch (lexer.kind) {
            case '=' -> numericFor(first);
            case ',', Token.IN -> genericFor(first);
            default -> throw lexer.error("'=' or 'in' expected");
        };
        expectMatch(Token.END, Token.FOR, line);
        return loop;
    }

    private Statement numericFor(LuaString name) {
        function.checkLocals(4);
        Expression[] range = new Expression[3];
        expect('=');
        range[0] = expressions.use(expressions.expression());
        expect(',');
        range[1] = expressions.use(expressions.expression());
        range[2] = accept(',') ? expressions.use(expressions.expression()) : new NumberConstant(1);
        expect(Token.DO);
        int line = lexer.lastLine;
        int mark = function.mark();
        function.hide(3);
        function.enterLoop();
        Target variable = function.declare(name).target();
        Statement body = block();
        function.leaveLoop();
        function.hide(-3);
        function.leaveBlock(mark);
        body = turning(body, line);
        return NumericFor.of(variable, range, body, line);
    }

    private Statement genericFor(LuaString first) {
        List<LuaString> names = new ArrayList<>();
        names.add(first);
        while (accept(',')) {
            names.add(name());
        }
        function.checkLocals(3 + names.size());
        expect(Token.IN);
        int line = lexer.line;
        Expression[] values = usedList();
        expect(Token.DO);
        int mark = function.mark();
        function.hide(3);
        function.enterLoop();
        Target[] variables = declare(names);
        Statement body = block();
        function.leaveLoop();
        function.hide(-3);
        function.leaveBlock(mark);
        body = turning(body, line);
        int site = function.site(line, "local", "(for generator)");
        return new GenericFor(variables, values, body, site, line);
    }

    private Expression[] usedList() {
        Expression[] list = expressions.list();
        expressions.use(list[list.length - 1]);
        return list;
    }

    private Target[] declare(List<LuaString> names) {
        Target[] targets = new Target[names.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = function.declare(names.get(i)).target();
        }
        return targets;
    }

    private Statement functionStatement(int line) {
        lexer.next();
        Expression place = function.resolve(name());
        boolean method = false;
        while (lexer.kind == '.') {
            place = expressions.field(place);
        }
        if (lexer.kind == ':') {
            place = expressions.field(place);
            method = true;
        }
        Expression body = functionBody(method, line);
        place.line(line);
        startsAtLastLine();
        return assign((Variable) place, body);
    }

    private Statement localFunction() {
        function.checkLocals(1);
        LocalVariable variable = function.declare(name());
        Expression body = functionBody(false, lexer.line);
        startsAtLastLine();
        return new DeclareFunction(variable.target(), variable.use(), body);
    }

    private Statement localStatement() {
        List<LuaString> names = new ArrayList<>();
        do {
            names.add(name());
            function.checkLocals(names.size());
        } while (accept(','));
        Expression[] values = accept('=') ? usedList() : NO_EXPRESSIONS;
        if (values.length == 1 && values[0] instanceof FunctionExpression) {
            startsAtLastLine();
        }
        Target[] targets = declare(names);
        if (targets.length == 1 && values.length <= 1) {
            return new Declare(targets[0], values.length == 1 ? values[0] : new Constant(null));
        }
        return new DeclareAll(targets, values);
    }

    private Statement returnStatement() {
        lexer.next();
        if (endsBlock(lexer.kind) || lexer.kind == ';') {
            return new Return(NO_EXPRESSIONS);
        }
        Expression[] values = usedList();
        if (values.length > 1) {
            return new Return(values);
        }
        if (values[0] instanceof Invocation call) {
            return new ReturnCall(call);
        }
        return values[0].isMulti() ? new Return(values) : new ReturnValue(values[0]);
    }

    private Statement expressionStatement() {
        Expression first = expressions.primary();
        if (first instanceof Invocation call) {
            return new CallStatement(call);
        }
        List<Variable> places = new ArrayList<>(1);
        places.add(place(first));
        while (accept(',')) {
            places.add(place(expressions.primary()));
            function.limit(places.size() - 1, LuaState.MAX_NATIVE_CALLS - levels, "variables in assignment");
        }
        expect('=');
        Expression[] values = usedList();
        for (Variable place : places) {
            expressions.use(place);
        }
        if (places.size() == 1 && values.length == 1) {
            return assign(places.get(0), values[0]);
        }
        return new AssignAll(places.toArray(new Variable[0]), values);
    }

    private Variable place(Expression expression) {
        if (expression instanceof Variable place) {
            return place;
        }
        throw lexer.error("syntax error");
    }

    private static Statement assign(Variable place, Expression value) {
        if (place instanceof Local local) {
            return AssignSum.of(local, value);
        }
        return place instanceof Index index ? new AssignIndex(index, value) : new Assign(place, value);
    }

    // ---- functions

    /** Parameters and body; line is where the function is said to begin. */
    Expression functionBody(boolean method, int line) {
        FunctionScope outer = function;
        function = new FunctionScope(outer, captured, lexer, line);
        expect('(');
        List<LocalVariable> parameters = new ArrayList<>();
        if (method) {
            parameters.add(function.declare(lua.intern(LuaString.of("self"))));
        }
        int named = parameters(parameters);
        expect(')');
        Statement body = chunk();
        expectMatch(Token.END, Token.FUNCTION, line);
        body = withEnd(body);
        Prototype prototype = function.finish(chunkName, parameters, named, body);
        function = outer;
        return new FunctionExpression(prototype);
    }

    /** Declares the parameters; how many of them take arguments ({@code arg} does not). */
    private int parameters(List<LocalVariable> parameters) {
        if (lexer.kind == ')') {
            return parameters.size();
        }
        do {
            if (accept(Token.DOTS)) {
                int named = parameters.size();
                function.vararg = true;
                LocalVariable arg = function.declare(lua.intern(LuaString.of("arg")));
                parameters.add(arg);
                function.argSlot = arg.slot();
                return named;
            }
            if (lexer.kind != Token.NAME) {
                throw lexer.error("<name> or '...' expected");
            }
            function.checkLocals(1);
            parameters.add(function.declare(name()));
        } while (accept(','));
        return parameters.size();
    }
}
