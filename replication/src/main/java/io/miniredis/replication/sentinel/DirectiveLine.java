package io.miniredis.replication.sentinel;

/**
 * A line of the configuration file as it is to be.
 *
 * @param option what old lines it may replace: {@code sentinel known-replica}
 * @param isNeeded true if it is to be added where the file has no such line
 */
public record DirectiveLine(String option, String text, boolean isNeeded) {}
