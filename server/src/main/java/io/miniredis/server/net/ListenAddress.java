package io.miniredis.server.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * One address of {@code bind}.
 *
 * @param host an address or a name; {@code *} is every IPv4 and {@code ::*} every IPv6 address
 * @param optional true if the server may start though the machine does not have the address
 */
record ListenAddress(String host, boolean optional) {
    static ListenAddress parse(String text) {
        boolean optional = text.startsWith("-");
        return new ListenAddress(optional ? text.substring(1) : text, optional);
    }

    boolean isIpv6() {
        return host.indexOf(':') >= 0;
    }

    InetSocketAddress resolve(int port) throws IOException {
        if (host.equals("*")) {
            return new InetSocketAddress("0.0.0.0", port);
        }
        if (host.equals("::*")) {
            return new InetSocketAddress("::", port);
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (address instanceof Inet6Address == isIpv6()) {
                    return new InetSocketAddress(address, port);
                }
            }
        } catch (UnknownHostException unknown) {
            throw new IOException("Name or service not known", unknown);
        }
        throw new IOException("Name or service not known");
    }

    @Override
    public String toString() {
        return (optional ? "-" : "") + host;
    }
}
