package io.miniredis.server.cluster;

import io.miniredis.cluster.ClusterNode;
import io.miniredis.cluster.ClusterState;
import io.miniredis.cluster.HashSlot;
import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.command.Command;
import io.miniredis.server.command.CommandFlag;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeyExtractor;
import io.miniredis.server.command.KeyFinder;
import io.miniredis.server.config.ClusterParameters;
import io.miniredis.server.transaction.Transaction;
import io.miniredis.server.transaction.Transaction.QueuedCommand;
import org.jspecify.annotations.Nullable;

/**
 * Which node serves a request (getNodeByQuery in cluster.c).
 *
 * <pre>
 *   keys of several slots                                       CROSSSLOT
 *   a slot that is nobody's, or the cluster is down             CLUSTERDOWN
 *   this node's slot                                            here
 *     on its way to another node, and no key is here any more   ASK there
 *     only some of the keys are here                            TRYAGAIN
 *   another node's slot                                         MOVED there
 *     on its way to this node, and the client was sent (ASKING) here; TRYAGAIN if one of several keys is missing
 *     its replica is this node, READONLY was said and it reads  here
 * </pre>
 *
 * <p>EXEC is for the keys of all that is queued. Shard channels are routed as keys are, but they are not looked for:
 * whoever has the slot serves them until it has gone.
 *
 * <p>What is found out about one request stands in fields, and lives until the next; nothing is allocated unless the
 * client is sent elsewhere. Made when the server is a node of a cluster. Confined to the main thread.
 */
public final class Routing implements KeyFinder.KeySink {
    /** Of a request without keys. */
    public static final int NO_SLOT = -1;

    private final RedisServer server;
    private final ClusterState state;
    private final ClusterParameters config;

    // ---- the request ----
    private Request request = Request.of();
    private boolean isForChannels;
    private @Nullable ByteString firstKey;
    private int slot = NO_SLOT;
    private @Nullable ClusterNode owner;
    private @Nullable Route obstacle;
    private boolean migrating;
    private boolean importing;
    private boolean severalKeys;
    private boolean anyMissing;
    private boolean anyPresent;

    private enum Route {
        HERE,
        ASK,
        MOVED,
        CROSS_SLOT,
        UNSTABLE,
        UNBOUND,
        DOWN,
        DOWN_READ_ONLY
    }

    public Routing(RedisServer server, ClusterState state) {
        this.server = server;
        this.state = state;
        this.config = server.config().cluster;
    }

    // ---- clients ----

    /** What a client is told instead of the execution; null if this node serves the request. */
    public @Nullable ErrorReply refusal(Client client, Command command, Request asked) {
        client.slot(NO_SLOT);
        CommandSpec spec = command.spec();
        if (spec.keySpecs().isEmpty() && !spec.has(CommandFlag.MOVABLE_KEYS) && !spec.has(CommandFlag.RUNS_QUEUE)) {
            return null;
        }
        Route route = route(client, spec, asked);
        client.slot(slot);
        return route == Route.HERE ? null : error(route, client);
    }

    private ErrorReply error(Route route, Client client) {
        return switch (route) {
            case CROSS_SLOT -> Redirections.CROSS_SLOT;
            case UNSTABLE -> Redirections.UNSTABLE;
            case UNBOUND -> Redirections.UNBOUND;
            case DOWN -> Redirections.DOWN;
            case DOWN_READ_ONLY -> Redirections.DOWN_READ_ONLY;
            case ASK ->
                Redirections.ask(slot, endpoint(state.migratingTo(slot)), port(state.migratingTo(slot), client));
            case HERE, MOVED -> Redirections.moved(slot, endpoint(owner), port(owner, client));
        };
    }

    private String endpoint(@Nullable ClusterNode node) {
        return node == null ? "" : Redirections.endpoint(node, config.preferredEndpointType.choice());
    }

    private static int port(@Nullable ClusterNode node, Client client) {
        return node == null ? 0 : node.port(client.connection().isEncrypted());
    }

    /**
     * What a client is told that waits for a key in vain, since this node has not its slot any more; null if it may
     * wait on (clusterRedirectBlockedClientIfNeeded).
     */
    public @Nullable ErrorReply refusalOfWait(Client client, Command command, ByteString key) {
        if (!state.isOk()) {
            return Redirections.DOWN;
        }
        slot = HashSlot.of(key);
        owner = state.owner(slot);
        boolean isHere = owner == state.myself()
                || state.importingFrom(slot) != null
                || (client.readsFromReplica() && !command.spec().has(CommandFlag.WRITE) && isReplicaOf(owner));
        return isHere ? null : error(owner == null ? Route.UNBOUND : Route.MOVED, client);
    }

    // ---- scripts ----

    /**
     * What a script is told instead of the execution of a command; null if this node has its keys.
     *
     * @param client who runs the script
     * @param mayCrossSlots true if keys of several slots may be used in one script
     */
    public @Nullable ErrorReply refusalInScript(Client client, CommandSpec spec, Request asked, boolean mayCrossSlots) {
        Route route = route(client, spec, asked);
        if (route != Route.HERE) {
            return switch (route) {
                case DOWN_READ_ONLY -> Redirections.SCRIPT_WRITES_WHILE_DOWN;
                case DOWN -> Redirections.SCRIPT_WHILE_DOWN;
                default -> Redirections.SCRIPT_NOT_LOCAL;
            };
        }
        if (slot == NO_SLOT || mayCrossSlots) {
            return null;
        }
        if (client.slot() == NO_SLOT) {
            client.slot(slot);
        }
        return client.slot() == slot ? null : Redirections.SCRIPT_CROSSES_SLOTS;
    }

    // ---- which node? ----

    private Route route(Client client, CommandSpec spec, Request asked) {
        forget();
        boolean runsQueue = spec.has(CommandFlag.RUNS_QUEUE);
        isForChannels = !runsQueue && !KeyExtractor.mayHaveKeys(spec);
        if (!runsQueue) {
            look(spec, asked);
        } else if (client.isQueueing()) {
            for (QueuedCommand queued : client.openTransaction().queue()) {
                look(queued.command().spec(), queued.request());
            }
        }
        if (obstacle != null) {
            return withoutSlot(obstacle);
        }
        if (owner == null) {
            return Route.HERE;
        }
        Route down = state.isOk() ? null : routeWhileDown(spec, asked);
        return down != null ? withoutSlot(down) : routeOfSlot(client, spec, asked);
    }

    /** There is no slot to be spoken of before it is certain that all keys are in one that is served. */
    private Route withoutSlot(Route route) {
        slot = NO_SLOT;
        return route;
    }

    private void forget() {
        firstKey = null;
        slot = NO_SLOT;
        owner = null;
        obstacle = null;
        migrating = false;
        importing = false;
        severalKeys = false;
        anyMissing = false;
        anyPresent = false;
    }

    private void look(CommandSpec spec, Request asked) {
        if (obstacle == null) {
            request = asked;
            KeyExtractor.keysAndShardChannels(spec, asked, this);
        }
    }

    @Override
    public void key(int argument, long flags) {
        if (obstacle != null) {
            return;
        }
        ByteString key = request.arg(argument);
        int keySlot = HashSlot.of(key);
        if (firstKey == null) {
            firstKey(key, keySlot);
        } else if (keySlot != slot) {
            obstacle = Route.CROSS_SLOT;
        } else if (importing && !severalKeys && !key.equals(firstKey)) {
            severalKeys = true;
        }
        if ((migrating || importing) && !isForChannels && obstacle == null) {
            // No command has begun yet that would have looked at the clock.
            server.time().refresh();
            boolean isHere = server.databases().get(0).glimpseEntry(key) != null;
            anyPresent |= isHere;
            anyMissing |= !isHere;
        }
    }

    private void firstKey(ByteString key, int keySlot) {
        firstKey = key;
        slot = keySlot;
        owner = state.owner(keySlot);
        if (owner == null) {
            obstacle = Route.UNBOUND;
        } else if (owner == state.myself() && state.migratingTo(keySlot) != null) {
            migrating = true;
        } else if (state.importingFrom(keySlot) != null) {
            importing = true;
        }
    }

    private @Nullable Route routeWhileDown(CommandSpec spec, Request asked) {
        if (isForChannels) {
            return config.allowShardPubSubWhenDown.value() ? null : Route.DOWN;
        }
        if (!config.allowReadsWhenDown.value()) {
            return Route.DOWN;
        }
        return spec.has(CommandFlag.WRITE, server, asked) ? Route.DOWN_READ_ONLY : null;
    }

    private Route routeOfSlot(Client client, CommandSpec spec, Request asked) {
        if ((migrating || importing) && spec.has(CommandFlag.MOVES_KEYS)) {
            // Keys of a slot on its way must be moved from here, whoever has the slot.
            return Route.HERE;
        }
        if (migrating && anyMissing) {
            return anyPresent ? Route.UNSTABLE : Route.ASK;
        }
        if (importing && (client.isAsking() || spec.has(CommandFlag.ASKING))) {
            return severalKeys && anyMissing ? Route.UNSTABLE : Route.HERE;
        }
        if (owner == state.myself() || mayReadHere(client, spec, asked)) {
            return Route.HERE;
        }
        return Route.MOVED;
    }

    private boolean mayReadHere(Client client, CommandSpec spec, Request asked) {
        return (client.readsFromReplica() || isForChannels)
                && isReplicaOf(owner)
                && !spec.has(CommandFlag.WRITE, server, asked)
                && !(spec.has(CommandFlag.RUNS_QUEUE) && queueWrites(client.transaction()));
    }

    private static boolean queueWrites(@Nullable Transaction transaction) {
        return transaction != null && transaction.has(CommandFlag.WRITE);
    }

    private boolean isReplicaOf(@Nullable ClusterNode node) {
        ClusterNode myself = state.myself();
        return node != null && myself.isReplica() && myself.primary() == node;
    }

    @Override
    public String toString() {
        return "Routing[" + (firstKey == null ? "no key" : "slot " + slot + " of " + owner) + "]";
    }
}
