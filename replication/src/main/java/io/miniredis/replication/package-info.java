/**
 * Replication without sockets: what a primary keeps of its stream of changes ({@link
 * io.miniredis.replication.ReplicationBacklog}), by which names it knows its history ({@link
 * io.miniredis.replication.ReplicationHistory}), whether a replica may go on where it was ({@link
 * io.miniredis.replication.PartialSync}), and what a replica says and hears until it is one ({@link
 * io.miniredis.replication.ReplicaHandshake}). Values and state machines; the server gives them bytes and time.
 */
@NullMarked
package io.miniredis.replication;

import org.jspecify.annotations.NullMarked;
