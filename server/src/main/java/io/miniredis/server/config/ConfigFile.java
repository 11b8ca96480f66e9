package io.miniredis.server.config;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.SplitArgs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of redis.conf: a directive a line, words parted by blanks, quotes and escapes as in {@link SplitArgs},
 * {@code #} comments, {@code include} with wildcards. Later directives win; relative paths are taken from {@code dir}
 * as it is at that line. (Redis: loadServerConfigFromString in config.c.)
 */
final class ConfigFile {
    /** Deeper chains of {@code include} are taken for a file that includes itself. */
    private static final int DEEPEST_INCLUDE = 32;

    private static final String BAD_DIRECTIVE = "Bad directive or wrong number of arguments";

    private final ServerConfig config;
    private final FileDirectives directives;
    private int depth;
    /** At the line that is read. */
    private @Nullable ConfigLines reading;

    ConfigFile(ServerConfig config, FileDirectives directives) {
        this.config = config;
        this.directives = directives;
    }

    /** Reads a text of directives. */
    void load(byte[] content) {
        ConfigLines lines = new ConfigLines(content);
        ConfigLines outer = reading;
        reading = lines;
        while (lines.next()) {
            if (!lines.isCommentOrBlank()) {
                String refusal = directive(SplitArgs.split(content, lines.from(), lines.to()));
                if (refusal != null) {
                    throw ConfigException.atLine(ServerConfig.REDIS_VERSION, lines.number(), lines.utf8(), refusal);
                }
            }
        }
        reading = outer;
        config.check();
    }

    /** The content of the file, or of all files that the pattern matches, one after the other. */
    byte[] content(String file) {
        List<Path> paths = FilePattern.isPattern(file)
                ? FilePattern.files(config.process.directory.value(), file)
                : List.of(path(file));
        byte[] content = {};
        for (Path path : paths) {
            content = appended(content, read(path, FilePattern.isPattern(file) ? path.toString() : file));
        }
        return content;
    }

    /** A text and options after it. Redis puts one line end between them, which decides the lines that errors name. */
    static byte[] withOptions(byte[] content, byte[] options) {
        boolean lineEnds = content.length == 0 || content[content.length - 1] == '\n';
        return appended(lineEnds ? appended(content, new byte[] {'\n'}) : content, options);
    }

    /** Both texts, the second one beginning a line of its own. */
    static byte[] appended(byte[] first, byte[] second) {
        boolean lineEnds = first.length == 0 || first[first.length - 1] == '\n';
        int gap = lineEnds ? 0 : 1;
        byte[] both = Arrays.copyOf(first, first.length + gap + second.length);
        if (gap == 1) {
            both[first.length] = '\n';
        }
        System.arraycopy(second, 0, both, first.length + gap, second.length);
        return both;
    }

    private Path path(String file) {
        try {
            return config.process.directory.resolve(file);
        } catch (InvalidPathException invalid) {
            throw ConfigException.unreadable(file, SystemError.NO_SUCH_FILE);
        }
    }

    private static byte[] read(Path path, String shown) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException failure) {
            throw ConfigException.unreadable(shown, SystemError.of(failure));
        }
    }

    private @Nullable String directive(@Nullable List<ByteString> words) {
        if (words == null) {
            return "Unbalanced quotes in configuration line";
        }
        if (words.isEmpty()) {
            return null;
        }
        List<ByteString> values = words.subList(1, words.size());
        Parameter parameter = config.parameter(words.get(0));
        if (parameter == null) {
            return otherDirective(ParameterTable.key(words.get(0)), values);
        }
        return parameter.takesSeveralWords()
                ? parameter.assign(separated(values), true)
                : assignSingle(parameter, values);
    }

    private static @Nullable String assignSingle(Parameter parameter, List<ByteString> values) {
        return values.size() == 1 ? parameter.assign(values, true) : "wrong number of arguments";
    }

    /** One quoted word may hold all the values: {@code shutdown-on-sigint "nosave now"}. */
    private static List<ByteString> separated(List<ByteString> values) {
        if (values.size() != 1 || values.get(0).isEmpty()) {
            return values;
        }
        byte[] only = values.get(0).bytes();
        List<ByteString> words = SplitArgs.split(only, 0, only.length);
        return words == null ? List.of() : words;
    }

    private @Nullable String otherDirective(String name, List<ByteString> values) {
        switch (name) {
            case "list-max-ziplist-entries", "list-max-ziplist-value", "lua-replicate-commands" -> {
                return values.size() == 1 ? null : BAD_DIRECTIVE;
            }
            case "include" -> {
                return values.size() == 1 ? include(values.get(0)) : BAD_DIRECTIVE;
            }
            case "rename-command" -> {
                return values.size() == 2 ? rename(values.get(0), values.get(1)) : BAD_DIRECTIVE;
            }
            case "user" -> {
                return values.isEmpty() ? BAD_DIRECTIVE : user(values);
            }
            case "loadmodule" -> {
                return values.isEmpty() ? BAD_DIRECTIVE : "Modules are not supported";
            }
            case "sentinel" -> {
                return values.isEmpty() ? null : sentinel(values);
            }
            default -> {
                return name.indexOf('.') < 0 ? BAD_DIRECTIVE : "Module config given, but modules are not supported";
            }
        }
    }

    /** What is behind it is read when the whole file is: directives may refer to others below them. */
    private @Nullable String sentinel(List<ByteString> words) {
        ConfigLines line = reading;
        if (!config.isSentinel() || line == null) {
            return "sentinel directive while not in sentinel mode";
        }
        config.remember(new SentinelLine(line.number(), line.utf8(), List.copyOf(words)));
        return null;
    }

    private @Nullable String include(ByteString file) {
        if (depth == DEEPEST_INCLUDE) {
            return "Too many nested include directives";
        }
        depth++;
        load(content(file.utf8()));
        depth--;
        return null;
    }

    private @Nullable String rename(ByteString from, ByteString to) {
        config.remember(new RenamedCommand(from, to));
        return directives.renameCommand(from, to);
    }

    private @Nullable String user(List<ByteString> nameAndRules) {
        config.rememberUser(List.copyOf(nameAndRules));
        return directives.user(nameAndRules);
    }
}
