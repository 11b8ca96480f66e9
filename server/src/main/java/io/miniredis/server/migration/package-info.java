/**
 * Connections to other servers, to which MIGRATE moves keys. Start at {@link
 * io.miniredis.server.migration.MigrationSockets}, which keeps them open between commands.
 */
@NullMarked
package io.miniredis.server.migration;

import org.jspecify.annotations.NullMarked;
