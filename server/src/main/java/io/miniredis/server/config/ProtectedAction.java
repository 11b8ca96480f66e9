package io.miniredis.server.config;

/**
 * Who may do what is protected, as {@code enable-protected-configs}, {@code -debug-command}, {@code -module-command}.
 */
public enum ProtectedAction {
    NO,
    YES,
    /** Only clients on this machine. */
    LOCAL;

    /** @param local true if the client's connection is a Unix socket or comes from a loopback address */
    public boolean isAllowed(boolean local) {
        return this == YES || (this == LOCAL && local);
    }
}
