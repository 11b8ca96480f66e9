package io.miniredis.server;

import io.miniredis.datastructures.CollectionSettings;
import io.miniredis.datastructures.RandomSource;
import io.miniredis.datastructures.SipHash;
import io.miniredis.persistence.aof.AofCheck;
import io.miniredis.persistence.file.DiskFileSystem;
import io.miniredis.persistence.file.OpenFile;
import io.miniredis.persistence.rdb.FileBytes;
import io.miniredis.persistence.rdb.RdbCheck;
import io.miniredis.persistence.rdb.RdbInput;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.time.SystemClock;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * What the jar can do besides being a server, by its first argument: {@code java -jar mini-redis.jar check-rdb FILE}.
 */
final class CheckTools {
    private static final String CHECK_RDB = "check-rdb";
    private static final String CHECK_AOF = "check-aof";

    private CheckTools() {}

    /** True if the arguments are for {@link #run} and not for a server. */
    static boolean isMeant(String[] args) {
        return args.length > 0 && (args[0].equals(CHECK_RDB) || args[0].equals(CHECK_AOF));
    }

    /** Returns the exit code: 0 if all is well, 1 if the file is damaged or the arguments make no sense. */
    static int run(String[] args, PrintStream out, PrintStream err) {
        return args[0].equals(CHECK_AOF) ? checkAof(args, out) : checkRdb(args, out, err);
    }

    private static int checkRdb(String[] args, PrintStream out, PrintStream err) {
        if (args.length != 2) {
            err.println("Usage: " + CHECK_RDB + " <rdb-file-name>");
            return 1;
        }
        if (isVersionAsked(args)) {
            out.println("redis-check-rdb " + ServerConfig.REDIS_VERSION);
            return 0;
        }
        return newRdbCheck(out).run(new DiskFileSystem(), Path.of(args[1])) ? 0 : 1;
    }

    private static boolean isVersionAsked(String[] args) {
        return args[1].equals("-v") || args[1].equals("--version");
    }

    private static RdbCheck newRdbCheck(PrintStream out) {
        RandomSource random = new RandomSource(RandomSource.unpredictableSeed());
        CollectionSettings settings = new CollectionSettings(new SipHash(random.nextLong(), random.nextLong()), random);
        return new RdbCheck(out, settings, new SystemClock().millis());
    }

    private static int checkAof(String[] args, PrintStream out) {
        boolean fixes = args.length == 3 && args[1].equals("--fix");
        boolean truncates = args.length == 4 && args[1].equals("--truncate-to-timestamp");
        if (args.length != 2 && !fixes && !truncates) {
            out.println("Usage: " + CHECK_AOF + " [--fix|--truncate-to-timestamp $timestamp] <file.manifest|file.aof>");
            return 1;
        }
        if (args.length == 2 && isVersionAsked(args)) {
            out.println("redis-check-aof " + ServerConfig.REDIS_VERSION);
            return 0;
        }
        long toTimestamp = 0;
        try {
            toTimestamp = truncates ? Long.parseLong(args[2]) : 0;
        } catch (NumberFormatException e) {
            out.println("Invalid timestamp, aborting...");
            return 1;
        }
        AofCheck check = new AofCheck(
                new DiskFileSystem(), out, System.in, file -> endOfPreamble(file, out), fixes, toTimestamp);
        return check.run(Path.of(args[args.length - 1]));
    }

    private static long endOfPreamble(OpenFile file, PrintStream out) throws IOException {
        RdbInput input = new RdbInput(new FileBytes(file, 0), file.size());
        return newRdbCheck(out).run(input) ? input.offset() : -1;
    }
}
