package io.miniredis.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.MiniRedis;
import io.miniredis.datastructures.RandomSource;
import io.miniredis.protocol.RespClient;
import io.miniredis.protocol.RespValue;
import io.miniredis.server.time.SystemClock;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoadClientTest {
    private final MiniRedis redis = MiniRedis.start();

    @AfterEach
    void stop() {
        redis.close();
    }

    @ParameterizedTest
    @EnumSource(Workload.class)
    void countsWhatTheServerExecuted(Workload workload) throws IOException {
        try (RespClient direct = RespClient.connect("127.0.0.1", redis.port(), 10_000)) {
            Keys.load(direct, Workload.KEYS);
            long before = executed(direct);
            AtomicLong cpu = new AtomicLong();
            try (LoadClient client = new LoadClient(redis.port(), 3, new SystemClock(), new RandomSource(1))) {
                Measured measured = client.run(workload, 7, 1, () -> cpu.addAndGet(1_000_000));

                long operations = Math.round(1_000 / measured.cpuMicrosPerOperation());
                assertEquals(executed(direct) - before - 1, operations);
                assertTrue(operations > 0 && operations % 7 == 0, operations + " operations");
                assertTrue(measured.p99Micros() > 0 && measured.operationsPerSecond() > 0);
            }
        }
    }

    private static long executed(RespClient client) throws IOException {
        RespValue.Bulk info = (RespValue.Bulk) client.call("INFO", "stats");
        for (String line : info.bytes().utf8().split("\r\n")) {
            if (line.startsWith("total_commands_processed:")) {
                return Long.parseLong(line.substring(line.indexOf(':') + 1));
            }
        }
        throw new AssertionError("no total_commands_processed");
    }
}
