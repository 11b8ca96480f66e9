package io.miniredis.server;

import io.miniredis.server.config.CommandLine;
import io.miniredis.server.config.ServerConfig;

/** What the command line answers without starting a server. */
final class CommandLineText {
    private static final String USAGE = """
            Usage: java -jar mini-redis.jar [/path/to/redis.conf] [options] [-]
                   -                     reads further configuration from the standard input
                   -v, --version         tells the version and ends
                   -h, --help            shows this text and ends
                   --sentinel            watches servers instead of being one; needs a file
                   --NAME VALUE...       any parameter of redis.conf; options win over the file

            Examples:
                   java -jar mini-redis.jar
                   java -jar mini-redis.jar /etc/redis/redis.conf --port 7777
                   java -jar mini-redis.jar --port 7777 --save '' --loglevel verbose
                   java -jar mini-redis.jar /etc/redis/sentinel.conf --sentinel
                   echo 'maxmemory 128mb' | java -jar mini-redis.jar -
            """;

    private CommandLineText() {}

    /** Ends with a line end. */
    static String of(CommandLine.Action action) {
        return switch (action) {
            case VERSION ->
                "Redis server v=" + ServerConfig.REDIS_VERSION
                        + " sha=00000000:0 malloc=jvm bits=64 build=mini-redis\n";
            case TEST_MEMORY -> "A memory test is not built: use the tools of your operating system.\n";
            case CHECK_SYSTEM -> "A check of the system is not built.\n";
            case START, SENTINEL, HELP -> USAGE;
        };
    }
}
