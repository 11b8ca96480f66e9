package io.miniredis.server;

import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.log.ServerLog;

/** What a server says when it has started and listens. Scripts look for {@code  PID: n} in it. */
final class StartBanner {
    private StartBanner() {}

    static void show(ServerConfig config, ServerLog log, long processId) {
        int port = config.network.port.value();
        String mode = config.mode();
        if (!config.process.alwaysShowLogo.value()) {
            log.notice("Running mode=" + mode + ", port=" + port + ".");
            return;
        }
        String text = """

                   .---.
                  /  M  \\      mini-redis, compatible with Redis %s
                 |\\     /|     64 bit, Java %s
                 | `---' |
                 |\\     /|     Running in %s mode
                 | `---' |     Port: %s
                  \\     /      PID: %s
                   `---'

                """;
        log.raw(fill(
                text,
                ServerConfig.REDIS_VERSION,
                javaVersion(),
                mode,
                String.valueOf(port),
                String.valueOf(processId)));
    }

    private static String javaVersion() {
        return Runtime.version().toString();
    }

    /** Puts each value where the next {@code %s} stands. */
    private static String fill(String text, String... values) {
        StringBuilder filled = new StringBuilder(text);
        for (String value : values) {
            int gap = filled.indexOf("%s");
            filled.replace(gap, gap + 2, value);
        }
        return filled.toString();
    }
}
