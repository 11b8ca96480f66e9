package io.miniredis.replication.sentinel;

/**
 * Where an instance listens (sentinelAddr).
 *
 * @param host as it was given, a name or an IP address
 * @param ip empty as long as a name is not resolved
 */
public record InstanceAddress(String host, String ip, int port) {
    /** The highest number of a port. */
    public static final int LARGEST_PORT = 65_535;

    /** True if they are the same by their IP address or, where that is not known, by name. */
    boolean isSameAs(InstanceAddress other) {
        return port == other.port && (ip.equals(other.ip) || host.equalsIgnoreCase(other.host));
    }

    @Override
    public String toString() {
        return host.equals(ip) ? ip + ":" + port : host + "(" + ip + "):" + port;
    }
}
