/**
 * The statistics of INFO for Prometheus, under the names that dashboards for Redis expect ({@code metrics-port}).
 * Nothing of it is loaded while the port is 0.
 */
@NullMarked
package io.miniredis.server.metrics;

import org.jspecify.annotations.NullMarked;
