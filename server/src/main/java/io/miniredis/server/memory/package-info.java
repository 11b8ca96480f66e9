/**
 * What memory is used and what gives way when it is short. {@link io.miniredis.server.memory.Memory} puts the parts
 * together: {@link io.miniredis.server.memory.MemoryUse} adds it up, {@link io.miniredis.server.memory.Eviction}
 * deletes keys, {@link io.miniredis.server.memory.ClientMemory} closes clients.
 */
@NullMarked
package io.miniredis.server.memory;

import org.jspecify.annotations.NullMarked;
