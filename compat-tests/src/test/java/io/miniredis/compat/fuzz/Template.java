package io.miniredis.compat.fuzz;

import io.miniredis.compat.script.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A command with gaps, one line of a topic's file.
 *
 * <pre>
 *   [weight "x"] [comparison ":"] word…
 *
 *   %name          one of the values of that name
 *   [ … ]          there or not
 *   ( … | … )      one of them
 *   { … }          once, or several times
 *   ;              the next of several commands that belong together
 *   anything else  itself
 * </pre>
 */
final class Template {
    private static final String SEPARATOR = ";";
    private static final int OFTEN_REPEATED_AT_MOST = 4;
    private static final int RARELY_REPEATED_AT_MOST = 12;

    private final List<String> tokens;
    private final Map<String, List<String>> values;
    private final Comparison comparison;
    private final int weight;
    private final Sequence whole;
    private int next;

    private interface Node {
        void append(List<String> words, Random random);
    }

    private record Word(String text) implements Node {
        @Override
        public void append(List<String> words, Random random) {
            words.add(text);
        }
    }

    private record Choice(List<String> texts) implements Node {
        @Override
        public void append(List<String> words, Random random) {
            words.add(texts.get(random.nextInt(texts.size())));
        }
    }

    private record Sequence(List<Node> nodes) implements Node {
        @Override
        public void append(List<String> words, Random random) {
            nodes.forEach(node -> node.append(words, random));
        }
    }

    private record Option(Node node) implements Node {
        @Override
        public void append(List<String> words, Random random) {
            if (random.nextBoolean()) {
                node.append(words, random);
            }
        }
    }

    private record OneOf(List<Node> nodes) implements Node {
        @Override
        public void append(List<String> words, Random random) {
            nodes.get(random.nextInt(nodes.size())).append(words, random);
        }
    }

    private record Repeated(Node node) implements Node {
        @Override
        public void append(List<String> words, Random random) {
            int most = random.nextInt(10) == 0 ? RARELY_REPEATED_AT_MOST : OFTEN_REPEATED_AT_MOST;
            for (int i = random.nextInt(most); i >= 0; i--) {
                node.append(words, random);
            }
        }
    }

    Template(String line, Map<String, List<String>> values) {
        this.tokens = List.of(line.trim().split(" +", -1));
        this.values = values;
        this.weight = tokens.get(0).matches("[0-9]+x")
                ? Integer.parseInt(tokens.get(0).replace("x", ""))
                : 1;
        this.next = weight == 1 ? 0 : 1;
        this.comparison = comparison();
        this.whole = sequence("");
        if (next < tokens.size()) {
            throw new IllegalArgumentException("unexpected " + tokens.get(next) + " in: " + line);
        }
    }

    private Comparison comparison() {
        String token = tokens.get(next);
        if (!token.endsWith(":")) {
            return Comparison.EXACT;
        }
        next++;
        return switch (token) {
            case "unordered:" -> Comparison.EXACT.unordered();
            case "rounded:" -> Comparison.EXACT.rounded(1e-6);
            case "seconds:" -> Comparison.EXACT.rounded(5);
            case "millis:" -> Comparison.EXACT.rounded(5_000);
            case "shape:" -> Comparison.EXACT.shape();
            case "code:" -> Comparison.EXACT.errorCode();
            case "ignored:" -> Comparison.EXACT.ignored();
            default -> throw new IllegalArgumentException("unknown comparison " + token);
        };
    }

    /** Parses up to one of the closing tokens, which is not taken. */
    private Sequence sequence(String closing) {
        List<Node> nodes = new ArrayList<>();
        while (next < tokens.size() && !(closing.contains(tokens.get(next)) && !closing.isEmpty())) {
            nodes.add(node(tokens.get(next++)));
        }
        return new Sequence(nodes);
    }

    private Node node(String token) {
        return switch (token) {
            case "[" -> new Option(group("]"));
            case "{" -> new Repeated(group("}"));
            case "(" -> alternatives();
            default -> token.startsWith("%") && token.length() > 1 ? new Choice(valuesOf(token)) : new Word(token);
        };
    }

    private Node group(String closing) {
        Node inner = sequence(closing);
        next++;
        return inner;
    }

    private Node alternatives() {
        List<Node> nodes = new ArrayList<>();
        do {
            nodes.add(sequence("|)"));
        } while (tokens.get(next++).equals("|"));
        return new OneOf(nodes);
    }

    private List<String> valuesOf(String name) {
        List<String> texts = values.get(name);
        if (texts == null) {
            throw new IllegalArgumentException("no values are given for " + name);
        }
        return texts;
    }

    /** How often it is taken, compared with others. */
    int weight() {
        return weight;
    }

    /** The names of its commands. */
    List<String> commands() {
        return requests(new Random(0)).stream().map(each -> each.words().get(0)).toList();
    }

    List<FuzzRequest> requests(Random random) {
        List<String> words = new ArrayList<>();
        whole.append(words, random);
        List<FuzzRequest> requests = new ArrayList<>();
        for (int end = words.indexOf(SEPARATOR); end >= 0; end = words.indexOf(SEPARATOR)) {
            requests.add(new FuzzRequest(words.subList(0, end), comparison));
            words = words.subList(end + 1, words.size());
        }
        requests.add(new FuzzRequest(words, comparison));
        return requests;
    }

    @Override
    public String toString() {
        return String.join(" ", tokens);
    }
}
