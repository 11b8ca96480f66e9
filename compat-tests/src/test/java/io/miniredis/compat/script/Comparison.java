package io.miniredis.compat.script;

import io.miniredis.compat.reply.Reply;
import io.miniredis.compat.reply.Reply.Aggregate;
import io.miniredis.compat.reply.Reply.Attributed;
import io.miniredis.compat.reply.Reply.Kind;
import io.miniredis.compat.reply.Reply.Scalar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How two replies are compared: exactly, but for what a script's line allows.
 *
 * @param isUnordered elements of aggregates, at every depth, may come in any order
 * @param tolerance how far two numbers may be apart; also numbers that came as strings
 * @param isErrorCode of two errors only the first words are compared
 * @param isIgnored any reply will do
 * @param isShape types and sizes are compared, texts are not
 * @param fields if not empty, only these fields are compared: of a map, of an array of alternating names and values, of
 *     a text of {@code name:value} lines or {@code name=value} words
 * @param part if not empty, the positions (from 0) that lead from the reply to the one part that is compared
 */
public record Comparison(
        boolean isUnordered,
        double tolerance,
        boolean isErrorCode,
        boolean isIgnored,
        boolean isShape,
        List<String> fields,
        List<Integer> part) {
    public static final Comparison EXACT = new Comparison(false, 0, false, false, false, List.of(), List.of());

    public Comparison {
        part = List.copyOf(part);
        fields = List.copyOf(fields);
    }

    public Comparison unordered() {
        return new Comparison(true, tolerance, isErrorCode, isIgnored, isShape, fields, part);
    }

    public Comparison rounded(double newTolerance) {
        return new Comparison(isUnordered, newTolerance, isErrorCode, isIgnored, isShape, fields, part);
    }

    public Comparison errorCode() {
        return new Comparison(isUnordered, tolerance, true, isIgnored, isShape, fields, part);
    }

    public Comparison ignored() {
        return new Comparison(isUnordered, tolerance, isErrorCode, true, isShape, fields, part);
    }

    public Comparison shape() {
        return new Comparison(isUnordered, tolerance, isErrorCode, isIgnored, true, fields, part);
    }

    public Comparison fields(List<String> names) {
        return new Comparison(isUnordered, tolerance, isErrorCode, isIgnored, isShape, names, part);
    }

    public Comparison part(List<Integer> path) {
        return new Comparison(isUnordered, tolerance, isErrorCode, isIgnored, isShape, fields, path);
    }

    /**
     * True if the reply is as wanted, as far as this comparison goes.
     *
     * @param wanted what counts of a reply: an {@link #essence}, or what a script gives
     * @param reply a whole reply
     */
    public boolean accepts(Reply wanted, Reply reply) {
        return agree(wanted, essence(reply));
    }

    /** True if two replies, of which only what counts is left, are the same. */
    boolean agree(Reply one, Reply other) {
        return isIgnored || same(normal(one), normal(other));
    }

    /** What counts of a reply, in an order of its own where the order does not: what a recording keeps. */
    public Reply essence(Reply reply) {
        if (isIgnored) {
            return Reply.of(Reply.Type.SIMPLE, "ignored");
        }
        if (reply.isError()) {
            return normal(reply);
        }
        Reply chosen = reply;
        for (int index : part) {
            if (index >= chosen.elements().size()) {
                return reply;
            }
            chosen = chosen.elements().get(index);
        }
        return normal(fields.isEmpty() ? chosen : chosenFields(chosen));
    }

    private Reply normal(Reply reply) {
        if (reply.isError()) {
            return isErrorCode ? Reply.of(Reply.Type.ERROR, reply.text().split(" ", 2)[0]) : reply;
        }
        return structure(reply);
    }

    private Reply structure(Reply reply) {
        if (reply instanceof Scalar scalar) {
            return isShape ? Reply.of(scalar.type(), "") : scalar;
        }
        if (reply instanceof Attributed attributed) {
            return new Attributed((Aggregate) structure(attributed.attributes()), structure(attributed.reply()));
        }
        Aggregate aggregate = (Aggregate) reply;
        List<Reply> elements = new ArrayList<>();
        for (Reply element : aggregate.elements()) {
            elements.add(structure(element));
        }
        if (isUnordered) {
            sort(elements, aggregate.kind() == Kind.MAP ? 2 : 1);
        }
        return new Aggregate(aggregate.kind(), elements);
    }

    private static void sort(List<Reply> elements, int width) {
        List<List<Reply>> groups = new ArrayList<>();
        for (int i = 0; i + width <= elements.size(); i += width) {
            groups.add(List.copyOf(elements.subList(i, i + width)));
        }
        groups.sort(Comparator.comparing(List::toString));
        elements.clear();
        groups.forEach(elements::addAll);
    }

    private Reply chosenFields(Reply reply) {
        if (reply instanceof Aggregate aggregate) {
            List<Reply> chosen = new ArrayList<>();
            for (String field : fields) {
                addField(chosen, aggregate.elements(), field);
            }
            return new Aggregate(aggregate.kind(), chosen);
        }
        if (reply instanceof Scalar scalar && isText(scalar.type())) {
            StringBuilder chosen = new StringBuilder();
            for (String field : fields) {
                addField(chosen, scalar.text(), field);
            }
            return Reply.of(scalar.type(), (scalar.type() == Reply.Type.VERBATIM ? "txt:" : "") + chosen);
        }
        return reply;
    }

    private static boolean isText(Reply.Type type) {
        return type == Reply.Type.BULK || type == Reply.Type.VERBATIM || type == Reply.Type.SIMPLE;
    }

    private static void addField(List<Reply> chosen, List<Reply> pairs, String field) {
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            if (pairs.get(i) instanceof Scalar name && name.text().equals(field)) {
                chosen.add(name);
                chosen.add(pairs.get(i + 1));
            }
        }
    }

    private static void addField(StringBuilder chosen, String text, String field) {
        for (String part : text.replaceFirst("^txt:", "").split("[\r\n ]+", -1)) {
            if (part.startsWith(field + ":") || part.startsWith(field + "=")) {
                chosen.append(part).append(' ');
            }
        }
    }

    private boolean same(Reply expected, Reply actual) {
        if (tolerance == 0) {
            return expected.equals(actual);
        }
        if (expected instanceof Scalar one && actual instanceof Scalar other) {
            return one.equals(other) || (one.type() == other.type() && near(one.text(), other.text()));
        }
        if (expected instanceof Aggregate one && actual instanceof Aggregate other) {
            return one.kind() == other.kind() && sameElements(one.elements(), other.elements());
        }
        return expected.equals(actual);
    }

    private boolean sameElements(List<Reply> expected, List<Reply> actual) {
        boolean same = expected.size() == actual.size();
        for (int i = 0; same && i < expected.size(); i++) {
            same = same(expected.get(i), actual.get(i));
        }
        return same;
    }

    private boolean near(String expected, String actual) {
        String number = "[-+]?[0-9.]+([eE][-+]?[0-9]+)?";
        return expected.matches(number)
                && actual.matches(number)
                && near(Double.parseDouble(expected), Double.parseDouble(actual));
    }

    /** Where whole numbers may differ, those below 0 are answers: TTL's -1 and -2 are near to no time to live. */
    private boolean near(double expected, double actual) {
        if (tolerance >= 1 && (expected < 0 || actual < 0)) {
            return expected == actual;
        }
        return Math.abs(expected - actual) <= tolerance;
    }
}
