package io.miniredis.server.cluster;

import io.miniredis.cluster.ClusterNode;
import io.miniredis.protocol.ErrorReply;

/**
 * What a client is told whose request this node does not serve (clusterRedirectClient), word for word as Redis 7.2 says
 * it.
 */
@SuppressWarnings("StaticAssignmentOfThrowable") // the check fears misleading stack traces; these have none
public final class Redirections {
    static final ErrorReply CROSS_SLOT = new ErrorReply("CROSSSLOT Keys in request don't hash to the same slot");
    static final ErrorReply UNSTABLE = new ErrorReply("TRYAGAIN Multiple keys request during rehashing of slot");
    static final ErrorReply DOWN = new ErrorReply("CLUSTERDOWN The cluster is down");
    static final ErrorReply DOWN_READ_ONLY =
            new ErrorReply("CLUSTERDOWN The cluster is down and only accepts read commands");
    static final ErrorReply UNBOUND = new ErrorReply("CLUSTERDOWN Hash slot not served");

    // What a script is told whose command this node does not serve (scriptVerifyClusterState).
    static final ErrorReply SCRIPT_WRITES_WHILE_DOWN =
            new ErrorReply("ERR Script attempted to execute a write command while the cluster is down and readonly");
    static final ErrorReply SCRIPT_WHILE_DOWN =
            new ErrorReply("ERR Script attempted to execute a command while the cluster is down");
    static final ErrorReply SCRIPT_NOT_LOCAL =
            new ErrorReply("ERR Script attempted to access a non local key in a cluster node");
    static final ErrorReply SCRIPT_CROSSES_SLOTS =
            new ErrorReply("ERR Script attempted to access keys that do not hash to the same slot");

    private Redirections() {}

    /** The slot is another node's. */
    static ErrorReply moved(int slot, String endpoint, int port) {
        return new ErrorReply("MOVED " + slot + " " + endpoint + ":" + port);
    }

    /** This one request is for the node that takes the slot over. */
    static ErrorReply ask(int slot, String endpoint, int port) {
        return new ErrorReply("ASK " + slot + " " + endpoint + ":" + port);
    }

    /**
     * Where clients find a node, as {@code cluster-preferred-endpoint-type} wants it named; empty for "where you are
     * connected to" (getPreferredEndpoint).
     */
    public static String endpoint(ClusterNode node, String preferredType) {
        return switch (preferredType) {
            case "ip" -> node.ip();
            case "hostname" -> node.hostname().isEmpty() ? "?" : node.hostname();
            default -> "";
        };
    }

    /** True for what {@link Routing} says: after it EXEC fails with this error itself. */
    public static boolean isOne(ErrorReply error) {
        return switch (error.code()) {
            case "MOVED", "ASK", "CROSSSLOT", "TRYAGAIN", "CLUSTERDOWN" -> true;
            default -> false;
        };
    }
}
