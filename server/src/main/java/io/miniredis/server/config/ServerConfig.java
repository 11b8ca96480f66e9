package io.miniredis.server.config;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Glob;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.replication.sentinel.DirectiveLine;
import io.miniredis.replication.sentinel.SentinelDirectives;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one server: all parameters, grouped by topic, and what reads, shows, changes and rewrites them.
 *
 * <pre>{@code
 * ServerConfig config = ServerConfig.defaults().with("port", "0").with("save", "");
 * int port = config.network.port.value();
 * }</pre>
 *
 * <p>Owned by its server and not to be shared between servers. Written by the main thread; see {@link Parameter} for
 * readers on other threads.
 */
public final class ServerConfig {
    /** The version of Redis that this server behaves like. */
    public static final String REDIS_VERSION = "7.2.6";

    private static final int SENTINEL_PORT = 26379;

    private final ParameterTable table = new ParameterTable();

    public final NetworkParameters network = new NetworkParameters(table);
    public final TlsParameters tls = new TlsParameters(table);
    public final ProcessParameters process = new ProcessParameters(table);
    public final SecurityParameters security = new SecurityParameters(table);
    public final KeyspaceParameters keyspace = new KeyspaceParameters(table);
    public final MemoryParameters memory = new MemoryParameters(table);
    public final EncodingParameters encoding = new EncodingParameters(table);
    public final PersistenceParameters persistence = new PersistenceParameters(table);
    public final ReplicationParameters replication = new ReplicationParameters(table);
    public final ClusterParameters cluster = new ClusterParameters(table);
    public final MonitoringParameters monitoring = new MonitoringParameters(table);

    private final List<RenamedCommand> renamedCommands = new ArrayList<>();
    private final List<List<ByteString>> users = new ArrayList<>();
    private final Set<String> caveats = new LinkedHashSet<>();
    private @Nullable Path file;
    private byte[] standardInput = {};
    private @Nullable UserDirectives userDirectives;
    /** True if directives were read whose caveats have not been collected. */
    private boolean loaded;

    private final boolean sentinel;
    private final List<SentinelLine> sentinelLines = new ArrayList<>(0);
    private @Nullable Supplier<List<DirectiveLine>> sentinelState;

    private ServerConfig(boolean sentinel) {
        this.sentinel = sentinel;
    }

    public static ServerConfig defaults() {
        return new ServerConfig(false);
    }

    /** The configuration of a sentinel, which has another port and may be talked to from everywhere. */
    public static ServerConfig ofSentinel() {
        return new ServerConfig(true).load("port " + SENTINEL_PORT + "\nprotected-mode no");
    }

    /** True for a sentinel instead of a server. */
    public boolean isSentinel() {
        return sentinel;
    }

    /** {@code standalone}, {@code cluster} or {@code sentinel}. */
    public String mode() {
        return sentinel ? "sentinel" : cluster.enabled.value() ? "cluster" : "standalone";
    }

    void remember(SentinelLine line) {
        sentinelLines.add(line);
    }

    /**
     * Applies the {@code sentinel} directives that were read.
     *
     * @throws ConfigException naming the line of the first that is wrong
     */
    public void applyTo(SentinelDirectives directives) {
        for (int rank = 0; rank <= SentinelDirectives.LAST_RANK; rank++) {
            for (SentinelLine line : sentinelLines) {
                List<String> words = new ArrayList<>();
                line.words().forEach(word -> words.add(Ascii.text(word.bytes())));
                String refusal = SentinelDirectives.rank(words.get(0)) == rank ? directives.apply(words) : null;
                if (refusal != null) {
                    throw ConfigException.atLine(REDIS_VERSION, line.number(), line.text(), refusal);
                }
            }
        }
    }

    /** Registers who tells CONFIG REWRITE the lines of a sentinel, which keeps its state there. */
    public void onRewriteOfSentinel(Supplier<List<DirectiveLine>> state) {
        sentinelState = state;
    }

    /**
     * Sets a parameter by its name in redis.conf, as a line of a configuration file would.
     *
     * @throws ConfigException if there is no such parameter or it does not take the value
     */
    public ServerConfig with(String name, String... values) {
        StringBuilder line = new StringBuilder(name);
        for (String value : values) {
            line.append(' ').append(Ascii.quote(value.getBytes(StandardCharsets.UTF_8)));
        }
        try {
            return load(line.toString());
        } catch (ConfigException refused) {
            throw name.equalsIgnoreCase("include") ? refused : ConfigException.ofParameter(line.toString(), refused);
        }
    }

    /** Reads directives as they stand in a configuration file. */
    public ServerConfig load(String directives) {
        new ConfigFile(this, FileDirectives.REMEMBERED).load(directives.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Reads a configuration file and remembers it as the one that CONFIG REWRITE rewrites. */
    public ServerConfig load(Path file) {
        this.file = file.toAbsolutePath();
        ConfigFile grammar = new ConfigFile(this, FileDirectives.REMEMBERED);
        grammar.load(grammar.content(this.file.toString()));
        return this;
    }

    /**
     * Reads what the command line says: the file, then the standard input if asked for, then the options.
     *
     * @throws ConfigException with what is to be written to the standard error
     */
    public ServerConfig load(CommandLine commandLine, InputStream input, FileDirectives directives) {
        ConfigFile grammar = new ConfigFile(this, directives);
        byte[] content = {};
        String configFile = commandLine.configFile();
        if (configFile != null) {
            file = process.directory.resolve(configFile).normalize();
            content = grammar.content(file.toString());
        }
        if (commandLine.readsStandardInput()) {
            standardInput = readAll(input);
            content = ConfigFile.appended(content, standardInput);
        }
        grammar.load(ConfigFile.withOptions(content, commandLine.options()));
        return this;
    }

    /** What the standard input said when the command line was read; empty if it was not asked. Nobody changes it. */
    public byte[] standardInput() {
        return standardInput;
    }

    private static byte[] readAll(InputStream input) {
        try {
            return input.readAllBytes();
        } catch (IOException failure) {
            throw ConfigException.unreadable("-", SystemError.of(failure));
        }
    }

    /** What must hold of a configuration as a whole. */
    void check() {
        loaded = true;
        String refusal = logFileRefusal();
        if (refusal == null && cluster.enabled.value() && replication.replicaOf.host() != null) {
            refusal = "replicaof directive not allowed in cluster mode";
        }
        if (refusal != null) {
            throw ConfigException.afterReading(REDIS_VERSION, refusal);
        }
        if (cluster.enabled.value() && process.databases.value() > 1) {
            caveats.add("WARNING: Changing databases number from " + process.databases.value()
                    + " to 1 since we are in cluster mode");
            process.databases.number(1);
        }
    }

    /** The log file is opened to see whether it can be, as long as there is somebody to tell. */
    private @Nullable String logFileRefusal() {
        if (process.logFile.isEmpty()) {
            return null;
        }
        Path log = process.directory.resolve(process.logFile.utf8());
        try (OutputStream opened = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            opened.flush();
            return null;
        } catch (IOException failure) {
            return "Can't open the log file: " + SystemError.of(failure);
        }
    }

    /** The parameter with this name or alias, in any case of letters. */
    public @Nullable Parameter parameter(ByteString name) {
        return table.find(name);
    }

    /** The configuration file, absolute; null if the server was started without one. */
    public @Nullable Path file() {
        return file;
    }

    /** The {@code rename-command} directives read, in order. */
    public List<RenamedCommand> renamedCommands() {
        return renamedCommands;
    }

    void remember(RenamedCommand renamed) {
        renamedCommands.add(renamed);
    }

    /** The {@code user} directives read, in order, each a name and its rules. */
    public List<List<ByteString>> users() {
        return users;
    }

    void rememberUser(List<ByteString> nameAndRules) {
        users.add(nameAndRules);
    }

    /** Registers who tells CONFIG REWRITE of the users, who change without this configuration. */
    public void onRewrite(UserDirectives users) {
        userDirectives = users;
    }

    /**
     * What the log should say of values that do nothing yet, or never can, and has not been taken before. To be asked
     * for after loading and after each CONFIG SET.
     */
    public List<String> takeCaveats() {
        if (loaded) {
            for (Map.Entry<String, Parameter> entry : table.byName().entrySet()) {
                addCaveat(entry.getValue());
            }
            loaded = false;
        }
        List<String> taken = new ArrayList<>(caveats);
        caveats.clear();
        return taken;
    }

    /**
     * CONFIG GET: the parameters that the names and patterns name, aliases under their own names, none twice.
     */
    public List<Setting> get(List<ByteString> patterns) {
        Map<String, Setting> found = new LinkedHashMap<>();
        for (ByteString pattern : patterns) {
            if (hasWildcard(pattern)) {
                findMatching(pattern, found);
            } else {
                Parameter parameter = table.find(pattern);
                if (parameter != null) {
                    found.putIfAbsent(ParameterTable.key(pattern), new Setting(pattern, parameter.text()));
                }
            }
        }
        return List.copyOf(found.values());
    }

    private void findMatching(ByteString pattern, Map<String, Setting> found) {
        for (Map.Entry<String, Parameter> entry : table.byName().entrySet()) {
            ByteString name = ByteString.of(entry.getKey());
            Parameter parameter = entry.getValue();
            if (parameter.isListedAs(entry.getKey()) && Glob.matches(pattern.bytes(), name.bytes(), true)) {
                found.putIfAbsent(entry.getKey(), new Setting(name, parameter.text()));
            }
        }
    }

    private static boolean hasWildcard(ByteString pattern) {
        for (byte b : pattern.bytes()) {
            if (b == '*' || b == '?' || b == '[') {
                return true;
            }
        }
        return false;
    }

    /** The value of one parameter as CONFIG GET shows it. */
    public String get(String name) {
        Parameter parameter = table.find(ByteString.of(name));
        if (parameter == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return parameter.text().utf8();
    }

    /**
     * CONFIG SET: all of the settings or none.
     *
     * @param local true if the client is on this machine, see {@link ProtectedAction}
     * @param loading true while the data set is loaded
     * @throws ErrorReply with what the client is told
     */
    public void set(List<Setting> settings, boolean local, boolean loading) {
        boolean guardLifted = security.enableProtectedConfigs.value().isAllowed(local);
        for (Parameter parameter : ConfigChange.make(table, settings, guardLifted, loading, caveats)) {
            addCaveat(parameter);
        }
    }

    private void addCaveat(Parameter parameter) {
        String caveat = parameter.caveat();
        if (caveat != null) {
            caveats.add(caveat);
        }
    }

    /**
     * CONFIG REWRITE: brings the configuration file up to date.
     *
     * @param everything true to write parameters at their defaults too
     * @throws ErrorReply with what the client is told
     */
    public void rewrite(boolean everything) {
        if (file == null) {
            throw new ErrorReply("ERR The server is running without a config file");
        }
        try {
            rewrite(file, everything);
        } catch (IOException failure) {
            throw new ErrorReply(Errors.oneLine("ERR Rewriting config file: " + SystemError.of(failure)));
        }
    }

    /** Brings a file up to date, or makes it: the old or the new content is there at any moment. */
    public void rewrite(Path file, boolean everything) throws IOException {
        byte[] old;
        try {
            old = Files.readAllBytes(file);
        } catch (NoSuchFileException none) {
            old = new byte[0];
        }
        List<DirectiveLine> state = sentinelState == null ? null : sentinelState.get();
        AtomicFile.replace(
                file, ConfigRewrite.rewritten(old, table, everything, userDirectives, state), ".rewrite.tmp");
    }

    @Override
    public String toString() {
        return "ServerConfig[" + network.port + ", " + (file == null ? "no file" : file) + "]";
    }
}
