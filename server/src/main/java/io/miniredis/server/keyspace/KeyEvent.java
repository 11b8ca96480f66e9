package io.miniredis.server.keyspace;

/**
 * What happened to a key, as keyspace notifications name it, with the class of events it belongs to ({@code
 * notify-keyspace-events}).
 */
public enum KeyEvent {
    SET("set", '$'),
    SETRANGE("setrange", '$'),
    APPEND("append", '$'),
    INCRBY("incrby", '$'),
    INCRBYFLOAT("incrbyfloat", '$'),
    DEL("del", 'g'),
    EXPIRE("expire", 'g'),
    PERSIST("persist", 'g'),
    RENAME_FROM("rename_from", 'g'),
    RENAME_TO("rename_to", 'g'),
    MOVE_FROM("move_from", 'g'),
    MOVE_TO("move_to", 'g'),
    COPY_TO("copy_to", 'g'),
    EXPIRED("expired", 'x'),
    NEW("new", 'n'),
    KEYMISS("keymiss", 'm');

    private final String wireName;
    private final char eventClass;

    KeyEvent(String wireName, char eventClass) {
        this.wireName = wireName;
        this.eventClass = eventClass;
    }

    public String wireName() {
        return wireName;
    }

    /** The letter of its class in {@code notify-keyspace-events}. */
    public char eventClass() {
        return eventClass;
    }
}
