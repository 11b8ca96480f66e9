/** The commands of transactions; what they work on is in {@link io.miniredis.server.transaction}. */
@NullMarked
package io.miniredis.server.command.transaction;

import org.jspecify.annotations.NullMarked;
