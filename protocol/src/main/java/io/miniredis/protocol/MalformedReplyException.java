package io.miniredis.protocol;

import java.io.IOException;
import java.io.Serial;

/** Bytes that are not a reply. The connection they came from is of no further use. */
public final class MalformedReplyException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    public MalformedReplyException(String message) {
        super(message);
    }
}
