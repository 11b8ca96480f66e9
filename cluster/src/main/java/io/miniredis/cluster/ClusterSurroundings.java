package io.miniredis.cluster;

import io.miniredis.datastructures.RandomSource;
import java.util.function.LongSupplier;

/**
 * What a node is given.
 *
 * @param clock milliseconds since 1970-01-01 UTC
 */
public record ClusterSurroundings(
        ClusterSettings settings, LongSupplier clock, RandomSource random, ClusterLog log, ConfigStore store) {}
