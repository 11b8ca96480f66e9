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

    private final LatencySeries series;
    private final long nowSeconds;
    private final StringBuilder text = new StringBuilder();
    private long lowMillis = Long.MAX_VALUE;
    private long highMillis;

    private LatencyGraph(LatencySeries series, long nowSeconds) {
        this.series = series;
        this.nowSeconds = nowSeconds;
        for (int i = 0; i < series.size(); i++) {
            lowMillis = Math.min(lowMillis, series.millis(i));
            highMillis = Math.max(highMillis, series.millis(i));
        }
    }

    static String draw(String event, LatencySeries series, long nowSeconds) {
        return new LatencyGraph(series, nowSeconds).drawn(event);
    }

    private String drawn(String event) {
        text.append(event)
                .append(" - high ")
                .append(highMillis)
                .append(" ms, low ")
                .append(lowMillis);
        text.append(" ms (all time high ").append(series.maxMillis()).append(" ms)\n");
        text.append("-".repeat(COLUMNS)).append('\n');
        for (int from = 0; from < series.size(); from += COLUMNS) {
            text.append(from == 0 ? "" : "\n");
            int to = Math.min(from + COLUMNS, series.size());
            for (int row = 0; row < ROWS; row++) {
                bars(from, to, ROWS - row - 1);
            }
            text.append(" ".repeat(to - from)).append('\n');
            labels(from, to);
        }
        return text.toString();
    }

    /** @param below how many rows are below this one */
    private void bars(int from, int to, int below) {
        int steps = LEVELS.length() * ROWS;
        long range = Math.max(1, highMillis - lowMillis);
        for (int i = from; i < to; i++) {
            int step = (int) Math.min(steps - 1, (series.millis(i) - lowMillis) * steps / range);
            int level = step - below * LEVELS.length();
            text.append(level < 0 ? ' ' : level < LEVELS.length() ? LEVELS.charAt(level) : '|');
        }
        text.append('\n');
    }

    private void labels(int from, int to) {
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
