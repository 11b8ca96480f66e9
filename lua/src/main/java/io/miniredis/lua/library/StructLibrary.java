package io.miniredis.lua.library;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.JavaFunction;
import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.number.NumberParser;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The library {@code struct} (lua_struct.c): binary records by a format, as on a little-endian 64-bit machine. */
public final class StructLibrary {
    private static final int FUNCTIONS = 3;

    /** {@code LUAI_MAXCSTACK}. */
    private static final int MAX_SLOTS = 8000;

    private StructLibrary() {}

    /** Makes the global {@code struct}. */
    public static void open(LuaState lua) {
        lua.global("struct", table(lua));
    }

    private static LuaTable table(LuaState lua) {
        return new Library(lua, FUNCTIONS, StructLibrary::body)
                .functions("pack", "unpack", "size")
                .table();
    }

    /** The code of the function of that name. */
    private static JavaFunction.Body body(String name) {
        return switch (name) {
            case "pack" -> StructLibrary::pack;
            case "unpack" -> StructLibrary::unpack;
            case "size" -> StructLibrary::size;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static @Nullable Object pack(Arguments a) {
        StructFormat format = new StructFormat(a, a.checkString(1).bytes());
        LuaBuffer out = new LuaBuffer(a.lua());
        int argument = 2;
        while (format.next()) {
            int size = format.size();
            out.repeat(0, format.padding(out.length()));
            switch (format.option()) {
                case 'b', 'B', 'h', 'H', 'l', 'L', 'T', 'i', 'I' ->
                    integer(out, LuaNumbers.toUnsignedLong(number(a, argument++)), size, format.littleEndian());
                case 'x' -> out.append(0);
                case 'f' -> {
                    float number = (float) number(a, argument++);
                    integer(out, Float.floatToRawIntBits(number), size, format.littleEndian());
                }
                case 'd' -> {
                    double number = number(a, argument++);
                    integer(out, Double.doubleToRawLongBits(number), size, format.littleEndian());
                }
                case 'c', 's' -> {
                    if (a.isNone(argument)) {
                        throw missing(a, argument, "string");
                    }
                    LuaString text = a.checkString(argument++);
                    int length = size == 0 ? text.length() : size;
                    if (text.length() < length) {
                        throw a.badArgument(argument, "string too short"); // counted on already, as in C
                    }
                    out.append(text.bytes(), 0, length);
                    if (format.option() == 's') {
                        out.append(0);
                    }
                }
                default -> format.control();
            }
        }
        return out.toLuaString();
    }

    private static double number(Arguments a, int index) {
        if (a.isNone(index)) {
            throw missing(a, index, "number");
        }
        return a.checkNumber(index);
    }

    /** Behind the arguments C has a nil on its stack, which shows. */
    private static LuaError missing(Arguments a, int index, String type) {
        return a.badArgument(index, type + " expected, got nil");
    }

    private static void integer(LuaBuffer out, long value, int size, boolean littleEndian) {
        for (int i = 0; i < size; i++) {
            int shift = 8 * (littleEndian ? i : size - 1 - i);
            out.append(shift < Long.SIZE ? (int) (value >>> shift) : 0);
        }
    }

    private static @Nullable Object unpack(Arguments a) {
        StructFormat format = new StructFormat(a, a.checkString(1).bytes());
        byte[] data = a.checkString(2).bytes();
        long position = a.optLong(3, 1);
        if (position == 0) {
            throw a.badArgument(3, "offset must be 1 or greater");
        }
        position--;
        @Nullable Object[] results = new @Nullable Object[4];
        int count = 0;
        while (format.next()) {
            long size = format.size();
            position += format.padding(position);
            checkData(a, data, position, size);
            if (a.count() + count + 2 > MAX_SLOTS) {
                throw a.error("stack overflow (too many results)");
            }
            int at = (int) position;
            Object value;
            switch (format.option()) {
                case 'x' -> value = null;
                case 'c' -> {
                    if (size == 0) {
                        size = previousSize(a, count == 0 ? null : results[--count]);
                        checkData(a, data, position, size);
                    }
                    value = LuaString.of(data, at, at + (int) size);
                }
                case 's' -> {
                    int end = endOfText(a, data, at);
                    value = LuaString.of(data, at, end);
                    size = end - at + 1L;
                }
                default -> value = number(format, data, at, (int) size);
            }
            if (value != null) {
                if (count + 1 >= results.length) {
                    results = Arrays.copyOf(results, results.length * 2);
                }
                results[count++] = value;
            }
            position += size;
        }
        results[count++] = position + 1.0;
        return a.results(Arrays.copyOf(results, count));
    }

    /** The number at a place; null when the option is none for a value. */
    private static @Nullable Object number(StructFormat format, byte[] data, int at, int size) {
        boolean little = format.littleEndian();
        switch (format.option()) {
            case 'b', 'h', 'l', 'i' -> {
                long value = bits(data, at, size, little);
                long sign = -1L << (size * 8 - 1); // shifted modulo 64, as on x86
                return (double) ((value & sign) != 0 ? value | sign : value);
            }
            case 'B', 'H', 'L', 'T', 'I' -> {
                return NumberParser.unsignedToDouble(bits(data, at, size, little));
            }
            case 'f' -> {
                return (double) Float.intBitsToFloat((int) bits(data, at, size, little));
            }
            case 'd' -> {
                return Double.longBitsToDouble(bits(data, at, size, little));
            }
            default -> {
                format.control();
                return null;
            }
        }
    }

    private static long bits(byte[] data, int at, int size, boolean littleEndian) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = (value << 8) | (data[littleEndian ? at + size - 1 - i : at + i] & 0xff);
        }
        return value;
    }

    private static long previousSize(Arguments a, @Nullable Object previous) {
        Double size = LuaNumbers.asNumber(previous);
        if (size == null) {
            throw a.error("format 'c0' needs a previous size");
        }
        return LuaNumbers.toUnsignedLong(size);
    }

    private static void checkData(Arguments a, byte[] data, long position, long size) {
        if (Long.compareUnsigned(size, data.length) > 0 || Long.compareUnsigned(position, data.length - size) > 0) {
            throw a.badArgument(2, "data string too short");
        }
    }

    private static int endOfText(Arguments a, byte[] data, int from) {
        for (int i = from; i < data.length; i++) {
            if (data[i] == 0) {
                return i;
            }
        }
        throw a.error("unfinished string in data");
    }

    private static @Nullable Object size(Arguments a) {
        StructFormat format = new StructFormat(a, a.checkString(1).bytes());
        long position = 0;
        while (format.next()) {
            int size = format.size();
            position += format.padding(position);
            int option = format.option();
            if (option == 's') {
                throw a.badArgument(1, "option 's' has no fixed size");
            }
            if (option == 'c' && size == 0) {
                throw a.badArgument(1, "option 'c0' has no fixed size");
            }
            if (!CharClass.isAlphanumeric(option)) {
                format.control();
            }
            position += size;
        }
        return (double) position;
    }
}
