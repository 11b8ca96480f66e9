package io.miniredis.cluster;

/**
 * What every message says of its sender.
 *
 * @param currentEpoch the highest epoch it knows
 * @param configEpoch its own; of a replica, its primary's
 * @param offset how far it is in the stream of changes, in bytes
 * @param sender its id
 * @param slots what it serves; of a replica, what its primary serves
 * @param primary whom it replicates, an id; empty for a primary
 * @param ip what it announces; empty if the receiver is to look at the connection
 * @param port where it serves clients, by the kind of connection that the bus uses, too
 * @param secondaryPort where it serves clients, by the other kind; 0 if it does not
 * @param flags bits of {@link NodeFlags}
 * @param ok what it thinks of the cluster
 * @param messageFlags bits: {@link #PAUSED}, {@link #FORCE_ACK}, {@link #EXTENDED}
 */
record BusHeader(
        long currentEpoch,
        long configEpoch,
        long offset,
        String sender,
        SlotSet slots,
        String primary,
        String ip,
        int port,
        int secondaryPort,
        int busPort,
        int flags,
        boolean ok,
        int messageFlags) {
    /** The sender lets its clients wait for a replica that takes over. */
    static final int PAUSED = 1;
    /** Vote for the sender though its primary works. */
    static final int FORCE_ACK = 1 << 1;
    /** There are extensions behind the gossip. */
    static final int EXTENDED = 1 << 2;

    boolean has(int messageFlag) {
        return (messageFlags & messageFlag) != 0;
    }

    BusHeader with(int moreMessageFlags) {
        return new BusHeader(
                currentEpoch,
                configEpoch,
                offset,
                sender,
                slots,
                primary,
                ip,
                port,
                secondaryPort,
                busPort,
                flags,
                ok,
                messageFlags | moreMessageFlags);
    }

    int tcpPort(boolean busIsEncrypted) {
        return busIsEncrypted ? secondaryPort : port;
    }

    int tlsPort(boolean busIsEncrypted) {
        return busIsEncrypted ? port : secondaryPort;
    }
}
