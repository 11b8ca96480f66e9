package io.miniredis.server.scripting.debug;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import java.util.ArrayList;
import java.util.List;

/**
 * A script's text by lines, which are counted from 1, with its breakpoints and where it is (ldbGetSourceLine,
 * ldbBreak).
 */
final class SourceLines {
    private static final int MOST_BREAKPOINTS = 64;

    private final List<String> lines = new ArrayList<>();
    private final List<Integer> breakpoints = new ArrayList<>();
    private int current;

    SourceLines(ByteString script) {
        String text = Ascii.text(script.bytes());
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        int start = 0;
        for (int next = text.indexOf('\n'); next >= 0 && next < end; next = text.indexOf('\n', start)) {
            lines.add(text.substring(start, next));
            start = next + 1;
        }
        lines.add(text.substring(start, end));
    }

    int current() {
        return current;
    }

    void current(int line) {
        current = line;
    }

    // ---- breakpoints ----

    boolean isBreakpoint(int line) {
        return breakpoints.contains(line);
    }

    List<Integer> breakpoints() {
        return breakpoints;
    }

    boolean hasRoom() {
        return breakpoints.size() < MOST_BREAKPOINTS;
    }

    /** Returns false if there is no such line, or a breakpoint already. */
    boolean addBreakpoint(long line) {
        if (line <= 0 || line > lines.size() || isBreakpoint((int) line)) {
            return false;
        }
        breakpoints.add((int) line);
        return true;
    }

    /** Returns false if there is none. */
    boolean removeBreakpoint(long line) {
        return line <= Integer.MAX_VALUE && breakpoints.remove(Integer.valueOf((int) line));
    }

    void removeBreakpoints() {
        breakpoints.clear();
    }

    // ---- showing ----

    /** A line with its number and what is to be said of it: {@code ->#3   return x}. */
    String show(int line) {
        StringBuilder shown = new StringBuilder();
        shown.append(line == current ? "->" : "  ").append(isBreakpoint(line) ? '#' : ' ');
        shown.append(line);
        for (int length = Integer.toString(line).length(); length < 3; length++) {
            shown.append(' ');
        }
        boolean known = line > 0 && line <= lines.size();
        return shown.append(' ')
                .append(known ? lines.get(line - 1) : "<out of range source code line>")
                .toString();
    }

    /** Shows the lines from {@code around - context} to {@code around + context}, as far as they are there. */
    void show(long around, long context, DebugLog log) {
        for (int line = 1; line <= lines.size(); line++) {
            if (Math.abs(around - line) <= context) {
                log.add(show(line));
            }
        }
    }

    @Override
    public String toString() {
        return "SourceLines[at " + current + " of " + lines.size() + ", breakpoints " + breakpoints + "]";
    }
}
