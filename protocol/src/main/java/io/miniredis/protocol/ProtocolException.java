package io.miniredis.protocol;

import java.io.Serial;

/**
 * Bytes that are not a request. The client gets {@link #line()} and is disconnected: nobody knows where its next
 * request begins.
 */
public final class ProtocolException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** @param text what is wrong, in Redis's words, without {@code Protocol error: } */
    public ProtocolException(String text) {
        super(text, null, false, false);
    }

    /** What is wrong: {@code invalid bulk length}. */
    public String text() {
        String text = getMessage();
        return text == null ? "" : text;
    }

    /** The error reply, without the leading {@code -}. */
    public String line() {
        return "ERR Protocol error: " + text();
    }
}
