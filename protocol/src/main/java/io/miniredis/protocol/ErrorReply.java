package io.miniredis.protocol;

import java.io.Serial;

/**
 * What a client did wrong, as the line it gets: an upper-case code, a blank, a sentence.
 *
 * <p>Thrown by handlers before the first byte of their reply. It has no stack trace: it is an answer, not a failure,
 * and costs as little as one. The texts of the field are in {@link Errors}.
 */
public final class ErrorReply extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** What statistics take for a code, in characters (afterErrorReply in networking.c). */
    private static final int LONGEST_CODE = 30;

    /**
     * @param message the line without the leading {@code -} and without line ends, beginning with its code: {@code ERR
     *     syntax error}
     */
    public ErrorReply(String message) {
        super(message, null, false, false);
    }

    /** The line as it is sent, without the leading {@code -}. */
    public String line() {
        String line = getMessage();
        return line == null ? "" : line;
    }

    /**
     * The first word of the line: {@code ERR}, {@code WRONGTYPE}, {@code NOAUTH}, …; {@code ERR} if that is too long.
     */
    public String code() {
        String line = line();
        int blank = line.indexOf(' ');
        return blank < 0 || blank > LONGEST_CODE ? "ERR" : line.substring(0, blank);
    }
}
