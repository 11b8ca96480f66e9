package io.miniredis.server.keyspace;

import io.miniredis.datastructures.ByteString;
import java.util.ArrayList;
import java.util.List;

/**
 * Who is told when keys change. One call reports a change to everybody: the count of changes since the last save, and
 * the listeners (WATCH, client tracking, notifications, clients blocked on keys), in the order they were added.
 *
 * <p>Confined to the main thread.
 */
public final class KeyspaceEffects {
    private final List<Listener> listeners = new ArrayList<>();
    private long dirty;

    /** Learns of changes after they happened. */
    public interface Listener {
        void keyEvent(int database, ByteString key, KeyEvent event);

        /** All keys of a database are about to be deleted. */
        default void databaseEmptying(Database database) {}

        /** The keys of two databases are about to be exchanged. */
        default void databasesExchanging(Database first, Database second) {}

        /** A database was emptied, or all were; after all of it. */
        default void databasesFlushed() {}

        /** All keys of a database are gone, or it was exchanged for another one. */
        void databaseReplaced(int database);
    }

    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /**
     * Reports an event.
     *
     * @param changes what it adds to the count of changes, 0 or more
     */
    public void keyChanged(int database, ByteString key, KeyEvent event, long changes) {
        dirty += changes;
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).keyEvent(database, key, event);
        }
    }

    void databaseEmptying(Database database) {
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).databaseEmptying(database);
        }
    }

    void databasesExchanging(Database first, Database second) {
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).databasesExchanging(first, second);
        }
    }

    public void databaseReplaced(int database) {
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).databaseReplaced(database);
        }
    }

    /** One database was emptied at once, or all were. */
    public void databasesFlushed() {
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).databasesFlushed();
        }
    }

    /** Changes since the server started; the last save's reading is subtracted by whoever wants the difference. */
    public long dirty() {
        return dirty;
    }

    /** Counts changes that are not to a single key (FLUSHALL, SWAPDB). */
    public void addChanges(long changes) {
        dirty += changes;
    }
}
