package io.miniredis.server.command.admin;

import io.miniredis.datastructures.ByteString;

/** @param flags a set of {@link io.miniredis.server.command.KeySpec.Flag} bits */
record KeyFound(ByteString name, long flags) {}
