package io.miniredis.lua.syntax;

import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaType;
import io.miniredis.lua.tree.And;
import io.miniredis.lua.tree.Arithmetic;
import io.miniredis.lua.tree.Call;
import io.miniredis.lua.tree.Concat;
import io.miniredis.lua.tree.Constant;
import io.miniredis.lua.tree.Equal;
import io.miniredis.lua.tree.Expression;
import io.miniredis.lua.tree.Index;
import io.miniredis.lua.tree.Length;
import io.miniredis.lua.tree.MethodCall;
import io.miniredis.lua.tree.Negate;
import io.miniredis.lua.tree.Not;
import io.miniredis.lua.tree.NumberConstant;
import io.miniredis.lua.tree.Or;
import io.miniredis.lua.tree.Order;
import io.miniredis.lua.tree.Parenthesized;
import io.miniredis.lua.tree.TableConstructor;
import io.miniredis.lua.tree.Varargs;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses expressions by operator precedence. The line of an operation is the one PUC Lua would emit its instruction at:
 * for a field or a global where its value is needed, hence {@link #use}.
 */
final class ExpressionParser {
    private static final Expression[] NOTHING = new Expression[0];
    private static final int UNARY_PRIORITY = 8;

    private final Parser parser;
    private final Lexer lexer;

    ExpressionParser(Parser parser, Lexer lexer) {
        this.parser = parser;
        this.lexer = lexer;
    }

    /** The value is needed here: errors of the expression are reported at the line of the last token. */
    Expression use(Expression expression) {
        expression.line(lexer.lastLine);
        return expression;
    }

    Expression expression() {
        return binary(0);
    }

    /** A list of expressions; the last one is not yet {@linkplain #use used}. */
    Expression[] list() {
        Expression first = expression();
        if (lexer.kind != ',') {
            return new Expression[] {first};
        }
        List<Expression> all = new ArrayList<>();
        all.add(first);
        while (parser.accept(',')) {
            use(all.get(all.size() - 1));
            all.add(expression());
        }
        return all.toArray(NOTHING);
    }

    // ---- operators

    private static int leftPriority(int operator) {
        return switch (operator) {
            case '+', '-' -> 6;
            case '*', '/', '%' -> 7;
            case '^' -> 10;
            case Token.CONCAT -> 5;
            case Token.NE, Token.EQ, '<', '>', Token.LE, Token.GE -> 3;
            case Token.AND -> 2;
            case Token.OR -> 1;
            default -> 0;
        };
    }

    private static int rightPriority(int operator) {
        return switch (operator) {
            case '^' -> 9;
            case Token.CONCAT -> 4;
            default -> leftPriority(operator);
        };
    }

    private Expression binary(int limit) {
        parser.enterLevel();
        parser.work();
        Expression left = unary();
        while (leftPriority(lexer.kind) > limit) {
            int operator = lexer.kind;
            lexer.next();
            use(left);
            Expression right = use(binary(rightPriority(operator)));
            left = combine(operator, left, right, lexer.lastLine);
        }
        parser.leaveLevel();
        return left;
    }

    private Expression unary() {
        switch (lexer.kind) {
            case Token.NOT -> {
                lexer.next();
                Expression operand = use(binary(UNARY_PRIORITY));
                return isConstant(operand) ? new Constant(!isTrue(operand)) : new Not(operand);
            }
            case '-' -> {
                lexer.next();
                Expression operand = use(binary(UNARY_PRIORITY));
                return operand instanceof NumberConstant n
                        ? new NumberConstant(-n.value())
                        : new Negate(operand, lexer.lastLine);
            }
            case '#' -> {
                lexer.next();
                Expression operand = use(binary(UNARY_PRIORITY));
                return new Length(operand, lexer.lastLine);
            }
            default -> {
                return simple();
            }
        }
    }

    private static Expression combine(int operator, Expression left, Expression right, int line) {
        if (left instanceof NumberConstant a && right instanceof NumberConstant b) {
            Expression folded = fold(operator, a.value(), b.value());
            if (folded != null) {
                return folded;
            }
        }
        return switch (operator) {
            case '+', '-', '*', '/', '%', '^' -> Arithmetic.of((char) operator, left, right, line);
            case Token.CONCAT -> concat(left, right, line);
            case Token.EQ -> new Equal(left, right, true, line);
            case Token.NE -> new Equal(left, right, false, line);
            case '<' -> new Order(left, right, Order.LESS, line);
            case Token.LE -> new Order(left, right, Order.LESS_OR_EQUAL, line);
            case '>' -> new Order(left, right, Order.GREATER, line);
            case Token.GE -> new Order(left, right, Order.GREATER_OR_EQUAL, line);
            case Token.AND -> isConstant(left) && isTrue(left) ? new Parenthesized(right) : new And(left, right);
            default -> isConstant(left) && !isTrue(left) ? new Parenthesized(right) : new Or(left, right);
        };
    }

    /** PUC Lua decides about these while it compiles, and errors name what is left of {@code true and x}: x. */
    private static boolean isConstant(Expression operand) {
        return operand instanceof Constant || operand instanceof NumberConstant;
    }

    private static boolean isTrue(Expression constant) {
        return !(constant instanceof Constant c) || LuaType.isTrue(c.value());
    }

    // lcode.c, constfolding: not where it would divide by zero or give NaN
    private static @Nullable Expression fold(int operator, double a, double b) {
        boolean dividesByZero = b == 0 && (operator == '/' || operator == '%');
        if (dividesByZero || !isArithmetic(operator)) {
            return null;
        }
        double value = Arithmetic.calculate((char) operator, a, b);
        return Double.isNaN(value) ? null : new NumberConstant(value);
    }

    private static boolean isArithmetic(int operator) {
        return switch (operator) {
            case '+', '-', '*', '/', '%', '^' -> true;
            default -> false;
        };
    }

    private static Expression concat(Expression left, Expression right, int line) {
        if (!(right instanceof Concat chain)) {
            return new Concat(new Expression[] {left, right}, line);
        }
        Expression[] more = chain.operands();
        Expression[] all = new Expression[more.length + 1];
        all[0] = left;
        System.arraycopy(more, 0, all, 1, more.length);
        return new Concat(all, line);
    }

    // ---- operands

    private Expression simple() {
        Expression value;
        switch (lexer.kind) {
            case Token.NUMBER -> value = new NumberConstant(lexer.number);
            case Token.STRING -> value = new Constant(lexer.text);
            case Token.NIL -> value = new Constant(null);
            case Token.TRUE -> value = new Constant(true);
            case Token.FALSE -> value = new Constant(false);
            case Token.DOTS -> {
                if (!parser.function().vararg) {
                    throw lexer.error("cannot use '...' outside a vararg function");
                }
                parser.function().argSlot = -1;
                value = new Varargs();
            }
            case '{' -> {
                return constructor();
            }
            case Token.FUNCTION -> {
                lexer.next();
                return parser.functionBody(false, lexer.line);
            }
            default -> {
                return primary();
            }
        }
        lexer.next();
        return value;
    }

    private Expression prefix() {
        if (lexer.kind == Token.NAME) {
            return parser.function().resolve(parser.name());
        }
        if (lexer.kind != '(') {
            throw lexer.error("unexpected symbol");
        }
        int line = lexer.line;
        lexer.next();
        Expression inner = expression();
        parser.expectMatch(')', '(', line);
        use(inner);
        boolean isPlainValue =
                inner instanceof NumberConstant || inner instanceof Constant || inner instanceof Arithmetic;
        return isPlainValue ? inner : new Parenthesized(inner);
    }

    /** A name or an expression in parentheses, with all fields, indexes and calls behind it. */
    Expression primary() {
        Expression value = prefix();
        while (true) {
            switch (lexer.kind) {
                case '.' -> value = field(value);
                case '[' -> {
                    use(value);
                    value = new Index(value, indexKey());
                }
                case ':' -> value = methodCall(value);
                case '(', Token.STRING, '{' -> {
                    use(value);
                    int line = lexer.line;
                    Expression[] arguments = arguments();
                    int site = parser.function().site(line, value.kind(), value.name());
                    value = new Call(value, arguments, site, line);
                }
                default -> {
                    return value;
                }
            }
        }
    }

    /** {@code .name} or, in a function's name, {@code :name}. */
    Index field(Expression object) {
        use(object);
        lexer.next();
        return new Index(object, new Constant(parser.name()));
    }

    private Expression indexKey() {
        lexer.next();
        Expression key = use(expression());
        parser.expect(']');
        return key;
    }

    private Expression methodCall(Expression object) {
        lexer.next();
        LuaString name = parser.name();
        use(object);
        MethodCall.Name method = new MethodCall.Name(name, lexer.lastLine);
        int line = lexer.line;
        Expression[] arguments = arguments();
        int site = parser.function().site(line, "method", name.text());
        return new MethodCall(object, method, arguments, site, line);
    }

    private Expression[] arguments() {
        switch (lexer.kind) {
            case '(' -> {
                int line = lexer.line;
                if (line != lexer.lastLine) {
                    throw lexer.error("ambiguous syntax (function call x new statement)");
                }
                lexer.next();
                Expression[] given = lexer.kind == ')' ? NOTHING : list();
                parser.expectMatch(')', '(', line);
                if (given.length > 0) {
                    use(given[given.length - 1]);
                }
                return given;
            }
            case '{' -> {
                return new Expression[] {constructor()};
            }
            case Token.STRING -> {
                Expression text = new Constant(lexer.text);
                lexer.next();
                return new Expression[] {text};
            }
            default -> throw lexer.error("function arguments expected");
        }
    }

    private Expression constructor() {
        int line = lexer.line;
        List<@Nullable Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        parser.expect('{');
        Expression pending = null;
        do {
            if (lexer.kind == '}') {
                break;
            }
            if (pending != null) {
                use(pending);
            }
            Expression key = null;
            if (lexer.kind == '[') {
                key = indexKey();
                parser.expect('=');
            } else if (lexer.kind == Token.NAME && lexer.peek() == '=') {
                key = new Constant(parser.name());
                parser.expect('=');
            }
            Expression value = expression();
            pending = key == null ? value : null;
            keys.add(key);
            values.add(key == null ? value : use(value));
        } while (parser.accept(',') || parser.accept(';'));
        parser.expectMatch('}', '{', line);
        if (pending != null) {
            use(pending);
        }
        return new TableConstructor(keys.toArray(new @Nullable Expression[0]), values.toArray(NOTHING), line);
    }
}
