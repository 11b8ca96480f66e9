package io.miniredis.compat.fuzz;

import io.miniredis.compat.reply.Quoting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The topics in a folder, a file each: lines with templates, and lines that name values, {@code %name = value…}, or
 * keys, {@code key %name = key…}. Names are known in all files. A value may be written in quotes.
 */
public final class FuzzTopics {
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final Set<String> keys = new LinkedHashSet<>();
    private final List<FuzzTopic> topics = new ArrayList<>();

    private FuzzTopics() {}

    public static FuzzTopics read(Path folder) {
        FuzzTopics all = new FuzzTopics();
        try (Stream<Path> files = Files.list(folder)) {
            Map<String, List<String>> lines = new LinkedHashMap<>();
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replace(".fuzz", "");
                lines.put(name, all.define(Files.readAllLines(file, StandardCharsets.ISO_8859_1)));
            }
            lines.forEach((name, templates) -> all.topics.add(new FuzzTopic(
                    name,
                    templates.stream()
                            .map(line -> new Template(line, all.values))
                            .toList())));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the definitions and returns the other lines. */
    private List<String> define(List<String> lines) {
        List<String> rest = new ArrayList<>();
        for (String line : lines) {
            if (line.matches("(key )?%\\S+ = .*")) {
                define(line);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                rest.add(line);
            }
        }
        return rest;
    }

    private void define(String line) {
        boolean areKeys = line.startsWith("key ");
        String[] sides = (areKeys ? line.substring(4) : line).split(" = ", 2);
        List<String> words = Quoting.split(sides[1]);
        values.put(sides[0], words);
        if (areKeys) {
            keys.addAll(words);
        }
    }

    /** The topics that have something for a server which knows only these commands. */
    public List<FuzzTopic> of(Predicate<String> isKnown) {
        return topics.stream()
                .map(each -> each.only(isKnown))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /** Every key that a template can name. */
    public Set<String> keys() {
        return keys;
    }
}
