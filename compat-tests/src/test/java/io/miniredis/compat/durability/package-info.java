/**
 * What is left of the data when the server's process is killed at any moment: {@link
 * io.miniredis.compat.durability.KillTest} tries a few times, {@link io.miniredis.compat.durability.KillTrials} as
 * often as one likes.
 */
@NullMarked
package io.miniredis.compat.durability;

import org.jspecify.annotations.NullMarked;
