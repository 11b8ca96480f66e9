package io.miniredis.server.net;

import io.miniredis.cluster.BusConnection;
import io.miniredis.cluster.Cluster;
import io.miniredis.cluster.ClusterLink;
import io.miniredis.server.RedisServer;
import io.miniredis.server.net.tls.TlsService;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of the cluster bus: the port where other nodes come in, and the connections with them. All live on the
 * main loop.
 *
 * <p>What is sent waits for {@link #flush}, which comes when what it tells of was saved. Confined to the main thread,
 * but for {@link #open} and {@link #close}.
 */
public final class BusSockets {
    private static final int MILLIS_PER_SECOND = 1_000;
    private static final String NO_TLS = "TLS is not configured";

    private final RedisServer server;
    private final Set<BusSocket> sockets = new LinkedHashSet<>();
    private List<BusSocket> unflushed = new ArrayList<>();
    private @Nullable Cluster cluster;
    private @Nullable TcpPort port;
    private boolean letsIn;

    public BusSockets(RedisServer server) {
        this.server = server;
    }

    /** Whose sockets they are. */
    public void serve(Cluster node) {
        cluster = node;
    }

    Cluster cluster() {
        return Objects.requireNonNull(cluster, "no node yet");
    }

    private boolean encrypts() {
        return server.config().tls.cluster.value();
    }

    // ---- the port ----

    /** Listens on all addresses of {@code bind}. False, after a line in the log, if that is impossible. */
    public boolean open(int number) {
        if (encrypts() && server.network().listeners().outgoingTls() == null) {
            return false;
        }
        TcpPort opened = server.network().listeners().newPort(() -> new BusAcceptor(this));
        port = opened;
        return opened.open(number);
    }

    /** Where the bus listens; 0 if nowhere. */
    public int port() {
        TcpPort present = port;
        return present == null ? 0 : present.number();
    }

    /** From now on others may come in. */
    public void letIn() {
        letsIn = true;
    }

    /** Stops listening. */
    public void close() {
        TcpPort present = port;
        if (present != null) {
            present.close();
        }
    }

    /** Takes connections of other nodes. */
    static final class BusAcceptor extends ChannelInboundHandlerAdapter {
        private final BusSockets bus;

        BusAcceptor(BusSockets bus) {
            this.bus = bus;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            bus.accept((Channel) message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            bus.server.log().verbose("Error accepting cluster node: " + cause.getMessage());
        }
    }

    private void accept(Channel channel) {
        TlsService tls = encrypts() ? server.network().listeners().outgoingTls() : null;
        if (!letsIn || (encrypts() && tls == null)) {
            // It will come again.
            channel.unsafe().closeForcibly();
            return;
        }
        prepare(channel);
        BusSocket socket = new BusSocket(server, this, channel, null, tls != null);
        if (tls != null && !tls.encryptAccepted(channel)) {
            channel.unsafe().closeForcibly();
            return;
        }
        channel.pipeline().addLast(socket);
        server.mainThread().loop().register(channel);
    }

    private void prepare(Channel channel) {
        channel.config().setOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT);
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        long seconds = server.config().cluster.nodeTimeoutMillis.value() / MILLIS_PER_SECOND * 2;
        if (seconds > 0) {
            server.network().transport().probeAfter(channel, (int) Math.min(seconds, Short.MAX_VALUE));
        }
    }

    // ---- connections to others ----

    /** Begins to connect; the node is told what becomes of it, later. */
    public BusConnection connect(ClusterLink link, String ip, int toPort) {
        Channel channel = server.network().transport().newTcpClient();
        prepare(channel);
        BusSocket socket = new BusSocket(server, this, channel, link, encrypts());
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(ip);
        if (address != null) {
            server.mainThread().execute(() -> open(socket, new InetSocketAddress(address, toPort)));
        } else {
            lookUp(socket, ip, toPort);
        }
        return socket;
    }

    /** Somebody announces a name for an address: looked up on a thread of its own, since that may take seconds. */
    private void lookUp(BusSocket socket, String name, int toPort) {
        Thread lookup = new Thread(
                () -> {
                    InetSocketAddress found = null;
                    try {
                        found = name.isEmpty() ? null : new InetSocketAddress(InetAddress.getByName(name), toPort);
                    } catch (UnknownHostException e) {
                        server.log().debug("Unable to connect to Cluster Node " + name + ": unknown host");
                    }
                    InetSocketAddress address = found;
                    server.mainThread().executeIfRunning(() -> open(socket, address));
                },
                "redis-dns");
        lookup.setDaemon(true);
        lookup.start();
    }

    private void open(BusSocket socket, @Nullable InetSocketAddress address) {
        if (socket.isClosed()) {
            return;
        }
        if (address == null) {
            socket.end("Name or service not known");
            return;
        }
        TlsService tls = encrypts() ? server.network().listeners().outgoingTls() : null;
        Channel channel = socket.channel();
        if (encrypts() && (tls == null || !tls.encryptOutgoing(channel))) {
            socket.end(NO_TLS);
            return;
        }
        channel.pipeline().addLast(socket);
        server.mainThread().loop().register(channel);
        SocketAddress local = localAddress();
        (local == null ? channel.connect(address) : channel.connect(address, local)).addListener(done -> {
            if (!done.isSuccess()) {
                socket.end(String.valueOf(done.cause().getMessage()));
            }
        });
    }

    /** {@code bind-source-addr}. */
    private @Nullable SocketAddress localAddress() {
        if (server.config().network.bindSourceAddress.isEmpty()) {
            return null;
        }
        return new InetSocketAddress(server.config().network.bindSourceAddress.utf8(), 0);
    }

    // ---- all of them ----

    void opened(BusSocket socket) {
        sockets.add(socket);
    }

    void closed(BusSocket socket) {
        sockets.remove(socket);
    }

    void needsFlush(BusSocket socket) {
        unflushed.add(socket);
    }

    /** Sends what waits. */
    public void flush() {
        if (unflushed.isEmpty()) {
            return;
        }
        List<BusSocket> waiting = unflushed;
        unflushed = new ArrayList<>();
        waiting.forEach(BusSocket::flush);
    }

    /** What buffers of all connections take. */
    public long memoryBytes() {
        long bytes = 0;
        for (BusSocket socket : sockets) {
            bytes += socket.memoryBytes();
        }
        return bytes;
    }

    @Override
    public String toString() {
        return "BusSockets[" + sockets.size() + " connections]";
    }
}
