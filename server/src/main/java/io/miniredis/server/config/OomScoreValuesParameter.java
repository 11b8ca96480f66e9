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
    private int ofReplica = 200;
    private int ofChild = 800;

    OomScoreValuesParameter(Declaration declaration) {
        super(declaration);
    }

    /** The value for a server that is no replica, -2000 to 2000. */
    public int ofPrimary() {
        return ofPrimary;
    }

    /** The value for a replica, -2000 to 2000. */
    public int ofReplica() {
        return ofReplica;
    }

    /** The value for a process that saves, -2000 to 2000. */
    public int ofChild() {
        return ofChild;
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
        int[] numbers = new int[COUNT];
        StringBuilder given = new StringBuilder();
        for (int i = 0; i < COUNT; i++) {
            OptionalLong number = LooseNumber.parse(words.get(i), 10);
            if (number.isEmpty() || number.getAsLong() < -LIMIT || number.getAsLong() > LIMIT) {
                return "Invalid oom-score-adj-values, elements must be between -2000 and 2000.";
            }
            numbers[i] = (int) number.getAsLong();
            given.append(i == 0 ? "" : " ").append(numbers[i]);
        }
        values = given.toString();
        ofPrimary = numbers[0];
        ofReplica = numbers[1];
        ofChild = numbers[2];
        return null;
    }
}
