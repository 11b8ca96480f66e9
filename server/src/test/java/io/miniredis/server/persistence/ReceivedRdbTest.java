package io.miniredis.server.persistence;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.persistence.file.DiskFileSystem;
import io.miniredis.persistence.rdb.ByteSource;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.log.KeptLog;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said of a snapshot from a primary that cannot be read. Scripts wait for these words. */
class ReceivedRdbTest {
    private final KeptLog log = new KeptLog();
    private final ServerFixture redis = new ServerFixture(ServerConfig.defaults(), new DiskFileSystem(), log);

    private void receive(ByteSource source) {
        redis.onMain(() -> {
            KeyspaceLoader loader = new KeyspaceLoader(redis.server(), true, false);
            new ReceivedRdb(redis.server(), source, -1, loader, failure -> {}).loadNow();
            return true;
        });
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void aConnectionThatEndsIsReported() {
        receive((target, offset, length) -> {
            throw new IOException("the connection is gone");
        });

        assertTrue(
                log.contains("Internal error in RDB reading offset 0 -> the connection is gone."
                        + " Failure loading rdb format"),
                log.toString());
    }

    @Test
    void anEarlyEndIsReported() {
        receive((target, offset, length) -> -1);

        assertTrue(log.contains("Internal error in RDB reading offset 0 -> "), log.toString());
    }
}
