package io.miniredis.server.config;

/** One pair of {@code save}: a snapshot is due once so many changes were made and so many seconds have passed. */
public record SavePoint(long seconds, int changes) {}
