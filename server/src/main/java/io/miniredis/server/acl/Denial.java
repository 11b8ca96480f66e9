package io.miniredis.server.acl;

/**
 * That a request is not allowed.
 *
 * @param argument where the key or channel stands in the request; 0 if it is the command itself
 */
public record Denial(DenialReason reason, int argument) {
    static final Denial OF_COMMAND = new Denial(DenialReason.COMMAND, 0);

    boolean outweighs(Denial other) {
        int order = reason.compareTo(other.reason);
        return order > 0 || (order == 0 && argument > other.argument);
    }
}
