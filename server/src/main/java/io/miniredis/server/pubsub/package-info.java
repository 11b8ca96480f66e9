/**
 * Messages to whoever listens (pubsub.c). {@link io.miniredis.server.pubsub.PubSub} knows all channels and patterns
 * with their subscribers, {@link io.miniredis.server.pubsub.Subscriptions} those of one client;
 * {@link io.miniredis.server.pubsub.KeyspaceNotifications} publishes what happens to keys.
 */
@NullMarked
package io.miniredis.server.pubsub;

import org.jspecify.annotations.NullMarked;
