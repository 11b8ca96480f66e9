package io.miniredis.lua.number;

/**
 * What stands between the {@code %} and the letter of a {@code printf} directive.
 *
 * @param left flag {@code -}
 * @param plus flag {@code +}
 * @param space flag blank
 * @param alternate flag {@code #}
 * @param zero flag {@code 0}
 * @param width in bytes, 0 if not given
 * @param precision digits or bytes, {@link #NO_PRECISION} if not given
 */
public record FormatSpec(
        boolean left, boolean plus, boolean space, boolean alternate, boolean zero, int width, int precision) {
    public static final int NO_PRECISION = -1;

    /** {@code "%" letter} with nothing between. */
    public static final FormatSpec PLAIN = new FormatSpec(false, false, false, false, false, 0, NO_PRECISION);

    boolean hasPrecision() {
        return precision != NO_PRECISION;
    }
}
