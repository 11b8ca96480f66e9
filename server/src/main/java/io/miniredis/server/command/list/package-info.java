/**
 * The list group: sequences of elements with a head and a tail (t_list.c).
 *
 * <p>Start reading at {@link io.miniredis.server.command.list.ListCommands}, pushes, pops and ranges. How a list is
 * stored is told in {@link io.miniredis.datastructures.ListValue}; clients that wait for an element are the business of
 * {@link io.miniredis.server.client.BlockedClients}.
 */
@NullMarked
package io.miniredis.server.command.list;

import org.jspecify.annotations.NullMarked;
