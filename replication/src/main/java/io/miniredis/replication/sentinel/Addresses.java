package io.miniredis.replication.sentinel;

import org.jspecify.annotations.Nullable;

/** Names and IP addresses: what is resolved, what is compared, and which of them is shown. */
final class Addresses {
    private final SentinelHost host;
    private final SentinelOptions options;

    Addresses(SentinelHost host, SentinelOptions options) {
        this.host = host;
        this.options = options;
    }

    /**
     * An address of a name or IP address.
     *
     * @param unresolvedToo true to take, with {@code resolve-hostnames}, a name that cannot be resolved now
     * @throws UnusableInstanceException if the port or the name will not do
     */
    InstanceAddress of(String name, int port, boolean unresolvedToo) throws UnusableInstanceException {
        if (port < 0 || port > InstanceAddress.LARGEST_PORT) {
            throw new UnusableInstanceException("Invalid port number.");
        }
        String ip = resolve(name);
        if (ip != null) {
            return new InstanceAddress(name, ip, port);
        }
        host.tell(SentinelEvent.logLine(SentinelEvent.Level.WARNING, "Failed to resolve hostname '" + name + "'"));
        if (options.resolveHostnames && unresolvedToo) {
            return new InstanceAddress(name, "", port);
        }
        throw new UnusableInstanceException("Can't resolve instance hostname.");
    }

    /** {@link #of}, or null. */
    @Nullable
    InstanceAddress find(String name, int port, boolean unresolvedToo) {
        try {
            return of(name, port, unresolvedToo);
        } catch (UnusableInstanceException unusable) {
            return null;
        }
    }

    @Nullable
    String resolve(String name) {
        return host.resolve(name, options.resolveHostnames);
    }

    /** True if a name means the host of an address; by name where it cannot be resolved. */
    boolean isHostOf(InstanceAddress address, String name) {
        String ip = resolve(name);
        if (ip == null) {
            return (options.resolveHostnames ? address.host() : address.ip()).equalsIgnoreCase(name);
        }
        return address.ip().equalsIgnoreCase(ip);
    }

    /** What others are told: the IP address or, with {@code announce-hostnames}, the name. */
    String shown(InstanceAddress address) {
        return options.announceHostnames ? address.host() : address.ip();
    }

    /** {@code 127.0.0.1:6379}, {@code [::1]:6379}. */
    String shownWithPort(InstanceAddress address) {
        String shown = shown(address);
        return (shown.indexOf(':') < 0 ? shown : "[" + shown + "]") + ":" + address.port();
    }
}
