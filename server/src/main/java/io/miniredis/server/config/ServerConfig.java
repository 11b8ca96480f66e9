package io.miniredis.server.config;

import io.miniredis.datastructures.ByteString;

/** Stand-in. */
public final class ServerConfig {
    public int port = 6379;

    public int port() { return port; }
    public int databases() { return 16; }
    public int ioThreads() { return 1; }
    public int hz() { return 10; }
    public ByteString requirepass() { return ByteString.EMPTY; }
    public boolean countsFrequency() { return false; }
    public int lfuDecayMinutes() { return 1; }
    public int lfuLogFactor() { return 10; }
}
