package io.miniredis.server.config;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Numbers;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code latency-tracking-info-percentiles}: the percentiles, 0 to 100, that INFO latencystats shows. */
public final class PercentilesParameter extends Parameter {
    private static final double[] DEFAULT = {50.0, 99.0, 99.9};
    private static final int SHOWN_DECIMALS = 6;
    private static final String INVALID = "Invalid latency-tracking-info-percentiles parameters";

    private double[] values = DEFAULT;

    PercentilesParameter(Declaration declaration) {
        super(declaration);
    }

    /** A copy, to be kept by the reader. */
    public double[] values() {
        return values.clone();
    }

    @Override
    boolean takesSeveralWords() {
        return true;
    }

    @Override
    public ByteString text() {
        StringBuilder text = new StringBuilder();
        for (double value : values) {
            text.append(text.isEmpty() ? "" : " ").append(shown(value));
        }
        return ByteString.of(text.toString());
    }

    @Override
    public boolean isDefault() {
        return Arrays.equals(values, DEFAULT);
    }

    @Override
    @Nullable
    String assign(List<ByteString> words, boolean fromFile) {
        boolean clear = words.size() == 1 && words.get(0).isEmpty();
        double[] given = new double[clear ? 0 : words.size()];
        for (int i = 0; i < given.length; i++) {
            double value;
            try {
                value = Numbers.parseDouble(words.get(i).bytes());
            } catch (NumberFormatException notNumber) {
                return INVALID;
            }
            if (value > 100.0 || value < 0.0) {
                return "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]";
            }
            given[i] = value;
        }
        values = given;
        return null;
    }

    @Override
    void rewrite(ConfigRewrite file) {
        file.line(this, values.length == 0 ? "\"\"" : rewrittenValue(), true);
    }

    private static String shown(double value) {
        BigDecimal rounded = new BigDecimal(value).setScale(SHOWN_DECIMALS, RoundingMode.HALF_EVEN);
        return rounded.stripTrailingZeros().toPlainString();
    }
}
