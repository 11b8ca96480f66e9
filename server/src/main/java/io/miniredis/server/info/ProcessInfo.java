package io.miniredis.server.info;

import io.miniredis.datastructures.ByteString;
import io.miniredis.server.RedisServer;
import io.miniredis.server.config.BindParameter;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.log.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The sections Server, Memory and CPU: the process and what it takes of the machine. */
final class ProcessInfo {
    /** What one tick of /proc/self/stat is on Linux, in microseconds. */
    private static final long TICK_MICROS = 10_000;

    private final RedisServer server;
    private final InfoText text;

    ProcessInfo(RedisServer server, InfoText text) {
        this.server = server;
        this.text = text;
    }

    void server() {
        long nowMillis = server.time().millis();
        long uptimeSeconds = server.uptimeSeconds();
        ServerConfig config = server.config();
        text.section("Server");
        text.field("redis_version", ServerConfig.REDIS_VERSION);
        text.field("redis_git_sha1", "00000000");
        text.field("redis_git_dirty", 0);
        text.field("redis_build_id", "mini-redis");
        text.field("redis_mode", config.mode());
        text.field("os", property("os.name") + " " + property("os.version") + " " + machine());
        text.field("arch_bits", 64);
        text.field("monotonic_clock", "System.nanoTime");
        text.field("multiplexing_api", server.network().transport().apiName());
        text.field("java_version", Runtime.version().toString());
        text.field("process_id", ProcessId.current());
        text.field("process_supervised", config.process.supervised.choice().equals("systemd") ? "systemd" : "no");
        text.field("run_id", server.runId());
        text.field("tcp_port", server.port() == 0 ? server.tlsPort() : server.port());
        text.field("server_time_usec", server.time().clock().micros());
        text.field("uptime_in_seconds", uptimeSeconds);
        text.field("uptime_in_days", uptimeSeconds / 86_400);
        text.field("hz", server.currentHz());
        text.field("configured_hz", config.keyspace.hz.value());
        text.field("lru_clock", nowMillis / 1_000 & 0xFFFFFF);
        text.field("executable", ProcessHandle.current().info().command().orElse(""));
        text.field("config_file", config.file() == null ? "" : config.file().toString());
        text.field("io_threads_active", config.network.ioThreads.value() > 1);
        if (server.shutdown().isWaiting()) {
            text.field("shutdown_in_milliseconds", server.shutdown().waitMillis());
        }
        listeners(config);
    }

    private void listeners(ServerConfig config) {
        int index = 0;
        if (server.port() != 0) {
            text.field("listener" + index++, listener("tcp", config.network.bind, server.port()));
        }
        if (!config.network.unixSocket.isEmpty()) {
            text.field("listener" + index++, "name=unix,bind=" + config.network.unixSocket.utf8());
        }
        if (config.tls.port.value() != 0) {
            text.field("listener" + index, listener("tls", config.network.bind, config.tls.port.value()));
        }
    }

    private static String listener(String kind, BindParameter bind, int port) {
        StringBuilder line = new StringBuilder("name=").append(kind);
        for (ByteString address : bind.addresses()) {
            line.append(",bind=").append(address.utf8());
        }
        return line.append(",port=").append(port).toString();
    }

    /** The processor by the name that uname(1) has for it. */
    private static String machine() {
        String name = property("os.arch");
        return name.equals("amd64") ? "x86_64" : name;
    }

    private static String property(String name) {
        return System.getProperty(name, "");
    }

    void cpu() {
        String @Nullable [] stat = stat("/proc/self/stat");
        text.section("CPU");
        if (stat != null) {
            // Fields 14 to 17 of proc(5), counted behind the name in parentheses: utime, stime, cutime, cstime.
            text.seconds("used_cpu_sys", Long.parseLong(stat[12]) * TICK_MICROS);
            text.seconds("used_cpu_user", Long.parseLong(stat[11]) * TICK_MICROS);
            text.seconds("used_cpu_sys_children", Long.parseLong(stat[14]) * TICK_MICROS);
            text.seconds("used_cpu_user_children", Long.parseLong(stat[13]) * TICK_MICROS);
        }
        // INFO is executed on the main thread.
        String @Nullable [] thread = stat("/proc/thread-self/stat");
        if (thread != null) {
            text.seconds("used_cpu_sys_main_thread", Long.parseLong(thread[12]) * TICK_MICROS);
            text.seconds("used_cpu_user_main_thread", Long.parseLong(thread[11]) * TICK_MICROS);
        }
    }

    private static String @Nullable [] stat(String file) {
        String stat = firstLine(file);
        return stat == null ? null : stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    /** What the process holds of the machine's memory; where the system does not tell, what the JVM reserved. */
    static long residentBytes() {
        String statm = firstLine("/proc/self/statm");
        return statm == null ? Runtime.getRuntime().totalMemory() : Long.parseLong(statm.split(" ")[1]) * 4096;
    }

    static long systemBytes() {
        String total = firstLine("/proc/meminfo");
        return total == null ? Runtime.getRuntime().maxMemory() : 1024 * Long.parseLong(digits(total));
    }

    private static String digits(String line) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            if (Character.isDigit(line.charAt(i))) {
                digits.append(line.charAt(i));
            }
        }
        return digits.toString();
    }

    private static @Nullable String firstLine(String file) {
        try {
            String content = Files.readString(Path.of(file));
            int end = content.indexOf('\n');
            return end < 0 ? content : content.substring(0, end);
        } catch (IOException notLinux) {
            return null;
        }
    }
}
