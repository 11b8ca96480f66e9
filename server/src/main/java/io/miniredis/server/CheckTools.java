package io.miniredis.server;

import io.miniredis.datastructures.CollectionSettings;
import io.miniredis.datastructures.RandomSource;
import io.miniredis.datastructures.SipHash;
import io.miniredis.persistence.file.DiskFileSystem;
import io.miniredis.persistence.rdb.RdbCheck;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.time.SystemClock;
import java.io.PrintStream;
import java.nio.file.Path;

/** What the jar can do besides being a server, by its first argument: {@code java -jar mini-redis.jar check-rdb FILE}. */
final class CheckTools {
    private static final String CHECK_RDB = "check-rdb";

    private CheckTools() {}

    /** True if the arguments are for {@link #run} and not for a server. */
    static boolean isMeant(String[] args) {
        return args.length > 0 && args[0].equals(CHECK_RDB);
    }

    /** Returns the exit code: 0 if all is well, 1 if the file is damaged or the arguments make no sense. */
    static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length != 2) {
            err.println("Usage: " + CHECK_RDB + " <rdb-file-name>");
            return 1;
        }
        if (args[1].equals("-v") || args[1].equals("--version")) {
            out.println("redis-check-rdb " + ServerConfig.REDIS_VERSION);
            return 0;
        }
        RandomSource random = new RandomSource(RandomSource.unpredictableSeed());
        CollectionSettings settings = new CollectionSettings(new SipHash(random.nextLong(), random.nextLong()), random);
        RdbCheck check = new RdbCheck(out, settings, new SystemClock().millis());
        return check.run(new DiskFileSystem(), Path.of(args[1])) ? 0 : 1;
    }
}
