package io.miniredis.datastructures;

import org.jspecify.annotations.Nullable;

/** An entry of a stream that was delivered to a consumer and not yet acknowledged (streamNACK). */
public final class PendingEntry {
    @Nullable
    private StreamConsumer consumer;

    private long deliveredAtMillis;
    private long deliveries = 1;

    PendingEntry(@Nullable StreamConsumer consumer, long deliveredAtMillis) {
        this.consumer = consumer;
        this.deliveredAtMillis = deliveredAtMillis;
    }

    /** To whom it was delivered last. */
    public StreamConsumer consumer() {
        StreamConsumer owner = consumer;
        if (owner == null) {
            throw new IllegalStateException("delivered to nobody");
        }
        return owner;
    }

    /** True unless it was created and not yet given to a consumer. */
    public boolean isOwned() {
        return consumer != null;
    }

    void consumer(StreamConsumer owner) {
        consumer = owner;
    }

    /** When it was delivered last, in milliseconds since 1970-01-01 UTC. */
    public long deliveredAtMillis() {
        return deliveredAtMillis;
    }

    /** How often it was delivered. */
    public long deliveries() {
        return deliveries;
    }

    public void delivered(long atMillis, long times) {
        deliveredAtMillis = atMillis;
        deliveries = times;
    }

    @Override
    public String toString() {
        StreamConsumer owner = consumer;
        return "PendingEntry[" + deliveries + " times, at " + deliveredAtMillis
                + (owner == null ? "" : ", by " + Ascii.quote(owner.name(), 60)) + "]";
    }
}
