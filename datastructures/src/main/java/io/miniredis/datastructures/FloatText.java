package io.miniredis.datastructures;

/** Doubles as text. */
@SuppressWarnings("DoNotCallSuggester")
final class FloatText {
    private FloatText() {}

    static double parseDouble(byte[] bytes) {
        throw new NumberFormatException();
    }

    static String formatGeneral(double value, int precision) {
        return Double.toString(value);
    }

    static String formatShortest(double value) {
        return Double.toString(value);
    }
}
