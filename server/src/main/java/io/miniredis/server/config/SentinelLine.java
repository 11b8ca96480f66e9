package io.miniredis.server.config;

import io.miniredis.datastructures.ByteString;
import java.util.List;

/**
 * A {@code sentinel} directive as it was read.
 *
 * @param number of the line, from 1
 * @param words without the word {@code sentinel}, at least one
 */
record SentinelLine(int number, String text, List<ByteString> words) {}
