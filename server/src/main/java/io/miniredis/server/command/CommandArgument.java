package io.miniredis.server.command;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One argument of a command as COMMAND DOCS describes it, with the arguments it is made of (struct redisCommandArg).
 *
 * @param name in lower case
 * @param displayText how a synopsis names it; usually its name
 * @param keySpecIndex which of the command's {@link KeySpec}s finds it, or -1
 * @param token the literal word before it, or, of a {@link Type#PURE_TOKEN}, the argument itself
 * @param children the alternatives of a {@link Type#ONEOF}, the parts of a {@link Type#BLOCK}; else empty
 */
public record CommandArgument(
        String name,
        Type type,
        String displayText,
        int keySpecIndex,
        @Nullable String token,
        Traits traits,
        List<CommandArgument> children) {

    /** What an argument is. */
    public enum Type {
        STRING,
        INTEGER,
        DOUBLE,
        KEY,
        PATTERN,
        UNIX_TIME,
        PURE_TOKEN,
        ONEOF,
        BLOCK;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** True for what has children instead of a text to display. */
        public boolean isComposed() {
            return this == ONEOF || this == BLOCK;
        }

        /** The type of a wire name. @throws IllegalArgumentException if there is none */
        static Type of(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /**
     * How often an argument stands, and in which versions.
     *
     * @param multipleToken true if the token is repeated with every repetition
     */
    public record Traits(
            boolean optional,
            boolean multiple,
            boolean multipleToken,
            @Nullable String since,
            @Nullable String deprecatedSince) {

        static final Traits NONE = new Traits(false, false, false, null, null);

        Traits asOptional() {
            return new Traits(true, multiple, multipleToken, since, deprecatedSince);
        }

        Traits asMultiple(boolean tokenToo) {
            return new Traits(optional, true, tokenToo || multipleToken, since, deprecatedSince);
        }

        Traits since(String version) {
            return new Traits(optional, multiple, multipleToken, version, deprecatedSince);
        }

        Traits deprecatedSince(String version) {
            return new Traits(optional, multiple, multipleToken, since, version);
        }
    }

    CommandArgument with(Traits other) {
        return new CommandArgument(name, type, displayText, keySpecIndex, token, other, children);
    }

    CommandArgument withToken(String word) {
        return new CommandArgument(name, type, displayText, keySpecIndex, word, traits, children);
    }

    /** As a synopsis shows it: {@code [EX seconds | PX milliseconds]}. */
    @Override
    public String toString() {
        return Synopsis.of(List.of(this));
    }
}
