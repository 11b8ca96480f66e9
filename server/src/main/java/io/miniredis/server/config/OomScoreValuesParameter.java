package io.miniredis.server.config;

import io.miniredis.datastructures.ByteString;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** {@code oom-score-adj-values}: Linux's willingness to kill a primary, a replica, a process that saves. */
public final class OomScoreValuesParameter extends Parameter {
    private static final int COUNT = 3;
    private static final int LIMIT = 2000;
    private static final String DEFAULT = "0 200 800";

    private String values = DEFAULT;
    private int ofPrimary;

    OomScoreValuesParameter(Declaration declaration) {
        super(declaration);
    }

    /** The value for a server that is no replica, -2000 to 2000. */
    public int ofPrimary() {
        return ofPrimary;
    }

    @Override
    boolean takesSeveralWords() {
        return true;
    }

    @Override
    public ByteString text() {
        return ByteString.of(values);
    }

    @Override
    public boolean isDefault() {
        return values.equals(DEFAULT);
    }

    @Override
    @Nullable
    String assign(List<ByteString> words, boolean fromFile) {
        if (words.size() != COUNT) {
            return "wrong number of arguments";
        }
        int first = 0;
        StringBuilder given = new StringBuilder();
        for (ByteString word : words) {
            OptionalLong number = LooseNumber.parse(word, 10);
            if (number.isEmpty() || number.getAsLong() < -LIMIT || number.getAsLong() > LIMIT) {
                return "Invalid oom-score-adj-values, elements must be between -2000 and 2000.";
            }
            first = given.isEmpty() ? (int) number.getAsLong() : first;
            given.append(given.isEmpty() ? "" : " ").append(number.getAsLong());
        }
        values = given.toString();
        ofPrimary = first;
        return null;
    }
}
