package io.miniredis.server.config;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parameter that is text: a name, a path, a password. Its bytes are kept as they are. */
public final class TextParameter extends Parameter {
    private final TextRule rule;
    private final boolean emptyMeansAbsent;
    private final ByteString defaultValue;
    private ByteString value;

    private TextParameter(Declaration declaration, String defaultValue, TextRule rule, boolean emptyMeansAbsent) {
        super(declaration);
        this.rule = rule;
        this.emptyMeansAbsent = emptyMeansAbsent;
        this.defaultValue = defaultValue.isEmpty() ? ByteString.EMPTY : ByteString.of(defaultValue);
        this.value = this.defaultValue;
    }

    /** A text that may also be empty. */
    TextParameter(Declaration declaration, String defaultValue, TextRule rule) {
        this(declaration, defaultValue, rule, false);
    }

    /** A text that is there or not; when empty it is not, and has no line in a file. */
    static TextParameter optional(Declaration declaration, TextRule rule) {
        return new TextParameter(declaration, "", rule, true);
    }

    public ByteString value() {
        return value;
    }

    /** The value as text. */
    public String utf8() {
        return value.utf8();
    }

    public boolean isEmpty() {
        return value.isEmpty();
    }

    @Override
    public ByteString text() {
        return value;
    }

    @Override
    public boolean isDefault() {
        return value.equals(defaultValue);
    }

    @Override
    @Nullable
    String assign(List<ByteString> words, boolean fromFile) {
        String refusal = rule.refusal(name(), words.get(0));
        if (refusal == null) {
            value = words.get(0);
        }
        return refusal;
    }

    @Override
    void rewrite(ConfigRewrite file) {
        if (emptyMeansAbsent && value.isEmpty()) {
            file.withoutLine(this);
        } else {
            super.rewrite(file);
        }
    }

    @Override
    String rewrittenValue() {
        return Ascii.quote(value.bytes());
    }
}
