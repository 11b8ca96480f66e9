/**
 * Who may do what: users, their passwords and rules, and the log of what was denied (acl.c).
 *
 * <p>Start reading at {@link io.miniredis.server.acl.AccessControl}, which everybody else asks; {@link
 * io.miniredis.server.acl.UserRules} knows the language of ACL SETUSER, {@link io.miniredis.server.acl.Selector}
 * decides.
 */
@NullMarked
package io.miniredis.server.acl;

import org.jspecify.annotations.NullMarked;
