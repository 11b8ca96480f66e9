package io.miniredis.server.pubsub;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Numbers;
import io.miniredis.server.config.KeyspaceEventsParameter;
import io.miniredis.server.keyspace.KeyEvent;
import io.miniredis.server.keyspace.KeyspaceEffects;

/**
 * Publishes what happens to keys, as far as {@code notify-keyspace-events} asks for it (notify.c): the event on the
 * channel of the key, {@code __keyspace@0__:key}, and the key on the channel of the event, {@code __keyevent@0__:set}.
 *
 * <p>Confined to the main thread.
 */
public final class KeyspaceNotifications implements KeyspaceEffects.Listener {
    private static final byte[] KEYSPACE = ByteString.of("__keyspace@").bytes();
    private static final byte[] KEYEVENT = ByteString.of("__keyevent@").bytes();

    private final KeyspaceEventsParameter wanted;
    private final PubSub pubSub;

    public KeyspaceNotifications(KeyspaceEventsParameter wanted, PubSub pubSub) {
        this.wanted = wanted;
        this.pubSub = pubSub;
    }

    @Override
    public void keyEvent(int database, ByteString key, KeyEvent event) {
        int classes = wanted.classes();
        if (classes != 0 && (classes & KeyspaceEventsParameter.bit(event.eventClass())) != 0) {
            publish(classes, database, key, ByteString.of(event.wireName()));
        }
    }

    private void publish(int classes, int database, ByteString key, ByteString event) {
        if ((classes & KeyspaceEventsParameter.KEYSPACE) != 0) {
            pubSub.publish(channel(KEYSPACE, database, key), event);
        }
        if ((classes & KeyspaceEventsParameter.KEYEVENT) != 0) {
            pubSub.publish(channel(KEYEVENT, database, event), key);
        }
    }

    private static ByteString channel(byte[] prefix, int database, ByteString subject) {
        int digits = Numbers.digitCount(database);
        byte[] name = new byte[prefix.length + digits + 3 + subject.length()];
        System.arraycopy(prefix, 0, name, 0, prefix.length);
        int at = Numbers.writeDigits(database, name, prefix.length);
        name[at++] = '_';
        name[at++] = '_';
        name[at++] = ':';
        System.arraycopy(subject.bytes(), 0, name, at, subject.length());
        return ByteString.wrap(name);
    }

    @Override
    public void databaseReplaced(int database) {}

    @Override
    public String toString() {
        return "KeyspaceNotifications[" + wanted.text().utf8() + "]";
    }
}
