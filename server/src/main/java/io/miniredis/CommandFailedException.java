package io.miniredis;

import java.io.Serial;

/** A command given by {@link MiniRedis#execute} was answered with an error. */
public final class CommandFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    CommandFailedException(String line) {
        super(line);
    }

    /** The first word of the error: {@code ERR}, {@code WRONGTYPE}. */
    public String code() {
        String line = String.valueOf(getMessage());
        int blank = line.indexOf(' ');
        return blank < 0 ? line : line.substring(0, blank);
    }
}
