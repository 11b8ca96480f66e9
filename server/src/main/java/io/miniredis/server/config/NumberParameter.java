package io.miniredis.server.config;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Numbers;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A parameter that is a whole number: how it is read, bounded and shown. The subclass holds it in its width. */
public abstract class NumberParameter extends Parameter {
    /** As upper bound: all 64 bits, unsigned. */
    static final long UNSIGNED_MAX = -1;

    private final NumberForm form;
    private final long defaultValue;
    private final long min;
    private final long max;

    NumberParameter(Declaration declaration, NumberForm form, long defaultValue, long min, long max) {
        super(declaration);
        this.form = form;
        this.defaultValue = defaultValue;
        this.min = min;
        this.max = max;
    }

    abstract long number();

    abstract void number(long value);

    @Override
    public final boolean isDefault() {
        return number() == defaultValue;
    }

    @Override
    public final ByteString text() {
        return ByteString.of(shown(number()));
    }

    @Override
    final @Nullable String assign(List<ByteString> words, boolean fromFile) {
        OptionalLong parsed = parse(words.get(0));
        if (parsed.isEmpty()) {
            return wrongForm();
        }
        String refusal = outOfRange(parsed.getAsLong());
        if (refusal == null) {
            number(parsed.getAsLong());
        }
        return refusal;
    }

    @Override
    final String rewrittenValue() {
        boolean memory = form == NumberForm.MEMORY || (form == NumberForm.MEMORY_OR_PERCENT && number() >= 0);
        return memory ? MemorySize.compact(number()) : shown(number());
    }

    private OptionalLong parse(ByteString word) {
        return switch (form) {
            case DECIMAL -> decimal(word, word.length());
            case OCTAL -> LooseNumber.parse(word, 8);
            case MEMORY -> MemorySize.parse(word);
            case MEMORY_OR_PERCENT -> parseMemoryOrPercent(word);
        };
    }

    private static OptionalLong parseMemoryOrPercent(ByteString word) {
        int last = word.length() - 1;
        if (last < 1 || word.byteAt(last) != '%') {
            return MemorySize.parse(word);
        }
        OptionalLong percent = decimal(word, last);
        return percent.isPresent() && percent.getAsLong() >= 0
                ? OptionalLong.of(-percent.getAsLong())
                : OptionalLong.empty();
    }

    private static OptionalLong decimal(ByteString word, int length) {
        return Numbers.isLong(word.bytes(), 0, length)
                ? OptionalLong.of(Numbers.parseLong(word.bytes(), 0, length))
                : OptionalLong.empty();
    }

    private String wrongForm() {
        return switch (form) {
            case DECIMAL -> "argument couldn't be parsed into an integer";
            case OCTAL -> "argument couldn't be parsed as an octal number";
            case MEMORY -> "argument must be a memory value";
            case MEMORY_OR_PERCENT -> "argument must be a memory or percent value";
        };
    }

    private @Nullable String outOfRange(long value) {
        if (max == UNSIGNED_MAX || (value >= min && value <= max)) {
            return null;
        }
        if (form == NumberForm.MEMORY_OR_PERCENT && value < 0) {
            return "percentage argument must be less or equal to " + -min;
        }
        return "argument must be between " + shown(min) + " and " + shown(max) + " inclusive";
    }

    private String shown(long value) {
        return switch (form) {
            case DECIMAL -> Long.toString(value);
            case OCTAL -> Long.toString(value, 8);
            case MEMORY -> MemorySize.plain(value);
            case MEMORY_OR_PERCENT -> value < 0 ? -value + "%" : MemorySize.plain(value);
        };
    }
}
