/**
 * Random commands for the differential test: {@link io.miniredis.compat.fuzz.FuzzTopics} reads templates from
 * {@code src/test/resources/fuzz}, {@link io.miniredis.compat.fuzz.Template} makes requests of them, and {@link
 * io.miniredis.compat.fuzz.KnownDifferences} says where the judge, an older version, is known to answer otherwise.
 */
@NullMarked
package io.miniredis.compat.fuzz;

import org.jspecify.annotations.NullMarked;
