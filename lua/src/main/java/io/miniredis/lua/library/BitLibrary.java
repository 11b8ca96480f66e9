package io.miniredis.lua.library;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.LuaNumbers;
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
        lua.globals().set("bit", table());
    }

    private static LuaTable table() {
        return new Library(FUNCTIONS)
                .function("tobit", a -> (double) bits(a, 1))
                .function("bnot", a -> (double) ~bits(a, 1))
                .function("band", BitLibrary::and)
                .function("bor", BitLibrary::or)
                .function("bxor", BitLibrary::xor)
                .function("lshift", a -> (double) (bits(a, 1) << bits(a, 2)))
                .function("rshift", a -> (double) (bits(a, 1) >>> bits(a, 2)))
                .function("arshift", a -> (double) (bits(a, 1) >> bits(a, 2)))
                .function("rol", a -> (double) Integer.rotateLeft(bits(a, 1), bits(a, 2)))
                .function("ror", a -> (double) Integer.rotateRight(bits(a, 1), bits(a, 2)))
                .function("bswap", a -> (double) Integer.reverseBytes(bits(a, 1)))
                .function("tohex", BitLibrary::toHex)
                .table();
    }

    private static int bits(Arguments a, int index) {
        Object value = a.get(index);
        double number = value instanceof Double d ? d : notPlainNumber(a, index);
        return (int) Double.doubleToRawLongBits(number + MAGIC);
    }

    private static double notPlainNumber(Arguments a, int index) {
        Double number = LuaNumbers.asNumber(a.get(index));
        if (number == null) {
            throw a.badType(index, "number");
        }
        return number;
    }

    // the arguments are looked at from the last to the second, which shows in errors
    private static @Nullable Object and(Arguments a) {
        int result = bits(a, 1);
        for (int i = a.count(); i > 1; i--) {
            result &= bits(a, i);
        }
        return (double) result;
    }

    private static @Nullable Object or(Arguments a) {
        int result = bits(a, 1);
        for (int i = a.count(); i > 1; i--) {
            result |= bits(a, i);
        }
        return (double) result;
    }

    private static @Nullable Object xor(Arguments a) {
        int result = bits(a, 1);
        for (int i = a.count(); i > 1; i--) {
            result ^= bits(a, i);
        }
        return (double) result;
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
