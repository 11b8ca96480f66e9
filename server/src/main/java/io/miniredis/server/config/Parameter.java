package io.miniredis.server.config;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of redis.conf: its names and flags, and in the subclass its typed value.
 *
 * <p>The value is a plain field of the subclass, read as often as one likes ({@code config.network.port.value()}). The
 * main thread writes it, before the server starts and in CONFIG SET; another thread may see the old value for a while.
 */
public abstract class Parameter {
    private final Declaration declaration;
    private @Nullable ApplyHook hook;

    Parameter(Declaration declaration) {
        this.declaration = declaration;
    }

    public final String name() {
        return declaration.name;
    }

    /** The older name, such as {@code slave-priority}. */
    public final @Nullable String alias() {
        return declaration.alias;
    }

    /** True if patterns of CONFIG GET find it under this name, its own or the alias. */
    final boolean isListedAs(String nameOrAlias) {
        return !declaration.hidden && !(declaration.aliasUnlisted && nameOrAlias.equals(declaration.alias));
    }

    /** True if CONFIG SET refuses it. */
    public final boolean isImmutable() {
        return declaration.immutable;
    }

    /** True if CONFIG SET takes it only as {@code enable-protected-configs} says. */
    public final boolean isGuarded() {
        return declaration.guarded;
    }

    /** True if its value must not reach a log, MONITOR or the slow log. */
    public final boolean isSensitive() {
        return declaration.sensitive;
    }

    final boolean isDeniedWhileLoading() {
        return declaration.deniedWhileLoading;
    }

    final boolean isAppliedEvenIfEqual() {
        return declaration.appliedEvenIfEqual;
    }

    /** Registers what makes a change by CONFIG SET take effect, in place of an earlier hook. */
    public final void onChange(ApplyHook hook) {
        this.hook = hook;
    }

    final @Nullable ApplyHook hook() {
        return hook;
    }

    /** The value as CONFIG GET shows it. */
    public abstract ByteString text();

    public abstract boolean isDefault();

    /** True if one directive may hold several words: {@code bind a b}. */
    boolean takesSeveralWords() {
        return false;
    }

    /**
     * Takes a value. Nothing changes if it is refused.
     *
     * @param words one word, or any number if {@link #takesSeveralWords()}
     * @param fromFile true while a configuration file is read, false in CONFIG SET
     * @return why not, in Redis's words, or null
     */
    abstract @Nullable String assign(List<ByteString> words, boolean fromFile);

    /** Writes its line or lines, as CONFIG REWRITE does. */
    void rewrite(ConfigRewrite file) {
        file.line(this, rewrittenValue(), !isDefault());
    }

    /** The value as it stands in a file, one char a byte, quoted where the type asks for it. */
    String rewrittenValue() {
        return Ascii.text(text().bytes());
    }

    /** True if the value wants nothing done that is not done anyway, as the default does. */
    boolean asksForNothing() {
        return isDefault();
    }

    /** What the log should say if the value does nothing yet or never will, or null. */
    final @Nullable String caveat() {
        if (asksForNothing()) {
            return null;
        }
        if (declaration.future != null) {
            return name() + " is accepted but not built yet: it will " + declaration.future;
        }
        if (declaration.futility != null) {
            return name() + " is accepted but has no effect: " + declaration.futility;
        }
        return null;
    }

    /** As a line of redis.conf; the value of a secret is left out. */
    @Override
    public final String toString() {
        String value = isSensitive() && !text().isEmpty() ? "(hidden)" : text().utf8();
        String line = name() + " " + value;
        return line.length() <= 120 ? line : line.substring(0, 119) + "…";
    }
}
