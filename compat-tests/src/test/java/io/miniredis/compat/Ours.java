package io.miniredis.compat;

import io.miniredis.compat.script.Version;
import io.miniredis.compat.target.MiniRedisTarget;
import io.miniredis.compat.target.Setting;
import io.miniredis.compat.target.Target;
import java.util.List;

/**
 * The side that is judged: this server, or with {@code -Dcompat.ours=redis-server} a second real one, which shows whether
 * a test is deterministic.
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
        return isRealRedis() ? Judge.find().start(settings) : MiniRedisTarget.start(settings);
    }

    /** The version of Redis whose behaviour this side is held to. */
    static Version version() {
        return isRealRedis() ? Judge.find().version() : new Version(7, 2, 0);
    }
}
