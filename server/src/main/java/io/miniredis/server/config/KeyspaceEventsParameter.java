package io.miniredis.server.config;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code notify-keyspace-events}: which classes of events are published, one letter each, and whether by key, by
 * event or both. The bits are Redis's (NOTIFY_… in server.h).
 */
public final class KeyspaceEventsParameter extends Parameter {
    /** {@code K}: on the channel of the key. */
    public static final int KEYSPACE = 1;
    /** {@code E}: on the channel of the event. */
    public static final int KEYEVENT = 1 << 1;
    /** {@code g}: commands of any type of key, such as DEL. */
    public static final int GENERIC = 1 << 2;

    public static final int STRING = 1 << 3;
    public static final int LIST = 1 << 4;
    public static final int SET = 1 << 5;
    public static final int HASH = 1 << 6;
    public static final int ZSET = 1 << 7;
    public static final int EXPIRED = 1 << 8;
    public static final int EVICTED = 1 << 9;
    public static final int STREAM = 1 << 10;
    /** {@code m}: a key was asked for that is not there. Not part of {@code A}. */
    public static final int KEY_MISS = 1 << 11;

    public static final int MODULE = 1 << 13;
    /** {@code n}: a key was created. Not part of {@code A}. */
    public static final int NEW = 1 << 14;
    /** {@code A}. */
    public static final int ALL = GENERIC | STRING | LIST | SET | HASH | ZSET | EXPIRED | EVICTED | STREAM | MODULE;

    /** The letters of single classes in the order in which they are shown. */
    private static final String LETTERS = "g$lshzxetdnKEm";

    private static final int[] BITS = {
        GENERIC, STRING, LIST, SET, HASH, ZSET, EXPIRED, EVICTED, STREAM, MODULE, NEW, KEYSPACE, KEYEVENT, KEY_MISS
    };

    private int classes;

    KeyspaceEventsParameter(Declaration declaration) {
        super(declaration);
    }

    /** The bit of a class of events, by its letter. */
    public static int bit(char letter) {
        int at = LETTERS.indexOf(letter);
        return at < 0 ? 0 : BITS[at];
    }

    /** The classes as bits, 0 if nothing is published. */
    public int classes() {
        return classes;
    }

    /** The letters in Redis's order; beside {@code A} it does not show {@code n}. */
    @Override
    public ByteString text() {
        StringBuilder text = new StringBuilder();
        int left = classes;
        if ((classes & ALL) == ALL) {
            text.append('A');
            left &= ~(ALL | NEW);
        }
        for (int i = 0; i < BITS.length; i++) {
            if ((left & BITS[i]) != 0) {
                text.append(LETTERS.charAt(i));
            }
        }
        return ByteString.of(text.toString());
    }

    @Override
    public boolean isDefault() {
        return classes == 0;
    }

    @Override
    @Nullable
    String assign(List<ByteString> words, boolean fromFile) {
        int given = 0;
        for (byte letter : words.get(0).bytes()) {
            int index = LETTERS.indexOf(letter);
            if (letter != 'A' && index < 0) {
                return "Invalid event class character. Use 'Ag$lshzxeKEtmdn'.";
            }
            given |= letter == 'A' ? ALL : BITS[index];
        }
        classes = given;
        return null;
    }

    @Override
    String rewrittenValue() {
        return Ascii.quote(text().bytes());
    }
}
