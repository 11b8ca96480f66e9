package io.miniredis.protocol;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.StringSink;
import java.util.Arrays;

/**
 * Where a command's reply goes: a socket, a script, a recording, nowhere.
 *
 * <p>A handler says what it means (a map, a double, nothing) and the writer gives it the form of the client's protocol
 * version: in RESP2 a map of n pairs is an array of 2n, a double a bulk string, a null a null bulk.
 *
 * <p>Aggregates announce how many elements follow; the caller writes exactly that many.
 */
public interface ReplyWriter extends StringSink {
    /** The protocol version this writer speaks, 2 or 3. */
    int protocol();

    /** {@code +OK}. */
    void ok();

    /** A simple string: ASCII without line ends. */
    void simple(String text);

    /**
     * An error: {@code line} begins with its code and has no leading {@code -}; line ends in it become blanks. One
     * character is one byte (ISO 8859-1), so that what a client sent is quoted as it was.
     */
    void error(String line);

    void integer(long value);

    @Override
    void bulk(byte[] bytes, int offset, int length);

    default void bulk(byte[] bytes) {
        bulk(bytes, 0, bytes.length);
    }

    default void bulk(ByteString string) {
        bulk(string.bytes());
    }

    /** A text as a bulk string in UTF-8. */
    void bulk(String text);

    /** A bulk string of the number's decimal digits. */
    @Override
    void bulkInteger(long value);

    /** Nothing where a string would be: {@code $-1} in RESP2, {@code _} in RESP3. */
    void nil();

    /** Nothing where an array would be: {@code *-1} in RESP2, {@code _} in RESP3. */
    void nilArray();

    void array(int elements);

    /** {@code pairs} keys, each followed by its value. */
    void map(int pairs);

    void set(int elements);

    /** Attributes of the reply that follows: RESP3 only, the caller asks {@link #protocol()} first. */
    void attribute(int pairs);

    /** A message nobody asked for; in RESP2 an array. */
    void push(int elements);

    /** A double, in RESP2 a bulk string of Redis's form of it ({@code 17} digits, {@code inf}, {@code nan}). */
    void number(double value);

    /** A double whose text is given already (INCRBYFLOAT's and ZADD's own rules). */
    void number(String text);

    /** {@code #t} or {@code #f}; in RESP2 1 or 0. */
    void bool(boolean value);

    /** An integer beyond 64 bits, as text; in RESP2 a bulk string. */
    void bigNumber(String digits);

    /** A text with a format of three letters, {@code txt} or {@code mkd}; in RESP2 a bulk string. */
    void verbatim(String format, byte[] text);

    /** Something complete that was encoded before, in the form of this protocol version: a message to many. */
    void encoded(byte[] resp);

    /** {@link #encoded(byte[])} for some bytes of an array. */
    default void encoded(byte[] resp, int offset, int length) {
        encoded(Arrays.copyOfRange(resp, offset, offset + length));
    }

    /**
     * Begins an array whose length is known only after its elements: write them, then tell the number to
     * {@link Deferred#array}, {@code map} or {@code set}. Deferred aggregates nest; the innermost is closed first.
     */
    Deferred deferred();

    /** An aggregate with its length still open. Closed exactly once. */
    interface Deferred {
        void array(int elements);

        void map(int pairs);

        void set(int elements);
    }
}
