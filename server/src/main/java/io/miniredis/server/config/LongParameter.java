package io.miniredis.server.config;

/** A parameter that is a whole number of up to 64 bits, often an amount of memory in bytes. */
public final class LongParameter extends NumberParameter {
    private long value;

    LongParameter(Declaration declaration, long defaultValue, long min, long max) {
        this(declaration, NumberForm.DECIMAL, defaultValue, min, max);
    }

    LongParameter(Declaration declaration, NumberForm form, long defaultValue, long min, long max) {
        super(declaration, form, defaultValue, min, max);
        value = defaultValue;
    }

    /** The number; of maxmemory and cluster-link-sendbuf-limit to be read as unsigned. */
    public long value() {
        return value;
    }

    @Override
    long number() {
        return value;
    }

    @Override
    void number(long value) {
        this.value = value;
    }
}
