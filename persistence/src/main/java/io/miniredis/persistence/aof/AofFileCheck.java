package io.miniredis.persistence.aof;

import java.io.IOException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads one append-only file to its end, or to the first byte that is wrong. It is stricter than loading is: each line
 * and each argument has to end as it should, and MULTI and EXEC have to belong to each other.
 *
 * <p>Lines are counted through all files that are read one after the other.
 */
final class AofFileCheck {
    private static final int LONGEST_HEADER = 127;
    private static final int LONGEST_ANNOTATION = 1023;
    private static final int LONGEST_NAME = 8;
    private static final String TIMESTAMP = "#TS:";

    private final PrintStream out;
    private final long toTimestamp;
    private @Nullable CheckedInput input;
    private long line = 1;
    private long pieceOffset;
    private long recordOffset;
    private long validBytes;
    private int openTransactions;
    private @Nullable String error;

    /** @param toTimestamp see {@link AofCheck} */
    AofFileCheck(PrintStream out, long toTimestamp) {
        this.out = out;
        this.toTimestamp = toTimestamp;
    }

    private CheckedInput input() {
        if (input == null) {
            throw new IllegalStateException("no file is read");
        }
        return input;
    }

    /** Reads the file. Returns false if it stopped at {@link #recordOffset} because of a later timestamp. */
    boolean read(CheckedInput content, String name, String path) throws IOException, AofCheckException {
        input = content;
        openTransactions = 0;
        boolean good = true;
        while (good) {
            recordOffset = input().offset();
            if (openTransactions == 0) {
                validBytes = recordOffset;
            }
            int first = input().peek();
            if (first == CheckedInput.END) {
                good = false;
            } else if (first == '#') {
                if (isLater(input().line(LONGEST_ANNOTATION))) {
                    return false;
                }
            } else if (first == '*') {
                good = command(path);
            } else {
                out.println("AOF " + name + " format error");
                good = false;
            }
        }
        if (input().peek() == CheckedInput.END && openTransactions != 0 && error == null) {
            error("Reached EOF before reading EXEC for MULTI");
        }
        if (error != null) {
            out.println(error);
        }
        return true;
    }

    /** Up to where the file is as it should be, in bytes. */
    long validBytes() {
        return validBytes;
    }

    /** Where the last thing read begins, in bytes. */
    long recordOffset() {
        return recordOffset;
    }

    long line() {
        return line;
    }

    private boolean isLater(String annotation) throws AofCheckException {
        if (toTimestamp == 0 || !annotation.startsWith(TIMESTAMP)) {
            return false;
        }
        int end = annotation.indexOf('\r');
        try {
            return Long.parseLong(annotation.substring(TIMESTAMP.length(), Math.max(TIMESTAMP.length(), end)))
                    > toTimestamp;
        } catch (NumberFormatException e) {
            throw new AofCheckException("Invalid timestamp annotation\n");
        }
    }

    private boolean command(String path) throws IOException {
        Long count = number('*');
        if (count == null) {
            return false;
        }
        for (long i = 0; i < count; i++) {
            String name = argument();
            if (name == null || (i == 0 && !countTransaction(name, path))) {
                return false;
            }
        }
        return true;
    }

    private boolean countTransaction(String name, String path) {
        if (name.equalsIgnoreCase("multi") && openTransactions++ != 0) {
            error("Unexpected MULTI in AOF " + path);
            return false;
        }
        if (name.equalsIgnoreCase("exec") && --openTransactions != 0) {
            error("Unexpected EXEC in AOF " + path);
            return false;
        }
        return true;
    }

    /** The number in a line after its first character, or null. */
    private @Nullable Long number(char prefix) throws IOException {
        pieceOffset = input().offset();
        String text = input().line(LONGEST_HEADER);
        if (text.isEmpty()) {
            return null;
        }
        if (text.charAt(0) != prefix) {
            error("Expected prefix '" + prefix + "', got: '" + text.charAt(0) + "'");
            return null;
        }
        int end = 1;
        while (end < text.length() && (isDigit(text.charAt(end)) || (end == 1 && text.charAt(end) == '-'))) {
            end++;
        }
        if (!text.startsWith("\r\n", end)) {
            unexpected(end < text.length() ? text.charAt(end) : 0, end + 1 < text.length() ? text.charAt(end + 1) : 0);
            return null;
        }
        line++;
        return toNumber(text.substring(1, end));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** As C's strtol has it: nothing is 0, what is too large the largest number. */
    private static long toNumber(String digits) {
        try {
            return digits.isEmpty() || digits.equals("-") ? 0 : Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return digits.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** An argument's first characters, or null if it is broken. */
    private @Nullable String argument() throws IOException {
        Long length = number('$');
        if (length == null) {
            return null;
        }
        if (length < 0 || length > Long.MAX_VALUE - 2) {
            error("Expected to read string of " + length + " bytes, which is not in the suitable range");
            return null;
        }
        pieceOffset = input().offset();
        StringBuilder name = new StringBuilder();
        while (name.length() < Math.min(length, LONGEST_NAME) && input().peek() != CheckedInput.END) {
            name.append((char) input().next());
        }
        long read = name.length() + input().skip(length - name.length());
        int first = input().next();
        int second = input().next();
        if (second == CheckedInput.END) {
            long got = read + (first == CheckedInput.END ? 0 : 1);
            error("Expected to read " + (length + 2) + " bytes, got " + got + " bytes");
            return null;
        }
        if (first != '\r' || second != '\n') {
            unexpected(first, second);
            return null;
        }
        line++;
        return name.toString();
    }

    private void unexpected(int first, int second) {
        error("Expected \\r\\n, got: " + hex(first) + hex(second));
    }

    private static String hex(int b) {
        return (b < 16 ? "0" : "") + Integer.toHexString(b);
    }

    private void error(String text) {
        String offset = Long.toHexString(pieceOffset);
        error = "0x" + " ".repeat(16 - offset.length()) + offset + ": " + text;
    }

    @Override
    public String toString() {
        return "AofFileCheck[" + input + ", line " + line + ", good up to " + validBytes + "]";
    }
}
