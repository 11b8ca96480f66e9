package io.miniredis.server.bridge;

import io.miniredis.cluster.ClusterLog;
import io.miniredis.server.RedisServer;

/** A node's lines in the server's log. */
public final class NodeLog implements ClusterLog {
    private final RedisServer server;

    public NodeLog(RedisServer server) {
        this.server = server;
    }

    @Override
    public void verbose(String text) {
        server.log().verbose(text);
    }

    @Override
    public void notice(String text) {
        server.log().notice(text);
    }

    @Override
    public void warning(String text) {
        server.log().warning(text);
    }

    @Override
    public void fatal(String text) {
        server.log().warning(text);
        server.shutdown().finished().complete(1);
    }
}
