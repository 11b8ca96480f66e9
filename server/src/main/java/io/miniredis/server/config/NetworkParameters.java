package io.miniredis.server.config;

import static io.miniredis.server.config.Declaration.named;

/** How clients reach the server and what they may use of it: addresses, ports, sockets, buffers. */
public final class NetworkParameters {
    private static final long UNSIGNED_INT_MAX = 0xffff_ffffL;

    public final BindParameter bind;
    /** 0: no TCP. */
    public final IntParameter port;

    public final IntParameter tcpBacklog;
    /** Seconds without traffic before the peer is probed; 0: never. */
    public final IntParameter tcpKeepalive;

    /** Seconds a client may be idle; 0: for ever. */
    public final IntParameter timeoutSeconds;

    public final TextParameter unixSocket;
    /** Mode of the socket file; 0: as the umask has it. */
    public final IntParameter unixSocketPermissions;

    public final BooleanParameter protectedMode;
    public final LongParameter maxClients;
    public final IntParameter maxNewConnectionsPerCycle;
    public final IntParameter ioThreads;
    public final BooleanParameter ioThreadsDoReads;
    public final OutputBufferLimitsParameter clientOutputBufferLimits;
    /** Bytes of a request that may be under way. */
    public final LongParameter clientQueryBufferLimit;

    /** Bytes of the longest argument and the longest string. */
    public final LongParameter protoMaxBulkLength;

    public final TextParameter bindSourceAddress;
    public final LongParameter socketMarkId;

    NetworkParameters(ParameterTable table) {
        bind = table.add(new BindParameter(named("bind")));
        port = table.integer(named("port"), 6379, 0, 65535);
        tcpBacklog = table.integer(named("tcp-backlog").immutable(), 511, 0, Integer.MAX_VALUE);
        tcpKeepalive = table.integer(named("tcp-keepalive"), 300, 0, Integer.MAX_VALUE);
        timeoutSeconds = table.integer(named("timeout"), 0, 0, Integer.MAX_VALUE);
        unixSocket = table.optionalText(named("unixsocket").immutable());
        unixSocketPermissions =
                table.add(new IntParameter(named("unixsocketperm").immutable(), NumberForm.OCTAL, 0, 0, 0777));
        protectedMode = table.flag(named("protected-mode"), true);
        maxClients = table.number(named("maxclients"), 10000, 1, UNSIGNED_INT_MAX);
        maxNewConnectionsPerCycle = table.integer(named("max-new-connections-per-cycle"), 10, 1, 1000);
        ioThreads = table.integer(named("io-threads").immutable(), 1, 1, 128);
        ioThreadsDoReads = table.flag(named("io-threads-do-reads").immutable(), false);
        clientOutputBufferLimits = table.add(new OutputBufferLimitsParameter(named("client-output-buffer-limit")));
        clientQueryBufferLimit = table.bytes(named("client-query-buffer-limit"), 1L << 30, 1L << 20, Long.MAX_VALUE);
        protoMaxBulkLength = table.bytes(named("proto-max-bulk-len"), 512L << 20, 1L << 20, Long.MAX_VALUE);
        bindSourceAddress = table.optionalText(named("bind-source-addr"));
        socketMarkId = table.number(
                named("socket-mark-id").immutable().withoutEffect("a JVM cannot mark its sockets"),
                0,
                0,
                UNSIGNED_INT_MAX);
    }
}
