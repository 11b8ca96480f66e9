package io.miniredis.server.config;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A cursor over the lines of a configuration, each without the blanks around it. Lines end at {@code \n}. */
final class ConfigLines {
    private final byte[] content;
    private int nextLine;
    private int from;
    private int to;
    private int number;

    ConfigLines(byte[] content) {
        this.content = content;
    }

    /** Goes to the next line; false if there is none. A text without {@code \n} is one line. */
    boolean next() {
        if (nextLine > content.length) {
            return false;
        }
        from = nextLine;
        to = from;
        while (to < content.length && content[to] != '\n') {
            to++;
        }
        nextLine = to + 1;
        number++;
        while (from < to && isBlank(content[from])) {
            from++;
        }
        while (to > from && isBlank(content[to - 1])) {
            to--;
        }
        return true;
    }

    byte[] content() {
        return content;
    }

    /** Index of the line's first byte. */
    int from() {
        return from;
    }

    /** Index after the line's last byte. */
    int to() {
        return to;
    }

    /** From 1. */
    int number() {
        return number;
    }

    boolean isEmpty() {
        return from == to;
    }

    boolean isCommentOrBlank() {
        return isEmpty() || content[from] == '#';
    }

    byte[] bytes() {
        return Arrays.copyOfRange(content, from, to);
    }

    /** The line as text, for people. */
    String utf8() {
        return new String(content, from, to - from, StandardCharsets.UTF_8);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }
}
