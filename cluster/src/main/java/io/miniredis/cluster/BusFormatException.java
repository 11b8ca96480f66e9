package io.miniredis.cluster;

import java.io.Serial;

/** A message is not what it says it is. Its text is for the log; empty if nothing is to be said. */
final class BusFormatException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    BusFormatException(String text) {
        super(text, null, false, false);
    }
}
