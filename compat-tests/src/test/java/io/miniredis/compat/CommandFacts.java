package io.miniredis.compat;

import io.miniredis.compat.reply.Reply;
import io.miniredis.compat.reply.Reply.Aggregate;
import io.miniredis.compat.reply.Reply.Kind;
import io.miniredis.compat.reply.Reply.Scalar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One server's command table, read by COMMAND INFO and COMMAND DOCS in RESP3: for each command or subcommand
 * ({@code client|list}) a map of aspects, each as text that compares.
 */
final class CommandFacts {
    /** What is prose, or was renamed between 7.0 and 7.2. */
    private static final Set<String> NOT_COMPARED =
            Set.of("name", "display_text", "summary", "notes", "history", "complexity");

    private final Map<String, Map<String, String>> commands = new TreeMap<>();

    private CommandFacts() {}

    /**
     * @param infos the reply to COMMAND INFO
     * @param docs the reply to COMMAND DOCS
     */
    static CommandFacts of(Reply infos, Reply docs) {
        CommandFacts facts = new CommandFacts();
        infos.elements().forEach(facts::addInfo);
        facts.addDocs(docs);
        return facts;
    }

    Set<String> names() {
        return commands.keySet();
    }

    Map<String, String> aspects(String command) {
        return commands.getOrDefault(command, Map.of());
    }

    private void addInfo(Reply info) {
        List<Reply> parts = info.elements();
        Map<String, String> aspects = aspectsOf(parts.get(0).text());
        aspects.put("arity", parts.get(1).text());
        Set<String> flags = texts(parts.get(2).elements());
        aspects.put("flags", String.join(" ", flags));
        aspects.put("keys", parts.get(3) + " " + parts.get(4) + " " + parts.get(5));
        aspects.put("acl", String.join(" ", texts(parts.get(6).elements())));
        aspects.put("tips", String.join(" ", texts(parts.get(7).elements())));
        aspects.put(
                "key-specs",
                parts.get(8).elements().stream()
                        .map(CommandFacts::structure)
                        .toList()
                        .toString());
        parts.get(9).elements().forEach(this::addInfo);
    }

    private void addDocs(Reply docs) {
        List<Reply> pairs = docs.elements();
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            addDoc(pairs.get(i).text(), pairs.get(i + 1));
        }
    }

    private void addDoc(String command, Reply doc) {
        Map<String, Reply> fields = fields(doc);
        Map<String, String> aspects = aspectsOf(command);
        aspects.put("summary", fields.containsKey("summary") ? "present" : "missing");
        aspects.put("since", text(fields, "since"));
        aspects.put("group", text(fields, "group"));
        aspects.put(
                "deprecation",
                text(fields, "doc_flags") + " " + text(fields, "deprecated_since") + " " + text(fields, "replaced_by"));
        aspects.put("arguments", text(fields, "arguments"));
        Reply subcommands = fields.get("subcommands");
        if (subcommands != null) {
            addDocs(subcommands);
        }
    }

    private Map<String, String> aspectsOf(String command) {
        return commands.computeIfAbsent(command, name -> new TreeMap<>());
    }

    private static String text(Map<String, Reply> fields, String name) {
        Reply reply = fields.get(name);
        return reply == null ? "-" : structure(reply);
    }

    private static Map<String, Reply> fields(Reply map) {
        Map<String, Reply> fields = new HashMap<>();
        List<Reply> pairs = map.elements();
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            fields.put(pairs.get(i).text(), pairs.get(i + 1));
        }
        return fields;
    }

    private static Set<String> texts(Collection<Reply> replies) {
        Set<String> texts = new TreeSet<>();
        replies.forEach(reply -> texts.add(reply.text()));
        return texts;
    }

    /** A reply as text: maps and sets in an order of their own, without what is not compared. */
    private static String structure(Reply reply) {
        if (!(reply instanceof Aggregate aggregate)) {
            return ((Scalar) reply).text();
        }
        if (aggregate.kind() == Kind.MAP) {
            Map<String, String> fields = new TreeMap<>();
            fields(aggregate).forEach((name, value) -> fields.put(name, structure(value)));
            fields.keySet().removeAll(NOT_COMPARED);
            return fields.toString();
        }
        List<String> elements = new ArrayList<>();
        aggregate.elements().forEach(element -> elements.add(structure(element)));
        if (aggregate.kind() == Kind.SET) {
            elements.sort(null);
        }
        return elements.toString();
    }
}
