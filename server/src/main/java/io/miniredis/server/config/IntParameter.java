package io.miniredis.server.config;

/** A parameter that is a whole number of 32 bits. */
public final class IntParameter extends NumberParameter {
    private int value;
    private int lowest = Integer.MIN_VALUE;
    private int highest = Integer.MAX_VALUE;

    IntParameter(Declaration declaration, int defaultValue, int min, int max) {
        this(declaration, NumberForm.DECIMAL, defaultValue, min, max);
    }

    IntParameter(Declaration declaration, NumberForm form, int defaultValue, int min, int max) {
        super(declaration, form, defaultValue, min, max);
        value = defaultValue;
    }

    /** Takes numbers beyond these bounds for the nearest bound: the parameter is a hint. */
    IntParameter clampedTo(int lowest, int highest) {
        this.lowest = lowest;
        this.highest = highest;
        return this;
    }

    public int value() {
        return value;
    }

    @Override
    long number() {
        return value;
    }

    @Override
    void number(long value) {
        this.value = (int) Math.max(lowest, Math.min(highest, value));
    }
}
