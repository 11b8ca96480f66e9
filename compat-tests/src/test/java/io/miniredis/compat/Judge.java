package io.miniredis.compat;

import io.miniredis.compat.script.Answers;
import io.miniredis.compat.script.LiveAnswers;
import io.miniredis.compat.script.RecordedAnswers;
import io.miniredis.compat.script.Recording;
import io.miniredis.compat.script.Script;
import io.miniredis.compat.script.Version;
import io.miniredis.compat.servers.RealRedis;
import io.miniredis.compat.servers.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose word counts: a real redis-server if the machine has one, else the recorded replies of one.
 *
 * <p>{@code -Dcompat.judge=recorded} asks for the recordings although there is a server. With {@code CI=true} in the
 * environment a missing server is an error.
 */
final class Judge {
    static final Path SCRIPTS = Path.of("src/test/resources/scripts");
    static final Path RECORDED = Path.of("src/test/resources/recorded");

    private final @Nullable Path program;

    private Judge(@Nullable Path program) {
        this.program = program;
    }

    static Judge find() {
        boolean recorded = System.getProperty("compat.judge", "").equals("recorded");
        Optional<Path> program = recorded ? Optional.empty() : RealRedis.program();
        if (program.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new IllegalStateException("CI=true, but there is no redis-server on the PATH");
        }
        return new Judge(program.orElse(null));
    }

    boolean isLive() {
        return program != null;
    }

    /** Starts a real server; only if {@link #isLive}. */
    RealRedis start(List<Setting> settings) {
        return RealRedis.start(requireProgram(), settings);
    }

    Version version() {
        return Version.parse(RealRedis.version(requireProgram()));
    }

    private Path requireProgram() {
        return Objects.requireNonNull(program, "there is no redis-server on the PATH");
    }

    /** The replies to one script; the caller closes them. */
    Answers answers(Script script, int protocol) {
        if (program != null) {
            return new LiveAnswers(RealRedis.start(program, script.settings()), version(), protocol);
        }
        Path file = Recording.file(RECORDED, script.name(), protocol);
        if (!Files.exists(file)) {
            throw new IllegalStateException("no redis-server on the PATH, and no recording " + file);
        }
        return new RecordedAnswers(Recording.read(file));
    }

    private static Version recordedVersion() {
        Script any = Scripts.all().get(0);
        Path file = Recording.file(RECORDED, any.name(), any.protocols().get(0));
        return Recording.read(file).version();
    }

    /** How reports name it. */
    @Override
    public String toString() {
        return program == null
                ? "recorded answers of " + recordedVersion()
                : "redis-server " + version() + " at " + program;
    }
}
