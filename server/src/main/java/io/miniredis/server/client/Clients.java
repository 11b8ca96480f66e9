package io.miniredis.server.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everybody who is connected, in the order of arrival. Confined to the main thread. */
public final class Clients {
    private final Map<Long, Client> byId = new LinkedHashMap<>();
    private final Deque<Client> withReply = new ArrayDeque<>();
    private final Deque<Client> withMessage = new ArrayDeque<>();
    private long lastId;

    public long nextId() {
        return ++lastId;
    }

    public void add(Client client) {
        byId.put(client.id(), client);
        client.register(this);
    }

    public void remove(Client client) {
        byId.remove(client.id());
    }

    /** Something was written to this client that has to be sent. */
    void addWithReply(Client client) {
        withReply.addLast(client);
    }

    /** The next client that something was written to and not sent yet, which is the caller's task now; null if none. */
    @Nullable
    Client nextWithReply() {
        Client client = withReply.pollFirst();
        while (client != null && !client.hasReply()) {
            // It was sent out of turn.
            client = withReply.pollFirst();
        }
        if (client != null) {
            client.replySent();
        }
        return client;
    }

    /** A message was written to this client that nothing else was written to. */
    void addWithMessage(Client client) {
        withMessage.addLast(client);
    }

    boolean anyWithMessage() {
        return !withMessage.isEmpty();
    }

    /** {@link #nextWithReply} for those who got a message. */
    @Nullable
    Client nextWithMessage() {
        Client client = withMessage.pollFirst();
        if (client != null) {
            client.replySent();
        }
        return client;
    }

    public @Nullable Client find(long id) {
        return byId.get(id);
    }

    public int count() {
        return byId.size();
    }

    /** Visits all; the visitor must not add or remove clients. */
    public void forEach(Consumer<Client> visitor) {
        byId.values().forEach(visitor);
    }

    /** A copy to go through while clients are closed. */
    public Client[] snapshot() {
        return byId.values().toArray(new Client[0]);
    }

    @Override
    public String toString() {
        return "Clients[" + byId.size() + " connected]";
    }
}
