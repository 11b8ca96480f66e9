package io.miniredis.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.miniredis.server.log.SilentLog;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd is told, by a socket that stands in for its own. */
class SupervisorTest {
    private static List<String> received(Socket socket, int count) throws IOException {
        List<String> messages = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.allocateDirect(1024);
        for (int i = 0; i < count; i++) {
            int length =
                    socket.recvFromDomainSocket(buffer, 0, buffer.capacity()).receivedAmount();
            byte[] bytes = new byte[length];
            buffer.get(0, bytes);
            messages.add(new String(bytes, StandardCharsets.UTF_8));
        }
        return messages;
    }

    private static Supervisor find(String mode, String socket) {
        return Supervisor.find(mode, Map.of("NOTIFY_SOCKET", socket), SilentLog.INSTANCE);
    }

    @Test
    void systemdIsToldHowTheServerFares(@TempDir Path directory) throws IOException {
        assumeTrue(Epoll.isAvailable());
        Path path = directory.resolve("notify");
        Socket systemd = Socket.newSocketDomainDgram();
        try {
            systemd.bind(new DomainSocketAddress(path.toString()));
            Supervisor supervisor = find("systemd", path.toString());
            supervisor.ready(false);
            supervisor.stopping();
            assertEquals(
                    List.of(
                            "STATUS=Redis is loading...\n",
                            "STATUS=Ready to accept connections\n",
                            "READY=1\n",
                            "STOPPING=1\n"),
                    received(systemd, 4));
        } finally {
            systemd.close();
        }
    }

    @Test
    void isFoundByItsVariable(@TempDir Path directory) throws IOException {
        assumeTrue(Epoll.isAvailable());
        Path path = directory.resolve("notify");
        Socket systemd = Socket.newSocketDomainDgram();
        try {
            systemd.bind(new DomainSocketAddress(path.toString()));
            find("auto", path.toString()).ready(true);
            assertEquals(
                    "STATUS=Ready to accept connections in read-only mode. Waiting for MASTER <-> REPLICA sync\n",
                    received(systemd, 2).get(1));
            assertSame(Supervisor.NONE, Supervisor.find("auto", Map.of(), SilentLog.INSTANCE));
        } finally {
            systemd.close();
        }
    }

    @Test
    void nobodyIsThereToBeTold(@TempDir Path directory) {
        assertSame(Supervisor.NONE, find("systemd", directory.resolve("nowhere").toString()));
        assertSame(Supervisor.NONE, Supervisor.find("systemd", Map.of(), SilentLog.INSTANCE));
        assertSame(Supervisor.NONE, find("upstart", "/run/systemd/notify"));
    }
}
