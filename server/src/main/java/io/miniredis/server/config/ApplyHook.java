package io.miniredis.server.config;

import org.jspecify.annotations.Nullable;

/**
 * Makes a changed parameter take effect: opens another port, wakes another timer. Called by CONFIG SET after all its
 * values are in place; several parameters may share one hook, which is then called once.
 */
@FunctionalInterface
public interface ApplyHook {
    /** Returns why it could not be done, as the client is told; null if it was. After a refusal all is put back. */
    @Nullable
    String apply();
}
