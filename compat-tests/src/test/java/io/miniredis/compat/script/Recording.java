package io.miniredis.compat.script;

import io.miniredis.compat.reply.Reply;
import io.miniredis.compat.reply.ReplyText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A real server's replies to one script in one protocol version, as a text file:
 *
 * <pre>
 * redis-server 7.0.15
 * SET key value
 * &gt; +OK
 * </pre>
 *
 * Each step stands as in the script, so that a recording that no longer fits its script is noticed. Of each reply only
 * what its comparison looks at is kept.
 */
public record Recording(Version version, List<Entry> entries) {
    /** @param step the step's line or lines in the script */
    public record Entry(String step, Reply reply) {}

    public Recording {
        entries = List.copyOf(entries);
    }

    private static final String HEAD = "redis-server ";
    private static final String REPLY = "> ";

    /** The file of a script's recording below the folder of all. */
    public static Path file(Path folder, String script, int protocol) {
        return folder.resolve(script + ".resp" + protocol + ".txt");
    }

    public static Recording read(Path file) {
        try {
            return parse(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Recording parse(String text) {
        String[] lines = text.split("\n", -1);
        if (!lines[0].startsWith(HEAD)) {
            throw new IllegalArgumentException("a recording begins with: " + HEAD);
        }
        List<Entry> entries = new ArrayList<>();
        StringBuilder step = new StringBuilder();
        for (int i = 1; i < lines.length; i++) {
            if (lines[i].startsWith(REPLY)) {
                entries.add(new Entry(step.toString(), ReplyText.parse(lines[i].substring(REPLY.length()))));
                step.setLength(0);
            } else {
                step.append(step.isEmpty() ? "" : "\n").append(lines[i]);
            }
        }
        return new Recording(Version.parse(lines[0].substring(HEAD.length())), entries);
    }

    public void write(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        StringBuilder text = new StringBuilder(HEAD).append(version).append('\n');
        for (Entry entry : entries) {
            text.append(entry.step()).append('\n');
            text.append(REPLY).append(entry.reply()).append('\n');
        }
        return text.toString();
    }
}
