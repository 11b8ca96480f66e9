package io.miniredis.compat;

import io.miniredis.compat.script.Version;
import io.miniredis.compat.servers.MiniRedisTarget;
import io.miniredis.compat.servers.RealRedis;
import io.miniredis.compat.servers.SentinelTarget;
import io.miniredis.compat.servers.Setting;
import io.miniredis.compat.servers.Target;
import java.nio.file.Path;
import java.util.List;

/**
 * The side that is judged: this server, or with {@code -Dcompat.ours=redis-server} a second real one, which shows
 * whether a test is deterministic.
 */
final class Ours {
    private Ours() {}

    static boolean isRealRedis() {
        return System.getProperty("compat.ours", "").equals("redis-server");
    }

    static Target start(Setting... settings) {
        return start(List.of(settings));
    }

    static Target start(List<Setting> settings) {
        if (isRealRedis()) {
            return RealRedis.start(program(), settings);
        }
        return SentinelTarget.isMeant(settings) ? SentinelTarget.start(settings) : MiniRedisTarget.start(settings);
    }

    /** The version of Redis whose behaviour this side is held to. */
    static Version version() {
        return isRealRedis() ? Version.parse(RealRedis.version(program())) : new Version(7, 2, 0);
    }

    private static Path program() {
        return RealRedis.program().orElseThrow();
    }
}
