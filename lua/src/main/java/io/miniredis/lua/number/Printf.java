package io.miniredis.lua.number;

/**
 * The directives of C's {@code printf} that Lua's {@code string.format} hands through: integers, floating point numbers
 * and texts, byte for byte as glibc writes them.
 */
public final class Printf {
    private static final byte[] LOWER_DIGITS = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };
    private static final int DEFAULT_PRECISION = 6;
    private static final int UNSIGNED_LONG_DIGITS = 22;

    private Printf() {}

    /** {@code %d} and {@code %i}. */
    public static void signed(ByteText out, FormatSpec spec, long value) {
        byte[] digits = digits(value < 0 ? -value : value, 10, LOWER_DIGITS);
        String sign = value < 0 ? "-" : positiveSign(spec);
        integer(out, spec, sign, digits, value == 0);
    }

    /** {@code %u}, {@code %o}, {@code %x} and {@code %X} of the 64 bits of {@code value}. */
    public static void unsigned(ByteText out, FormatSpec spec, char letter, long value) {
        int base = letter == 'o' ? 8 : letter == 'u' ? 10 : 16;
        byte[] digits = digits(value, base, LOWER_DIGITS);
        String prefix = "";
        if (spec.alternate() && base == 8 && value != 0 && spec.precision() <= digits.length) {
            byte[] led = new byte[digits.length + 1];
            led[0] = '0';
            System.arraycopy(digits, 0, led, 1, digits.length);
            digits = led;
        } else if (spec.alternate() && base == 16 && value != 0) {
            prefix = letter == 'X' ? "0X" : "0x";
        }
        if (letter == 'X') {
            upper(digits);
        }
        boolean keepsZero = base == 8 && spec.alternate();
        integer(out, spec, prefix, digits, value == 0 && !keepsZero);
    }

    private static void integer(ByteText out, FormatSpec spec, String prefix, byte[] digits, boolean zeroValue) {
        int count = zeroValue && spec.precision() == 0 ? 0 : digits.length;
        int zeros = Math.max(0, spec.precision() - count);
        int padding = spec.width() - prefix.length() - zeros - count;
        if (padding > 0 && spec.zero() && !spec.left() && !spec.hasPrecision()) {
            zeros += padding;
            padding = 0;
        }
        if (!spec.left()) {
            out.repeat(' ', padding);
        }
        out.append(prefix);
        out.repeat('0', zeros);
        out.append(digits, 0, count);
        if (spec.left()) {
            out.repeat(' ', padding);
        }
    }

    /** {@code %e}, {@code %E}, {@code %f}, {@code %g} and {@code %G}. */
    public static void floating(ByteText out, FormatSpec spec, char letter, double value) {
        boolean negative = Double.doubleToRawLongBits(value) < 0;
        String sign = negative ? "-" : positiveSign(spec);
        ByteText body = new ByteText(32);
        boolean finite = Math.abs(value) <= Double.MAX_VALUE;
        if (!finite) {
            body.append(Double.isNaN(value) ? "nan" : "inf");
        } else {
            finiteBody(body, spec, (char) (letter | 0x20), Math.abs(value));
        }
        byte[] bytes = body.toBytes();
        if (letter == 'E' || letter == 'G') {
            upper(bytes);
        }
        int padding = spec.width() - sign.length() - bytes.length;
        boolean zeroPadded = spec.zero() && !spec.left() && finite;
        if (!zeroPadded && !spec.left()) {
            out.repeat(' ', padding);
        }
        out.append(sign);
        if (zeroPadded) {
            out.repeat('0', padding);
        }
        out.append(bytes);
        if (spec.left()) {
            out.repeat(' ', padding);
        }
    }

    private static void finiteBody(ByteText body, FormatSpec spec, char letter, double magnitude) {
        int precision = spec.hasPrecision() ? spec.precision() : DEFAULT_PRECISION;
        switch (letter) {
            case 'f' -> fixed(body, magnitude, precision, spec.alternate());
            case 'e' -> {
                DecimalDigits digits = DecimalDigits.significant(magnitude, precision + 1);
                scientific(body, digits, digits.digits.length, spec.alternate());
            }
            default -> general(body, magnitude, Math.max(precision, 1), spec.alternate());
        }
    }

    private static void fixed(ByteText out, double magnitude, int places, boolean keepPoint) {
        DecimalDigits digits = DecimalDigits.fixed(magnitude, places);
        positional(out, digits, digits.exponent + 1 + places, places, keepPoint);
    }

    /** Writes digits with the point where it belongs; {@code count} digits are known, the rest are zeros. */
    private static void positional(ByteText out, DecimalDigits digits, int count, int places, boolean keepPoint) {
        int known = Math.min(count, digits.digits.length);
        int whole = known == 0 ? 0 : digits.exponent + 1;
        if (whole <= 0) {
            out.append('0');
        } else {
            out.append(digits.digits, 0, Math.min(whole, known));
            out.repeat('0', whole - known);
        }
        if (places > 0 || keepPoint) {
            out.append('.');
        }
        if (places > 0) {
            int zeros = known == 0 ? places : Math.min(places, Math.max(0, -whole));
            out.repeat('0', zeros);
            int from = Math.max(whole, 0);
            int shown = Math.max(0, Math.min(known - from, places - zeros));
            out.append(digits.digits, from, shown);
            out.repeat('0', places - zeros - shown);
        }
    }

    private static void scientific(ByteText out, DecimalDigits digits, int count, boolean keepPoint) {
        out.append(digits.digits[0]);
        if (count > 1 || keepPoint) {
            out.append('.');
        }
        out.append(digits.digits, 1, count - 1);
        out.append('e');
        out.append(digits.exponent < 0 ? '-' : '+');
        int exponent = Math.abs(digits.exponent);
        if (exponent >= 100) {
            out.append('0' + exponent / 100);
        }
        out.append('0' + exponent / 10 % 10);
        out.append('0' + exponent % 10);
    }

    /**
     * {@code %g}: scientific when the exponent is below -4 or not below the precision; trailing zeros go unless
     * {@code #}.
     */
    static void general(ByteText out, double magnitude, int precision, boolean alternate) {
        DecimalDigits digits = DecimalDigits.significant(magnitude, precision);
        int count = digits.digits.length;
        while (!alternate && count > 1 && digits.digits[count - 1] == '0') {
            count--;
        }
        if (digits.exponent < -4 || digits.exponent >= precision) {
            scientific(out, digits, count, alternate);
        } else {
            int places = alternate ? precision - 1 - digits.exponent : Math.max(0, count - 1 - digits.exponent);
            positional(out, digits, count, places, alternate);
        }
    }

    /** {@code %s} and {@code %c}: the bytes cut to the precision and padded with blanks to the width. */
    public static void text(ByteText out, FormatSpec spec, byte[] bytes, int length) {
        int shown = spec.hasPrecision() ? Math.min(length, spec.precision()) : length;
        int padding = spec.width() - shown;
        if (!spec.left()) {
            out.repeat(' ', padding);
        }
        out.append(bytes, 0, shown);
        if (spec.left()) {
            out.repeat(' ', padding);
        }
    }

    private static String positiveSign(FormatSpec spec) {
        return spec.plus() ? "+" : spec.space() ? " " : "";
    }

    /** The digits of an unsigned 64-bit number. */
    private static byte[] digits(long value, int base, byte[] alphabet) {
        byte[] buffer = new byte[UNSIGNED_LONG_DIGITS];
        int at = buffer.length;
        long rest = value;
        do {
            buffer[--at] = alphabet[(int) Long.remainderUnsigned(rest, base)];
            rest = Long.divideUnsigned(rest, base);
        } while (rest != 0);
        byte[] digits = new byte[buffer.length - at];
        System.arraycopy(buffer, at, digits, 0, digits.length);
        return digits;
    }

    private static void upper(byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (text[i] >= 'a' && text[i] <= 'z') {
                text[i] = (byte) (text[i] - 0x20);
            }
        }
    }
}
