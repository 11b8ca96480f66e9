package io.miniredis.lua.library;

import io.miniredis.lua.Arguments;

/**
 * Reads a format of the library {@code struct} option by option and keeps its byte order and alignment. A NUL ends it.
 */
final class StructFormat {
    private static final int MAX_INTEGER_BYTES = 32;
    private static final int MAX_ALIGNMENT = 8;

    private final Arguments call;
    private final byte[] format;
    private int at;
    private int option;
    private int size;
    private boolean littleEndian = true;
    private int alignment = 1;

    StructFormat(Arguments call, byte[] format) {
        this.call = call;
        this.format = format;
    }

    /** Goes to the next option; false at the end. */
    boolean next() {
        option = peek();
        if (option == 0) {
            return false;
        }
        at++;
        size = readSize();
        return true;
    }

    int option() {
        return option;
    }

    /** Bytes of the option's value, as far as the format tells. */
    int size() {
        return size;
    }

    boolean littleEndian() {
        return littleEndian;
    }

    /** Zero bytes before the option's value when so many bytes stand before. */
    int padding(long before) {
        if (size == 0 || option == 'c') {
            return 0;
        }
        int unit = Math.min(size, alignment);
        return (int) (unit - (before & (unit - 1))) & (unit - 1);
    }

    /** Obeys an option that has no value. */
    void control() {
        switch (option) {
            case ' ' -> {}
            case '>' -> littleEndian = false;
            case '<' -> littleEndian = true;
            case '!' -> {
                int wanted = number(MAX_ALIGNMENT);
                if (wanted <= 0 || (wanted & (wanted - 1)) != 0) {
                    throw call.error("alignment " + wanted + " is not a power of 2");
                }
                alignment = wanted;
            }
            default -> throw call.badArgument(1, "invalid format option '" + (char) option + "'");
        }
    }

    private int readSize() {
        switch (option) {
            case 'b', 'B', 'x' -> {
                return 1;
            }
            case 'h', 'H' -> {
                return 2;
            }
            case 'f' -> {
                return 4;
            }
            case 'l', 'L', 'T', 'd' -> {
                return 8;
            }
            case 'c' -> {
                return number(1);
            }
            case 'i', 'I' -> {
                int bytes = number(4);
                if (bytes > MAX_INTEGER_BYTES) {
                    throw call.error("integral size " + bytes + " is larger than limit of " + MAX_INTEGER_BYTES);
                }
                return bytes;
            }
            default -> {
                return 0;
            }
        }
    }

    private int number(int missing) {
        if (!CharClass.isDigit(peek())) {
            return missing;
        }
        int value = 0;
        while (CharClass.isDigit(peek())) {
            int digit = peek() - '0';
            if (value > Integer.MAX_VALUE / 10 || value * 10 > Integer.MAX_VALUE - digit) {
                throw call.error("integral size overflow");
            }
            value = value * 10 + digit;
            at++;
        }
        return value;
    }

    private int peek() {
        return at < format.length ? format[at] & 0xff : 0;
    }

    @Override
    public String toString() {
        return "StructFormat[at " + at + " of " + format.length + ", alignment " + alignment + "]";
    }
}
