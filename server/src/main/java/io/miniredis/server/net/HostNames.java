package io.miniredis.server.net;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Names of hosts and their IP addresses (anetResolve). */
public final class HostNames {
    private HostNames() {}

    /**
     * The IP address of a host in its shortest form, or null.
     *
     * @param byName true to look a name up, which may take seconds; false if only an IP address will do
     */
    public static @Nullable String resolve(String host, boolean byName) {
        if (NetUtil.isValidIpV4Address(host)) {
            return host;
        }
        boolean isAddress = NetUtil.isValidIpV6Address(host);
        if (host.isEmpty() || (!isAddress && !byName)) {
            return null;
        }
        try {
            return NetUtil.toAddressString(InetAddress.getByName(host));
        } catch (UnknownHostException unknown) {
            return null;
        }
    }
}
