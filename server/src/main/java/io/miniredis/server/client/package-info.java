/**
 * Who is connected: {@link io.miniredis.server.client.Client} is one connection's state, {@link
 * io.miniredis.server.client.Clients} the register of all.
 */
@NullMarked
package io.miniredis.server.client;

import org.jspecify.annotations.NullMarked;
