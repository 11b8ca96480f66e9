package io.miniredis.server.command.monitoring;

import io.miniredis.server.monitoring.LatencySeries;

/**
 * Spikes as columns of characters, the oldest to the left, with their age written downwards below them (sparkline.c):
 * four rows, each divided into {@code _}, {@code o} and {@code #}.
 */
final class LatencyGraph {
    private static final int COLUMNS = 80;
    private static final int ROWS = 4;
    private static final String LEVELS = "_o#";

    private LatencyGraph() {}

    static String draw(String event, LatencySeries series, long nowSeconds) {
        long low = Long.MAX_VALUE;
        long high = 0;
        for (int i = 0; i < series.size(); i++) {
            low = Math.min(low, series.millis(i));
            high = Math.max(high, series.millis(i));
        }
        StringBuilder text = new StringBuilder(event);
        text.append(" - high ").append(high).append(" ms, low ").append(low);
        text.append(" ms (all time high ").append(series.maxMillis()).append(" ms)\n");
        text.append("-".repeat(COLUMNS)).append('\n');
        for (int from = 0; from < series.size(); from += COLUMNS) {
            text.append(from == 0 ? "" : "\n");
            int to = Math.min(from + COLUMNS, series.size());
            for (int row = 0; row < ROWS; row++) {
                bars(text, series, from, to, ROWS - row - 1, low, Math.max(1, high - low));
            }
            text.append(" ".repeat(to - from)).append('\n');
            labels(text, series, from, to, nowSeconds);
        }
        return text.toString();
    }

    /** @param below how many rows are below this one */
    private static void bars(
            StringBuilder text, LatencySeries series, int from, int to, int below, long low, long range) {
        int steps = LEVELS.length() * ROWS;
        for (int i = from; i < to; i++) {
            int step = (int) Math.min(steps - 1, (series.millis(i) - low) * steps / range);
            int level = step - below * LEVELS.length();
            text.append(level < 0 ? ' ' : level < LEVELS.length() ? LEVELS.charAt(level) : '|');
        }
        text.append('\n');
    }

    private static void labels(StringBuilder text, LatencySeries series, int from, int to, long nowSeconds) {
        boolean more = true;
        for (int line = 0; more; line++) {
            more = false;
            int start = text.length();
            for (int i = from; i < to; i++) {
                String label = age(nowSeconds - series.seconds(i));
                text.append(line < label.length() ? label.charAt(line) : ' ');
                more |= line < label.length();
            }
            if (more) {
                text.append('\n');
            } else {
                text.setLength(start);
            }
        }
    }

    private static String age(long seconds) {
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + "m";
        }
        return seconds < 86_400 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
    }
}
