package io.miniredis.server.sentinel;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.replication.sentinel.ConnectionListener;
import io.miniredis.replication.sentinel.InstanceAddress;
import io.miniredis.replication.sentinel.InstanceConnection;
import io.miniredis.replication.sentinel.ScriptProcess;
import io.miniredis.replication.sentinel.SentinelEvent;
import io.miniredis.replication.sentinel.SentinelHost;
import io.miniredis.server.RedisServer;
import io.miniredis.server.config.SystemError;
import io.miniredis.server.log.LogLevel;
import io.miniredis.server.net.HostNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The process a sentinel lives in: its clock, its sockets, its log and its files. */
final class ProcessHost implements SentinelHost {
    private final RedisServer server;
    private Runnable crash = () -> {};

    ProcessHost(RedisServer server) {
        this.server = server;
    }

    void onCrash(Runnable end) {
        crash = end;
    }

    @Override
    public long nowMillis() {
        return server.time().clock().millis();
    }

    @Override
    public int random(int bound) {
        return server.random().nextInt(bound);
    }

    @Override
    public void tell(SentinelEvent event) {
        server.log().log(
                levelOf(event), ByteString.wrap(Ascii.bytes(event.line())).utf8());
        if (event.isPublished()) {
            server.pubSub().publish(ByteString.of(event.type()), ByteString.wrap(Ascii.bytes(event.text())));
        }
    }

    private static LogLevel levelOf(SentinelEvent event) {
        return switch (event.level()) {
            case DEBUG -> LogLevel.DEBUG;
            case VERBOSE -> LogLevel.VERBOSE;
            case NOTICE -> LogLevel.NOTICE;
            case WARNING -> LogLevel.WARNING;
        };
    }

    @Override
    public @Nullable String resolve(String host, boolean byName) {
        return HostNames.resolve(host, byName);
    }

    @Override
    public @Nullable InstanceConnection connect(InstanceAddress address, ConnectionListener listener) {
        return address.ip().isEmpty() ? null : new InstanceSocket(server, address, listener);
    }

    @Override
    public boolean saveConfiguration() {
        Path file = server.config().file();
        if (file == null) {
            return false;
        }
        try {
            server.config().rewrite(file, false);
        } catch (IOException failure) {
            server.log()
                    .warning("WARNING: Sentinel was not able to save the new configuration on disk!!!: "
                            + SystemError.of(failure));
            return false;
        }
        server.log().notice("Sentinel new configuration saved on disk");
        return true;
    }

    @Override
    public @Nullable ScriptProcess startScript(List<String> arguments) {
        List<String> command = new ArrayList<>();
        arguments.forEach(
                argument -> command.add(ByteString.wrap(Ascii.bytes(argument)).utf8()));
        try {
            return new RunningScript(new ProcessBuilder(command)
                    .directory(server.config().process.directory.value().toFile())
                    .inheritIO()
                    .start());
        } catch (IOException notExecutable) {
            return null;
        }
    }

    @Override
    public void crash() {
        crash.run();
    }
}
