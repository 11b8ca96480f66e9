package io.miniredis.persistence.aof;

/** The check ends here; the message is what the user is told. */
@SuppressWarnings("serial")
final class AofCheckException extends Exception {
    AofCheckException(String message) {
        super(message, null, false, false);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
