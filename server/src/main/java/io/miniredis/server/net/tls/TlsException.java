package io.miniredis.server.net.tls;

/** Encryption cannot be set up as configured; the reason is for the log, in Redis's words where it has some. */
final class TlsException extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    TlsException(String reason) {
        super(reason);
        this.reason = reason;
    }

    TlsException(String reason, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
