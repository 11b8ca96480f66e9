package io.miniredis.replication.sentinel;

import org.jspecify.annotations.Nullable;

/** What holds for a sentinel as a whole, whichever primaries it watches: {@code sentinel announce-ip} and the like. */
public final class SentinelOptions {
    /** The address that other sentinels are told, instead of that of the connection. */
    public @Nullable String announceIp;

    /** The port that other sentinels are told; 0 for the one this sentinel listens on. */
    public int announcePort;

    /** True if SENTINEL SET may not name programs to execute. */
    public boolean denyScriptsReconfig = true;

    /** With what to authenticate with other sentinels. */
    public @Nullable String sentinelUser;

    public @Nullable String sentinelPassword;

    /** True if instances may be given by name. */
    public boolean resolveHostnames;

    /** True if others are told names rather than IP addresses. */
    public boolean announceHostnames;

    /** Where this sentinel listens. */
    public int listeningPort;

    /** Its own password ({@code requirepass}), which others are supposed to have, too, unless told otherwise. */
    public @Nullable String ownPassword;

    int announcedPort() {
        return announcePort == 0 ? listeningPort : announcePort;
    }
}
