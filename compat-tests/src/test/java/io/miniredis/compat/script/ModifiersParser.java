package io.miniredis.compat.script;

import io.miniredis.compat.script.Modifiers.Capture;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what stands between the brackets: modifiers separated by commas, each with its parameters. */
final class ModifiersParser {
    private Comparison comparison = Comparison.EXACT;
    private int times = 1;
    private boolean scan;
    private boolean later;
    private int protocol;
    private @Nullable Version since;
    private @Nullable Capture capture;

    private ModifiersParser() {}

    static Modifiers parse(String text) {
        ModifiersParser parser = new ModifiersParser();
        for (String modifier : text.split(",", -1)) {
            parser.add(List.of(modifier.strip().split(" +", -1)));
        }
        return parser.modifiers();
    }

    private Modifiers modifiers() {
        return new Modifiers(comparison, times, scan, later, protocol, since, capture);
    }

    private void add(List<String> words) {
        List<String> parameters = words.subList(1, words.size());
        switch (words.get(0)) {
            case "unordered" -> comparison = none(parameters, comparison.unordered());
            case "error" -> comparison = none(parameters, comparison.errorCode());
            case "ignore" -> comparison = none(parameters, comparison.ignored());
            case "shape" -> comparison = none(parameters, comparison.shape());
            case "rounded" -> comparison = comparison.rounded(Double.parseDouble(one(parameters)));
            case "fields" -> comparison = comparison.fields(parameters);
            case "part" -> comparison = comparison.part(integers(parameters));
            case "scan" -> {
                scan = none(parameters, true);
                comparison = comparison.unordered();
            }
            case "times" -> times = Integer.parseInt(one(parameters));
            case "later" -> later = none(parameters, true);
            case "resp2" -> protocol = none(parameters, 2);
            case "resp3" -> protocol = none(parameters, 3);
            case "since" -> since = Version.parse(one(parameters));
            case "save" -> capture = capture(parameters);
            default -> throw new IllegalArgumentException("unknown modifier: " + words.get(0));
        }
    }

    private static Capture capture(List<String> parameters) {
        return new Capture(parameters.get(0), integers(parameters.subList(1, parameters.size())));
    }

    private static List<Integer> integers(List<String> words) {
        List<Integer> integers = new ArrayList<>();
        for (String word : words) {
            integers.add(Integer.valueOf(word));
        }
        return integers;
    }

    private static String one(List<String> parameters) {
        if (parameters.size() != 1) {
            throw new IllegalArgumentException("one parameter expected: " + parameters);
        }
        return parameters.get(0);
    }

    private static <T> T none(List<String> parameters, T result) {
        if (!parameters.isEmpty()) {
            throw new IllegalArgumentException("no parameter expected: " + parameters);
        }
        return result;
    }
}
