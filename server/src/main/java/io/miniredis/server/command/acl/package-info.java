/**
 * ACL: users, what they may do, and what was denied to them.
 *
 * <p>Start reading at {@link io.miniredis.server.command.acl.AclCommands}.
 */
@NullMarked
package io.miniredis.server.command.acl;

import org.jspecify.annotations.NullMarked;
