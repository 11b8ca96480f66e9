/**
 * The RDB format: what a data set looks like in a file, on the way to a replica, and one value of it in the answer of
 * DUMP. {@code docs/formats.md} draws it; {@link io.miniredis.persistence.rdb.RdbFormat} has its numbers.
 *
 * <p>Start at {@link io.miniredis.persistence.rdb.RdbWriter} and {@link io.miniredis.persistence.rdb.RdbReader}. Below
 * them {@link io.miniredis.persistence.rdb.RdbOutput} and {@link io.miniredis.persistence.rdb.RdbInput} know lengths,
 * strings and the checksum, and {@code ValueWriter} and {@code ValueReader} the values. Bytes come from a {@link
 * io.miniredis.persistence.rdb.ByteSource} and go to a {@link io.miniredis.persistence.rdb.ByteSink}.
 *
 * <p>Whatever is read is checked completely: no byte sequence makes a value that breaks a rule of its encoding.
 */
@NullMarked
package io.miniredis.persistence.rdb;

import org.jspecify.annotations.NullMarked;
