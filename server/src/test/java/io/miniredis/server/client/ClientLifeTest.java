package io.miniredis.server.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.protocol.RecordingWriter;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.log.SilentLog;
import io.miniredis.server.stats.ServerStats;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ClientLifeTest {
    /** A connection from elsewhere with as much unsent output as the test says. */
    private static final class Remote extends SocketlessConnection {
        private final RecordingWriter writer = new RecordingWriter(2);
        private long pending;
        private boolean closed;

        @Override
        public RecordingWriter writer() {
            return writer;
        }

        @Override
        public void protocol(int version) {}

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public long pendingOutputBytes() {
            return pending;
        }

        @Override
        public String remoteAddress() {
            return "192.0.2.1:50000";
        }

        @Override
        public String localAddress() {
            return "192.0.2.2:6379";
        }

        @Override
        public boolean isLocal() {
            return false;
        }
    }

    @Nested
    class ProtectedMode {
        @Test
        void turnsPeersFromElsewhereAwayAndSaysWhy() {
            try (ServerFixture redis = new ServerFixture()) {
                Remote remote = new Remote();
                assertNull(redis.onMain(() ->
                                java.util.Optional.ofNullable(redis.server().accept(remote)))
                        .orElse(null));
                assertTrue(remote.closed);
                String text = remote.writer.replies().get(0).toString();
                assertTrue(
                        text.startsWith("(error) DENIED Redis is running in protected mode because protected mode is"
                                + " enabled and no password is set for the default user. In this mode"),
                        text);
                assertTrue(text.endsWith("to start accepting connections from the outside."), text);
                assertEquals(1, redis.onMain(() -> redis.server().stats().rejectedConnections));
            }
        }

        @Test
        void hasNothingToSayWithAPasswordOrWhenItIsOff() {
            for (ServerConfig config : new ServerConfig[] {
                ServerConfig.defaults().with("requirepass", "secret"),
                ServerConfig.defaults().with("protected-mode", "no")
            }) {
                try (ServerFixture redis = new ServerFixture(config)) {
                    assertTrue(redis.onMain(() -> redis.server().accept(new Remote()) != null));
                }
            }
        }
    }

    @Nested
    class TotalOutput {
        private final ServerConfig config = ServerConfig.defaults();
        private final ServerStats stats = new ServerStats();
        private final Clients clients = new Clients();
        private final OutputLimits limits = new OutputLimits(config, stats, SilentLog.INSTANCE, clients, 1_000_000);

        private Client client(long pending) {
            Remote remote = new Remote();
            remote.pending = pending;
            Client client = new Client(clients.nextId(), remote, 0);
            clients.add(client);
            return client;
        }

        @Test
        void beyondTheJvmsShareCostsTheLargestItsConnection() {
            client(200_000);
            Client largest = client(700_000);
            client(200_000);
            stats.totalNetOutputBytes = 1_100_000;
            assertSame(largest, limits.offender());
            clients.remove(largest);
            assertNull(limits.offender());
        }

        @Test
        void isAddedUpOnlyWhenMuchWasWritten() {
            client(2_000_000);
            stats.totalNetOutputBytes = 100_000;
            assertNull(limits.offender());
            stats.totalNetOutputBytes = 125_000;
            assertSame(clients.find(1), limits.offender());
        }

        @Test
        void isAddedUpThoughStatisticsWereReset() {
            stats.totalNetOutputBytes = 10_000_000;
            assertNull(limits.offender());
            stats.totalNetOutputBytes = 0;
            client(2_000_000);
            assertSame(clients.find(1), limits.offender());
        }
    }
}
