package io.miniredis.server;

import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.log.ConsoleLog;
import io.miniredis.server.time.SystemClock;
import java.io.IOException;

/** The command line. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        ServerConfig config = ServerConfig.defaults();
        for (int i = 0; i + 1 < args.length; i++) {
            if (args[i].equals("--port")) config.with("port", args[i + 1]);
        }
        new RedisServer(config, new SystemClock(), 1, new ConsoleLog()).start();
    }
}
