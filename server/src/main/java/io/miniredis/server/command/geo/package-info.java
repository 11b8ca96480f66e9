/**
 * The geo group: sorted sets whose scores are places (geo.c).
 *
 * <p>Start reading at {@link io.miniredis.server.command.geo.GeoCommands}. How a place is a number is told in {@link
 * io.miniredis.datastructures.GeoHash}, how an area is searched in {@link io.miniredis.datastructures.GeoArea}.
 */
@NullMarked
package io.miniredis.server.command.geo;

import org.jspecify.annotations.NullMarked;
