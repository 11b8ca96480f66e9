package io.miniredis.datastructures;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The hashes of one database with fields that expire, the most urgent first: a binary heap of tickets by time. Redis
 * keeps them in ebuckets. Costs nothing as long as there is none.
 *
 * <p>Belongs to the {@link Keyspace}, which enters and removes hashes as keys come and go.
 */
public final class FieldExpiryIndex {
    private static final FieldExpiryTicket[] NO_TICKETS = {};

    private @Nullable FieldExpiryTicket[] heap = NO_TICKETS;
    private int size;

    /** How many hashes have fields that expire. */
    public int size() {
        return size;
    }

    /** The hash to look after next, or null. */
    public @Nullable FieldExpiryTicket first() {
        return size == 0 ? null : heap[0];
    }

    /** Enters a hash, moves it to the place that its fields now give it, or removes it if none of them expires. */
    void refresh(byte[] key, HashValue hash) {
        long due = hash.earliestExpiryMillis();
        FieldExpiryTicket ticket = hash.ticket();
        if (ticket != null && (ticket.index != this || ticket.key != key || due == HashValue.NO_EXPIRE)) {
            ticket.index.remove(ticket);
            ticket = null;
        }
        if (due == HashValue.NO_EXPIRE) {
            return;
        }
        if (ticket == null) {
            add(new FieldExpiryTicket(this, hash, key), due);
        } else if (ticket.dueMillis != due) {
            ticket.dueMillis = due;
            siftUp(ticket, ticket.position);
            siftDown(ticket, ticket.position);
        }
    }

    private void add(FieldExpiryTicket ticket, long due) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, Math.max(4, size * 2));
        }
        ticket.dueMillis = due;
        ticket.hash.ticket(ticket);
        siftUp(ticket, size++);
    }

    /** Removes the hash if it is here under this very key. */
    void remove(byte[] key, HashValue hash) {
        FieldExpiryTicket ticket = hash.ticket();
        if (ticket != null && ticket.index == this && ticket.key == key) {
            remove(ticket);
        }
    }

    /** Removes a ticket whose key turned out to hold something else. */
    public void drop(FieldExpiryTicket ticket) {
        remove(ticket);
    }

    private void remove(FieldExpiryTicket ticket) {
        FieldExpiryTicket last = at(--size);
        heap[size] = null;
        if (ticket.hash.ticket() == ticket) {
            ticket.hash.ticket(null);
        }
        if (last != ticket) {
            siftUp(last, ticket.position);
            siftDown(last, last.position);
        }
    }

    void clear() {
        while (size > 0) {
            remove(at(size - 1));
        }
    }

    private void siftUp(FieldExpiryTicket ticket, int from) {
        int position = from;
        while (position > 0) {
            int parent = (position - 1) >>> 1;
            FieldExpiryTicket above = at(parent);
            if (above.dueMillis <= ticket.dueMillis) {
                break;
            }
            put(above, position);
            position = parent;
        }
        put(ticket, position);
    }

    private void siftDown(FieldExpiryTicket ticket, int from) {
        int position = from;
        while (2 * position + 1 < size) {
            int child = 2 * position + 1;
            if (child + 1 < size && at(child + 1).dueMillis < at(child).dueMillis) {
                child++;
            }
            if (at(child).dueMillis >= ticket.dueMillis) {
                break;
            }
            put(at(child), position);
            position = child;
        }
        put(ticket, position);
    }

    private FieldExpiryTicket at(int position) {
        FieldExpiryTicket ticket = heap[position];
        if (ticket == null) {
            throw new IllegalStateException("no ticket at " + position + " of " + size);
        }
        return ticket;
    }

    private void put(FieldExpiryTicket ticket, int position) {
        heap[position] = ticket;
        ticket.position = position;
    }

    @Override
    public String toString() {
        return "FieldExpiryIndex[" + size + " hashes, first " + first() + "]";
    }
}
