package io.miniredis.server.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What is known of Redis 7.2.6's commands, one line each, in {@code command-facts.tsv}. */
final class CommandFacts {
    /**
     * @param keys first key, last key and step
     * @param flags as COMMAND INFO lists them
     * @param categories ACL categories with their {@code @}
     * @param history the versions in which something changed
     * @param deprecated since which version, or {@code -}
     */
    record Fact(
            int arity,
            String since,
            String group,
            String keys,
            Set<String> flags,
            Set<String> categories,
            List<String> tips,
            List<String> history,
            String deprecated,
            List<CommandArgument> arguments) {}

    private CommandFacts() {}

    /** By full name. */
    static Map<String, Fact> read() {
        InputStream table = Objects.requireNonNull(
                CommandFacts.class.getResourceAsStream("command-facts.tsv"), "command-facts.tsv");
        Map<String, Fact> facts = new LinkedHashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> add(facts, line.split("\t", -1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return facts;
    }

    private static void add(Map<String, Fact> facts, String[] row) {
        Fact fact = new Fact(
                Integer.parseInt(row[1]),
                row[2],
                row[3],
                row[4] + " " + row[5] + " " + row[6],
                Set.copyOf(words(row[7])),
                Set.copyOf(words(row[8])),
                words(row[9]),
                words(row[10]),
                row[11],
                ArgumentSyntax.parse(row[12]));
        facts.put(row[0], fact);
    }

    private static List<String> words(String list) {
        return list.equals("-") ? List.of() : List.of(list.split(",", -1));
    }
}
