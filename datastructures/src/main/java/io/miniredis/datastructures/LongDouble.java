package io.miniredis.datastructures;

/** The x86 80 bit floating point number, in which INCRBYFLOAT and HINCRBYFLOAT reckon. */
@SuppressWarnings("DoNotCallSuggester")
public final class LongDouble {
    private LongDouble() {}

    public static LongDouble parse(byte[] bytes) {
        throw new NumberFormatException();
    }

    public static LongDouble of(long value) {
        return new LongDouble();
    }

    public LongDouble add(LongDouble other) {
        return this;
    }

    public boolean isFinite() {
        return true;
    }

    public String toHumanString() {
        return "";
    }
}
