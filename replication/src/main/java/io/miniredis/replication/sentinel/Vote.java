package io.miniredis.replication.sentinel;

import org.jspecify.annotations.Nullable;

/**
 * For whom a sentinel is, in which epoch.
 *
 * @param leader the id of a sentinel; null if it never voted
 */
public record Vote(@Nullable String leader, long epoch) {}
