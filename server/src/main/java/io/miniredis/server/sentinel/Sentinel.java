package io.miniredis.server.sentinel;

import io.miniredis.datastructures.Ascii;
import io.miniredis.replication.sentinel.SentinelDirectives;
import io.miniredis.replication.sentinel.SentinelNode;
import io.miniredis.replication.sentinel.StateLines;
import io.miniredis.server.RedisServer;
import io.miniredis.server.config.ServerConfig;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;

/**
 * Sentinel mode: what a process does that watches servers instead of being one. Clients, users and channels are those
 * of any server; there are no keys.
 *
 * <p>Confined to the main thread.
 */
public final class Sentinel {
    private static final int ID_DIGITS = 40;

    private final RedisServer server;
    private final SentinelNode node;
    private final ProcessHost host;
    private final Runnable tick = this::tick;

    /** @throws io.miniredis.server.config.ConfigException if a {@code sentinel} directive is wrong */
    public Sentinel(RedisServer server) {
        this.server = server;
        this.host = new ProcessHost(server);
        this.node = new SentinelNode(host);
        ServerConfig config = server.config();
        config.applyTo(new SentinelDirectives(node, this::isExecutable));
        config.onRewriteOfSentinel(() -> StateLines.of(node));
        node.options().ownPassword = config.security.requirePassword.isEmpty()
                ? null
                : Ascii.text(config.security.requirePassword.value().bytes());
    }

    /** Begins to watch. */
    public void start() {
        boolean byTls = server.config().tls.replication.value() && server.tlsPort() != 0;
        node.options().listeningPort = byTls ? server.tlsPort() : server.port();
        if (node.id().isEmpty()) {
            node.id(server.random().hex(ID_DIGITS));
            host.saveConfiguration();
        }
        server.log().notice("Sentinel ID is " + node.id());
        node.begin();
        tick();
    }

    private void tick() {
        if (server.shutdown().isBegun()) {
            return;
        }
        // First, so that a tick that fails is not the last one.
        server.mainThread().schedule(node.millisToNextTick(), tick);
        node.tick();
    }

    /** True for a file that could be executed. A relative path is taken from {@code dir}. */
    public boolean isExecutable(String path) {
        try {
            return Files.isExecutable(server.config().process.directory.resolve(path));
        } catch (InvalidPathException notEvenAPath) {
            return false;
        }
    }

    public SentinelNode node() {
        return node;
    }

    /** Brings the configuration file up to date; false, with the reason in the log, if it cannot. */
    public boolean saveConfiguration() {
        return host.saveConfiguration();
    }

    /** Milliseconds since 1970. */
    public long nowMillis() {
        return host.nowMillis();
    }

    /** Registers how the process ends at once. */
    public void onCrash(Runnable end) {
        host.onCrash(end);
    }

    @Override
    public String toString() {
        return node.toString();
    }
}
