package io.miniredis.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads nodes.conf (clusterLoadConfig), of this server and of Redis, of version 7.2 and older ones: without bus ports,
 * shards and further ports.
 */
final class ClusterConfigReader {
    private static final int FIELDS = 8;
    private static final int ADDRESS = 1;
    private static final int FLAGS = 2;
    private static final int PRIMARY = 3;
    private static final int PING_SENT = 4;
    private static final int PONG_RECEIVED = 5;
    private static final int EPOCH = 6;

    private final Cluster cluster;
    private final ClusterState state;
    private final List<ClusterNode> withShard = new ArrayList<>();
    private String line = "";

    ClusterConfigReader(Cluster cluster) {
        this.cluster = cluster;
        this.state = cluster.state();
    }

    void read(String text) throws ClusterConfigException {
        for (String each : text.split("\n", -1)) {
            line = each.endsWith("\r") ? each.substring(0, each.length() - 1) : each;
            if (!line.isEmpty()) {
                String[] fields = line.trim().split("\\s+", -1);
                if (fields[0].equalsIgnoreCase("vars")) {
                    variables(fields);
                } else {
                    node(fields);
                }
            }
        }
        if (!state.hasMyself()) {
            throw new ClusterConfigException(line);
        }
        state.currentEpoch = state.highestEpoch();
    }

    private void variables(String[] fields) throws ClusterConfigException {
        require(fields.length % 2 == 1);
        for (int i = 1; i < fields.length; i += 2) {
            if (fields[i].equalsIgnoreCase("currentEpoch")) {
                state.currentEpoch = epoch(fields[i + 1]);
            } else if (fields[i].equalsIgnoreCase("lastVoteEpoch")) {
                state.lastVoteEpoch = epoch(fields[i + 1]);
            } else {
                cluster.log().notice("Skipping unknown cluster config variable '" + fields[i] + "'");
            }
        }
    }

    private void node(String[] fields) throws ClusterConfigException {
        require(fields.length >= FIELDS);
        ClusterNode node = named(fields[0]);
        address(node, fields[ADDRESS]);
        flags(node, fields[FLAGS]);
        primary(node, fields[PRIMARY]);
        long now = cluster.now();
        node.pingSentMillis = isZero(fields[PING_SENT]) ? 0 : now;
        node.pongReceivedMillis = isZero(fields[PONG_RECEIVED]) ? 0 : now;
        node.configEpoch = node.isReplica() && node.primary != null ? 0 : epoch(fields[EPOCH]);
        for (int i = FIELDS; i < fields.length; i++) {
            slots(node, fields[i]);
        }
    }

    /** Lines may name nodes that have theirs further below. */
    private ClusterNode named(String id) throws ClusterConfigException {
        require(NodeIds.isValid(id));
        ClusterNode node = state.node(id);
        if (node == null) {
            node = cluster.newNode(id, 0);
            state.add(node);
        }
        return node;
    }

    // ---- address ----

    /** {@code ip:port@bus-port,hostname,name=value,…}. */
    private void address(ClusterNode node, String field) throws ClusterConfigException {
        String[] parts = field.split(",", -1);
        node.hostname = parts.length > 1 ? parts[1] : "";
        boolean hasTcp = false;
        boolean hasTls = false;
        for (int i = 2; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            require(equals >= 0 && parts[i].indexOf('=', equals + 1) < 0);
            String name = parts[i].substring(0, equals);
            auxiliary(node, name, parts[i].substring(equals + 1));
            hasTcp |= name.equals("tcp-port");
            hasTls |= name.equals("tls-port");
        }
        int colon = parts[0].lastIndexOf(':');
        require(colon >= 0);
        node.ip = parts[0].substring(0, colon);
        int at = parts[0].indexOf('@', colon);
        int port = number(parts[0].substring(colon + 1, at < 0 ? parts[0].length() : at));
        boolean encrypted = cluster.settings().encryptsBus();
        if (hasTcp ? !hasTls : !hasTls && encrypted) {
            node.tlsPort = port;
        } else if (!hasTcp) {
            node.tcpPort = port;
        }
        node.busPort = at < 0 ? node.port(encrypted) + Cluster.BUS_PORT_DISTANCE : number(parts[0].substring(at + 1));
    }

    private void auxiliary(ClusterNode node, String name, String value) throws ClusterConfigException {
        require(isPlain(name) && isPlain(value));
        switch (name) {
            case "shard-id" -> {
                require(NodeIds.isValid(value));
                node.shardId = value;
                for (ClusterNode replica : node.replicas()) {
                    require(replica.shardId.equals(value));
                }
                state.addToShard(node);
                withShard.add(node);
            }
            case "nodename" -> node.humanName = value;
            case "tcp-port" -> node.tcpPort = port(value);
            case "tls-port" -> node.tlsPort = port(value);
            default -> require(false);
        }
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("!#$%&()*+:;<>?@[]^{|}~".indexOf(text.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    private int port(String value) throws ClusterConfigException {
        require(!value.isEmpty() && value.length() <= 5);
        int port = number(value);
        require(port >= 0 && port <= 0xFFFF);
        return port;
    }

    // ---- role ----

    private void flags(ClusterNode node, String field) throws ClusterConfigException {
        for (String name : field.split(",", -1)) {
            int flag = NodeFlags.parse(name);
            require(flag >= 0);
            if (flag == NodeFlags.MYSELF) {
                require(!state.hasMyself());
                state.myself(node);
            }
            if (flag == NodeFlags.FAILED) {
                node.failedAtMillis = cluster.now();
            }
            node.set(flag);
        }
    }

    private void primary(ClusterNode node, String field) throws ClusterConfigException {
        boolean hasShard = withShard.contains(node);
        if (field.startsWith("-")) {
            if (!hasShard) {
                state.addToShard(node);
            }
            return;
        }
        ClusterNode primary = named(field);
        if (!hasShard) {
            node.shardId = primary.shardId;
            state.addToShard(node);
        } else {
            require(!withShard.contains(primary) || primary.shardId.equals(node.shardId));
        }
        node.primary = primary;
        primary.addReplica(node);
    }

    // ---- slots ----

    /** {@code 5}, {@code 0-5460}, {@code [93-<-id]}, {@code [77->-id]}. */
    private void slots(ClusterNode node, String field) throws ClusterConfigException {
        int dash = field.indexOf('-');
        if (field.startsWith("[")) {
            require(dash > 0 && field.length() > dash + 3 && field.endsWith("]"));
            int slot = slot(field.substring(1, dash));
            ClusterNode other = named(field.substring(dash + 3, field.length() - 1));
            if (field.charAt(dash + 1) == '>') {
                state.migratingTo(slot, other);
            } else {
                state.importingFrom(slot, other);
            }
            return;
        }
        int first = slot(dash < 0 ? field : field.substring(0, dash));
        int last = dash < 0 ? first : slot(field.substring(dash + 1));
        for (int slot = first; slot <= last; slot++) {
            state.assign(slot, node);
        }
    }

    private int slot(String text) throws ClusterConfigException {
        int slot = number(text);
        require(HashSlot.isValid(slot));
        return slot;
    }

    // ---- numbers ----

    private static boolean isZero(String text) {
        return text.equals("0");
    }

    private int number(String text) throws ClusterConfigException {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new ClusterConfigException(line);
        }
    }

    private long epoch(String text) throws ClusterConfigException {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new ClusterConfigException(line);
        }
    }

    private void require(boolean condition) throws ClusterConfigException {
        if (!condition) {
            throw new ClusterConfigException(line);
        }
    }
}
