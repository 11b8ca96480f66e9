package io.miniredis.server.config;

import org.jspecify.annotations.Nullable;

/**
 * What is said of a parameter apart from its type and value: names and flags, Redis's own (config.c), and how far it is
 * built here. Written where a group declares its parameters, read by {@link Parameter}.
 */
final class Declaration {
    final String name;

    @Nullable
    String alias;

    boolean aliasUnlisted;
    boolean immutable;
    boolean guarded;
    boolean sensitive;
    boolean hidden;
    boolean deniedWhileLoading;
    boolean appliedEvenIfEqual;

    @Nullable
    String future;

    @Nullable
    String futility;

    private Declaration(String name) {
        this.name = name;
    }

    static Declaration named(String name) {
        return new Declaration(name);
    }

    /** The older name: read, shown by CONFIG GET and taken by CONFIG SET, but never written. */
    Declaration alias(String alias) {
        this.alias = alias;
        return this;
    }

    /** The name of a newer Redis than the one this server is: read and taken, but no pattern of CONFIG GET finds it. */
    Declaration newerName(String alias) {
        aliasUnlisted = true;
        return alias(alias);
    }

    /** Fixed once the server runs. */
    Declaration immutable() {
        immutable = true;
        return this;
    }

    /** CONFIG SET wants {@code enable-protected-configs}. */
    Declaration guarded() {
        guarded = true;
        return this;
    }

    /** Its value stays out of logs, MONITOR and the slow log. */
    Declaration sensitive() {
        sensitive = true;
        return this;
    }

    /** No pattern of CONFIG GET finds it, only its very name. */
    Declaration hidden() {
        hidden = true;
        return this;
    }

    /** CONFIG SET answers LOADING while the data set is read. */
    Declaration deniedWhileLoading() {
        deniedWhileLoading = true;
        return this;
    }

    /** Its hook runs also if the same value is set again: what the value names, a file, may have changed. */
    Declaration appliedEvenIfEqual() {
        appliedEvenIfEqual = true;
        return this;
    }

    /** @param future what the parameter will do once its feature exists: "save snapshots by time and changes" */
    Declaration later(String future) {
        this.future = future;
        return this;
    }

    /** @param futility why the parameter cannot do anything here: "a JVM cannot fork" */
    Declaration withoutEffect(String futility) {
        this.futility = futility;
        return this;
    }
}
