package io.miniredis.server.command;

import io.miniredis.datastructures.Ascii;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a command's keys stand among its arguments and what happens to them (COMMAND INFO's key specifications).
 *
 * <p>Two steps, as Redis has them: where to begin (at an index, or behind a keyword) and how to find the keys from
 * there (a range, or a count that precedes them).
 *
 * @param begin where to begin
 * @param find how to go on
 * @param flags a set of {@link Flag} bits
 * @param notes a remark shown by COMMAND INFO, or null
 */
public record KeySpec(
        Begin begin, Find find, long flags, @Nullable String notes) {
    /** What a command does with the keys of a specification. */
    public enum Flag {
        RO,
        RW,
        OW,
        RM,
        ACCESS,
        UPDATE,
        INSERT,
        DELETE,
        NOT_KEY,
        INCOMPLETE,
        VARIABLE_FLAGS;

        public String wireName() {
            boolean access = this == RO || this == RW || this == OW || this == RM;
            return access ? name() : name().toLowerCase(Locale.ROOT);
        }

        public long bit() {
            return 1L << ordinal();
        }
    }

    /** Where the search begins. */
    public sealed interface Begin {}

    /** At an argument: 1 is the first after the name. */
    public record Index(int position) implements Begin {}

    /**
     * Behind a keyword.
     *
     * @param keyword in upper case
     * @param startFrom the first argument looked at; negative counts from the end and searches backwards
     */
    public record Keyword(String keyword, int startFrom) implements Begin {
        /** True if an argument is the keyword, in any case. */
        boolean matches(byte[] argument) {
            int length = keyword.length();
            if (argument.length != length) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                if (Ascii.upper(argument[i]) != keyword.charAt(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Where the search cannot be described. */
    public record UnknownBegin() implements Begin {}

    /** How keys follow. */
    public sealed interface Find {}

    /**
     * @param last the last key relative to the first; negative counts from the end of the arguments
     * @param step distance between keys, 1 or more
     * @param limit with {@code last == -1}: 0 and 1 mean no limit, n means 1/n of the remaining arguments
     */
    public record Range(int last, int step, int limit) implements Find {}

    /**
     * @param countAt where the number of keys stands, relative to the beginning
     * @param first where the first key stands, relative to the beginning
     * @param step distance between keys, 1 or more
     */
    public record Counted(int countAt, int first, int step) implements Find {}

    /** Keys that cannot be described. */
    public record UnknownFind() implements Find {}

    /** One key at an index. */
    public static KeySpec key(int position, Flag... flags) {
        return range(position, 0, 1, flags);
    }

    /** Keys from an index on, to {@code last} relative to it or, negative, counted from the end. */
    public static KeySpec range(int position, int last, int step, Flag... flags) {
        return new KeySpec(new Index(position), new Range(last, step, 0), bits(flags), null);
    }

    /** A count at an index, the keys behind it. */
    public static KeySpec counted(int position, Flag... flags) {
        return new KeySpec(new Index(position), new Counted(0, 1, 1), bits(flags), null);
    }

    /** Keys behind a keyword; {@code startFrom} as in {@link Keyword}. */
    public static KeySpec behind(String keyword, int startFrom, Range keys, Flag... flags) {
        return new KeySpec(new Keyword(keyword, startFrom), keys, bits(flags), null);
    }

    /** Keys whose places cannot be described. */
    public static KeySpec unknown(Flag... flags) {
        return new KeySpec(new UnknownBegin(), new UnknownFind(), bits(flags), null);
    }

    public KeySpec withNotes(String remark) {
        return new KeySpec(begin, find, flags, remark);
    }

    public boolean has(Flag flag) {
        return (flags & flag.bit()) != 0;
    }

    /** A set of flags, as {@link KeyFinder.KeySink} takes it. */
    public static long bits(Flag... flags) {
        long bits = 0;
        for (Flag flag : flags) {
            bits |= flag.bit();
        }
        return bits;
    }
}
