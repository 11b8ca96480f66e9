package io.miniredis.lua.library;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.JavaFunction;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import org.jspecify.annotations.Nullable;

/** The library {@code bit} (Lua BitOp 1.0.2): operations on 32-bit integers, results signed. */
public final class BitLibrary {
    private static final int FUNCTIONS = 12;

    /** 2^52 + 2^51: added to a number its low 32 bits are the number's, rounded to even, modulo 2^32. */
    private static final double MAGIC = 6755399441055744.0;

    private static final int HEX_DIGITS = 8;
    private static final byte[] LOWER = LuaString.of("0123456789abcdef").bytes();
    private static final byte[] UPPER = LuaString.of("0123456789ABCDEF").bytes();

    private BitLibrary() {}

    /** Makes the global {@code bit}. */
    public static void open(LuaState lua) {
        lua.global("bit", table(lua));
    }

    private static LuaTable table(LuaState lua) {
        return new Library(lua, FUNCTIONS, BitLibrary::body)
                .functions(
                        "tobit", "bnot", "band", "bor", "bxor", "lshift", "rshift", "arshift", "rol", "ror", "bswap",
                        "tohex")
                .table();
    }

    /** The code of the function of that name. */
    private static JavaFunction.Body body(String name) {
        return switch (name) {
            case "tobit" -> (JavaFunction.OfNumber) x -> bits(x);
            case "bnot" -> (JavaFunction.OfNumber) x -> ~bits(x);
            case "band" -> (OfWords) (x, y) -> x & y;
            case "bor" -> (OfWords) (x, y) -> x | y;
            case "bxor" -> (OfWords) (x, y) -> x ^ y;
            case "lshift" -> (OfTwoWords) (x, y) -> x << y;
            case "rshift" -> (OfTwoWords) (x, y) -> x >>> y;
            case "arshift" -> (OfTwoWords) (x, y) -> x >> y;
            case "rol" -> (OfTwoWords) Integer::rotateLeft;
            case "ror" -> (OfTwoWords) Integer::rotateRight;
            case "bswap" -> (JavaFunction.OfNumber) x -> Integer.reverseBytes(bits(x));
            case "tohex" -> BitLibrary::toHex;
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** An operation on two words. */
    @FunctionalInterface
    private interface OfTwoWords extends JavaFunction.OfTwoNumbers {
        int ofWords(int x, int y);

        @Override
        default double of(double x, double y) {
            return ofWords(bits(x), bits(y));
        }

        @Override
        default Object call(Arguments a) {
            return (double) ofWords(bits(a, 1), bits(a, 2));
        }
    }

    /** An operation on one word or more. */
    @FunctionalInterface
    private interface OfWords extends OfTwoWords {
        // the arguments are looked at from the last to the second, which shows in errors
        @Override
        default Object call(Arguments a) {
            int result = bits(a, 1);
            for (int i = a.count(); i > 1; i--) {
                result = ofWords(result, bits(a, i));
            }
            return (double) result;
        }
    }

    private static int bits(Arguments a, int index) {
        return bits(a.checkNumber(index));
    }

    private static int bits(double number) {
        return (int) Double.doubleToRawLongBits(number + MAGIC);
    }

    /** A negative count of digits asks for upper case. */
    private static @Nullable Object toHex(Arguments a) {
        int value = bits(a, 1);
        int wanted = a.isNone(2) ? HEX_DIGITS : bits(a, 2);
        int count = wanted == Integer.MIN_VALUE ? HEX_DIGITS : Math.min(Math.abs(wanted), HEX_DIGITS);
        byte[] digits = wanted < 0 ? UPPER : LOWER;
        byte[] text = new byte[count];
        for (int i = count - 1; i >= 0; i--) {
            text[i] = digits[value & 15];
            value >>>= 4;
        }
        return LuaString.of(text);
    }
}
