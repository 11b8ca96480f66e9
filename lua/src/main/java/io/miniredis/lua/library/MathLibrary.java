package io.miniredis.lua.library;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.JavaFunction;
import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaTable;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The library {@code math} (lmathlib.c), with Redis's generator behind {@code random}. What C answers where
 * a function is not defined is mostly {@code -nan}, since x86 sets the sign of a NaN it makes.
 */
public final class MathLibrary {
    private static final int FUNCTIONS = 28;
    private static final double RADIANS_PER_DEGREE = Math.PI / 180.0;
    private static final double INVALID = Double.longBitsToDouble(0xfff8_0000_0000_0000L);
    private static final double RANDOM_MAX = Integer.MAX_VALUE;

    private static final double TWO_TO_54 = 0x1p54;
    private static final int MANTISSA_BITS = 54;

    private final Rand48 random;

    private MathLibrary(Rand48 random) {
        this.random = random;
    }

    /** Makes the global {@code math}. Several states may share the generator behind {@code math.random}. */
    public static void open(LuaState lua, Rand48 random) {
        lua.global("math", table(lua, new MathLibrary(random)));
    }

    private static LuaTable table(LuaState lua, MathLibrary math) {
        return new Library(lua, FUNCTIONS, math::body)
                .functions("abs", "acos", "asin", "atan2", "atan", "ceil", "cosh", "cos", "deg", "exp", "floor", "fmod")
                .functions("frexp", "ldexp", "log10", "log", "max", "min", "modf", "pow", "rad", "random", "randomseed")
                .functions("sinh", "sin", "sqrt", "tanh", "tan")
                .field("pi", Math.PI)
                .field("huge", Double.POSITIVE_INFINITY)
                .functions("mod")
                .table();
    }

    /** The code of the function of that name. */
    private JavaFunction.Body body(String name) {
        return switch (name) {
            case "abs" -> unary(Math::abs);
            case "acos" -> unary(Math::acos, Double.NaN);
            case "asin" -> unary(Math::asin, Double.NaN);
            case "atan2" -> MathLibrary::atan2;
            case "atan" -> unary(Math::atan);
            case "ceil" -> unary(Math::ceil);
            case "cosh" -> unary(Math::cosh);
            case "cos" -> unary(Math::cos, INVALID);
            case "deg" -> unary(x -> x / RADIANS_PER_DEGREE);
            case "exp" -> unary(Math::exp);
            case "floor" -> unary(Math::floor);
            case "fmod", "mod" -> MathLibrary::fmod;
            case "frexp" -> MathLibrary::frexp;
            case "ldexp" -> MathLibrary::ldexp;
            case "log10" -> unary(Math::log10, Double.NaN);
            case "log" -> unary(Math::log, INVALID);
            case "max" -> new Extreme(true);
            case "min" -> new Extreme(false);
            case "modf" -> MathLibrary::modf;
            case "pow" -> MathLibrary::pow;
            case "rad" -> unary(x -> x * RADIANS_PER_DEGREE);
            case "random" -> this::random;
            case "randomseed" -> this::randomSeed;
            case "sinh" -> unary(Math::sinh);
            case "sin" -> unary(Math::sin, INVALID);
            case "sqrt" -> unary(Math::sqrt, INVALID);
            case "tanh" -> unary(Math::tanh);
            case "tan" -> unary(Math::tan, INVALID);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static JavaFunction.OfNumber unary(JavaFunction.OfNumber operator) {
        return operator;
    }

    /** A function that is not defined everywhere, with the NaN that glibc answers there. */
    private static JavaFunction.OfNumber unary(DoubleUnaryOperator operator, double undefined) {
        return x -> defined(operator.applyAsDouble(x), x, undefined);
    }

    /** A NaN that came out of a number is one of C's making. */
    private static double defined(double result, double argument, double undefined) {
        return Double.isNaN(result) && !Double.isNaN(argument) ? undefined : result;
    }

    // Redis's compiler looks at the arguments of C's functions of two numbers from the last, which shows in errors.

    private static @Nullable Object atan2(Arguments a) {
        double x = a.checkNumber(2);
        return Math.atan2(a.checkNumber(1), x);
    }

    private static @Nullable Object fmod(Arguments a) {
        double y = a.checkNumber(2);
        double x = a.checkNumber(1);
        return defined(x % y, nanOf(x, y), INVALID);
    }

    /** The argument that is NaN, if one is. */
    private static double nanOf(double x, double y) {
        return Double.isNaN(x) ? x : y;
    }

    private static @Nullable Object pow(Arguments a) {
        double y = a.checkNumber(2);
        return LuaNumbers.power(a.checkNumber(1), y);
    }

    private static @Nullable Object modf(Arguments a) {
        double x = a.checkNumber(1);
        double whole = x >= 0 ? Math.floor(x) : Math.ceil(x);
        double fraction = Double.isInfinite(x) ? Math.copySign(0.0, x) : Math.copySign(x - whole, x);
        return a.results(whole, Double.isNaN(x) ? x : fraction);
    }

    private static @Nullable Object frexp(Arguments a) {
        double x = a.checkNumber(1);
        if (x == 0 || Double.isNaN(x) || Double.isInfinite(x)) {
            return a.results(x, 0.0);
        }
        int shift = 0;
        double scaled = x;
        if (Math.abs(x) < Double.MIN_NORMAL) {
            scaled = x * TWO_TO_54;
            shift = MANTISSA_BITS;
        }
        int exponent = Math.getExponent(scaled) + 1;
        return a.results(Math.scalb(scaled, -exponent), (double) (exponent - shift));
    }

    private static @Nullable Object ldexp(Arguments a) {
        int exponent = a.checkInt(2);
        return Math.scalb(a.checkNumber(1), exponent);
    }

    // script_lua.c, redis_math_random: the remainder keeps the fraction below 1
    private @Nullable Object random(Arguments a) {
        double r = random.next() % Integer.MAX_VALUE / RANDOM_MAX;
        switch (a.count()) {
            case 0 -> {
                return r;
            }
            case 1 -> {
                int upper = a.checkInt(1);
                if (upper < 1) {
                    throw a.badArgument(1, "interval is empty");
                }
                return Math.floor(r * upper) + 1;
            }
            case 2 -> {
                int lower = a.checkInt(1);
                int upper = a.checkInt(2);
                if (lower > upper) {
                    throw a.badArgument(2, "interval is empty");
                }
                return Math.floor(r * (upper - lower + 1)) + lower; // the span wraps around in C as well
            }
            default -> throw a.error("wrong number of arguments");
        }
    }

    private @Nullable Object randomSeed(Arguments a) {
        random.seed(a.checkInt(1));
        return a.results();
    }

    @Override
    public String toString() {
        return "MathLibrary[" + random + "]";
    }
}
