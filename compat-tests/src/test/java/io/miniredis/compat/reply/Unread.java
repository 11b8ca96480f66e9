package io.miniredis.compat.reply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether a peer on this machine has read what was sent to it: what it has not is in the kernel's queues, and Linux
 * shows those of all sockets (proc(5)).
 *
 * <pre>
 *   sl  local_address rem_address   st tx_queue rx_queue ...
 *    7: 0100007F:18EB 0100007F:C5A2 01 00000000:0000001E ...
 * </pre>
 */
final class Unread {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private Unread() {}

    /** True if there is a way to know. */
    static boolean isKnown() {
        return Files.isReadable(TABLES.get(0));
    }

    /**
     * True if something is under way from one port to the other, or waits there to be read.
     *
     * @param port this end's
     */
    static boolean isLeft(int port, int peerPort) throws IOException {
        for (Path table : TABLES) {
            if (!Files.exists(table)) {
                continue;
            }
            for (String line : Files.readAllLines(table)) {
                String[] field = line.trim().split("\\s+");
                boolean sends = is(field, port, peerPort) && !field[4].startsWith("00000000:");
                boolean receives = is(field, peerPort, port) && !field[4].endsWith(":00000000");
                if (sends || receives) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean is(String[] field, int localPort, int remotePort) {
        return field.length > 4 && port(field[1]) == localPort && port(field[2]) == remotePort;
    }

    /** Of an address, which ends in four hexadecimal digits. -1 if it is none: the table's head. */
    private static int port(String address) {
        int colon = address.lastIndexOf(':');
        return colon < 0 ? -1 : Integer.parseInt(address.substring(colon + 1), 16);
    }
}
