package io.miniredis.compat.script;

import io.miniredis.compat.reply.Quoting;
import io.miniredis.compat.reply.ReplyText;
import io.miniredis.compat.script.Step.Action;
import io.miniredis.compat.servers.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the script language; its grammar is in the module's README.
 *
 * <p>Directives are lower-case words at the start of a line; every other line is a command. A quoted first word is
 * always a command, so {@code "config" get port} asks a server.
 */
public final class ScriptParser {
    private final List<Setting> settings = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private List<Integer> protocols = List.of(2, 3);
    private int line;

    private ScriptParser() {}

    /** Reads the script of this name below a folder. */
    public static Script read(Path folder, String name) {
        try {
            // One character per byte: what a script writes in UTF-8 is sent as it stands.
            String text = Files.readString(folder.resolve(name + ".redis"), StandardCharsets.ISO_8859_1);
            return parse(name, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException with file and line, if the text is not a script */
    public static Script parse(String name, String text) {
        ScriptParser parser = new ScriptParser();
        try {
            parser.lines(text.split("\r?\n", -1));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(name + ".redis:" + parser.line + ": " + e.getMessage(), e);
        }
        return new Script(name, parser.settings, parser.protocols, parser.steps);
    }

    private void lines(String[] lines) {
        for (int i = 0; i < lines.length; i++) {
            line = i + 1;
            StringBuilder whole = new StringBuilder(lines[i]);
            while (i + 1 < lines.length && isContinuation(lines[i + 1])) {
                i++;
                whole.append('\n').append(lines[i]);
            }
            String text = whole.toString();
            if (text.startsWith(">")) {
                expectation(text);
            } else if (!text.isBlank() && !text.startsWith("#")) {
                line(text.strip());
            }
        }
    }

    /** A line that begins with white space belongs to the one before. */
    private static boolean isContinuation(String text) {
        return !text.isBlank() && Character.isWhitespace(text.charAt(0));
    }

    private void expectation(String text) {
        if (steps.isEmpty() || !steps.get(steps.size() - 1).replies()) {
            throw new IllegalArgumentException("an expectation without a command before it");
        }
        boolean one = text.startsWith(">2") || text.startsWith(">3");
        int protocol = one ? text.charAt(1) - '0' : 0;
        Expectation expectation = new Expectation(protocol, ReplyText.parse(text.substring(one ? 2 : 1)));
        Step last = steps.remove(steps.size() - 1);
        List<Expectation> all = new ArrayList<>(last.expectations());
        all.add(expectation);
        steps.add(new Step(last.line(), last.text(), last.action(), last.modifiers(), all));
    }

    private void line(String text) {
        Modifiers modifiers = Modifiers.NONE;
        String rest = text;
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            modifiers = ModifiersParser.parse(text.substring(1, end));
            rest = text.substring(end + 1).strip();
        }
        List<String> words = Quoting.split(rest);
        if (words == null || words.isEmpty()) {
            throw new IllegalArgumentException("no command, or quotes that do not match");
        }
        String directive = rest.split("[ \n]", 2)[0];
        List<String> parameters = words.subList(1, words.size());
        switch (directive) {
            case "protocol" -> protocols = protocols(one(parameters));
            case "config" -> settings.add(new Setting(parameters.get(0), parameters.subList(1, parameters.size())));
            default -> step(text, modifiers, action(directive, words, parameters));
        }
    }

    private static Action action(String directive, List<String> words, List<String> parameters) {
        return switch (directive) {
            case "advance" -> new Step.Advance(duration(one(parameters)));
            case "connection" ->
                new Step.Switch(
                        parameters.get(0),
                        parameters.size() > 1 && parameters.get(1).equals("plain"));
            case "raw" -> new Step.Raw(one(parameters));
            case "receive" -> new Step.Receive();
            default -> new Step.Command(words);
        };
    }

    private void step(String text, Modifiers modifiers, Action action) {
        steps.add(new Step(line, text, action, modifiers, List.of()));
    }

    private static List<Integer> protocols(String word) {
        return switch (word) {
            case "2" -> List.of(2);
            case "3" -> List.of(3);
            case "both" -> List.of(2, 3);
            default -> throw new IllegalArgumentException("protocol 2, 3 or both");
        };
    }

    private static Duration duration(String text) {
        if (text.endsWith("ms")) {
            return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
        }
        if (text.endsWith("s")) {
            return Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
        }
        throw new IllegalArgumentException("a time such as 1500ms or 2s");
    }

    private static String one(List<String> parameters) {
        if (parameters.size() != 1) {
            throw new IllegalArgumentException("one parameter expected");
        }
        return parameters.get(0);
    }
}
