/**
 * The data: byte strings, the hash table behind every key ({@link io.miniredis.datastructures.Dict}), one database's
 * keys ({@link io.miniredis.datastructures.Keyspace}) and the rules that turn bytes into numbers and back.
 *
 * <p>JDK only: no network, no logging, no threads, no clock. Whoever needs the time passes it as a parameter; whoever
 * needs chance passes a {@link io.miniredis.datastructures.RandomSource}.
 *
 * <p>Start reading at {@link io.miniredis.datastructures.KeyEntry}, then {@code Dict}, then {@code Keyspace}.
 */
@NullMarked
package io.miniredis.datastructures;

import org.jspecify.annotations.NullMarked;
