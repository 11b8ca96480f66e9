package io.miniredis.server.replication;

/** How far a replica is on its way to its primary (REPL_STATE_*). */
enum LinkState {
    /** There is no primary. */
    NONE("none"),
    /** It is to be tried soon. */
    CONNECT("connect"),
    CONNECTING("connecting"),
    HANDSHAKE("handshake"),
    /** All data come, or are being loaded. */
    TRANSFER("sync"),
    CONNECTED("connected");

    private final String roleName;

    LinkState(String roleName) {
        this.roleName = roleName;
    }

    /** As ROLE has it. */
    String roleName() {
        return roleName;
    }
}
