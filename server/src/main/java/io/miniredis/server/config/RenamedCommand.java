package io.miniredis.server.config;

import io.miniredis.datastructures.ByteString;

/**
 * One {@code rename-command} of a configuration file.
 *
 * @param to the new name; empty: the command is gone
 */
public record RenamedCommand(ByteString from, ByteString to) {}
