package io.miniredis.cluster;

/** What CLUSTER INFO counts of the bus. */
public final class BusStatistics {
    private final long[] sent = new long[MessageType.values().length];
    private final long[] received = new long[sent.length];
    long linksOverLimit;

    /** How many messages of a type were put on links. */
    public long sent(MessageType type) {
        return sent[type.code()];
    }

    public long received(MessageType type) {
        return received[type.code()];
    }

    /** How many links were closed because too much waited to be sent on them. */
    public long linksOverLimit() {
        return linksOverLimit;
    }

    void countSent(MessageType type) {
        sent[type.code()]++;
    }

    void countReceived(MessageType type) {
        received[type.code()]++;
    }
}
