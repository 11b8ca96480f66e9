package io.miniredis.cluster;

/**
 * What a message says of a node that is neither its sender nor its receiver.
 *
 * @param pingSentSeconds when the sender pinged it without an answer yet; 0 if all are answered; since 1970-01-01 UTC,
 *     unsigned
 * @param pongReceivedSeconds when the sender last had an answer; since 1970-01-01 UTC, unsigned
 * @param port where it serves clients, by the kind of connection that the bus uses, too
 * @param flags bits of {@link NodeFlags}, as the sender sees it
 */
record GossipEntry(
        String id,
        int pingSentSeconds,
        int pongReceivedSeconds,
        String ip,
        int port,
        int busPort,
        int flags,
        int secondaryPort) {
    boolean has(int anyOfFlags) {
        return (flags & anyOfFlags) != 0;
    }

    long pongReceivedMillis() {
        return Integer.toUnsignedLong(pongReceivedSeconds) * 1_000;
    }

    int tcpPort(boolean busIsEncrypted) {
        return busIsEncrypted ? secondaryPort : port;
    }

    int tlsPort(boolean busIsEncrypted) {
        return busIsEncrypted ? port : secondaryPort;
    }
}
