package io.miniredis.server.config;

import io.miniredis.datastructures.ByteString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parameter that is {@code yes} or {@code no}. */
public final class BooleanParameter extends Parameter {
    private static final ByteString YES = ByteString.of("yes");
    private static final ByteString NO = ByteString.of("no");

    private final boolean defaultValue;
    private boolean value;
    private @Nullable String refusalOfYes;

    BooleanParameter(Declaration declaration, boolean defaultValue) {
        super(declaration);
        this.defaultValue = defaultValue;
        this.value = defaultValue;
    }

    /** Makes {@code yes} impossible, with what is answered to it. */
    BooleanParameter never(String refusal) {
        refusalOfYes = refusal;
        return this;
    }

    public boolean value() {
        return value;
    }

    @Override
    public ByteString text() {
        return value ? YES : NO;
    }

    @Override
    public boolean isDefault() {
        return value == defaultValue;
    }

    @Override
    @Nullable
    String assign(List<ByteString> words, boolean fromFile) {
        ByteString word = words.get(0);
        boolean yes = word.equalsIgnoreCase("yes");
        if (!yes && !word.equalsIgnoreCase("no")) {
            return "argument must be 'yes' or 'no'";
        }
        if (yes && refusalOfYes != null) {
            return refusalOfYes;
        }
        value = yes;
        return null;
    }
}
