package io.miniredis.protocol;

import io.miniredis.datastructures.ByteString;

/**
 * One command as a client sent it: its name and its arguments (argv).
 *
 * <p>Immutable; it may be kept, queued by MULTI, executed again or handed to another thread. A request has at least one
 * argument, the command's name.
 */
public final class Request {
    private final ByteString[] argv;
    private final long sizeBytes;

    /** @param sizeBytes the sum of the arguments' lengths, 0 or more */
    public Request(ByteString[] argv, long sizeBytes) {
        this.argv = argv;
        this.sizeBytes = sizeBytes;
    }

    /** A request made by the server itself or by a test. */
    public static Request of(ByteString... argv) {
        long size = 0;
        for (ByteString arg : argv) {
            size += arg.length();
        }
        return new Request(argv, size);
    }

    /** The number of arguments, the name included: 1 or more (argc). */
    public int count() {
        return argv.length;
    }

    public ByteString arg(int index) {
        return argv[index];
    }

    /** The sum of the arguments' lengths in bytes. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** {@code "SET" "key" "value"}, cut at 120 characters. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (ByteString arg : argv) {
            if (text.length() > 120) {
                return text.substring(0, 117) + "...";
            }
            text.append(text.isEmpty() ? "" : " ").append(arg);
        }
        return text.toString();
    }
}
