package io.miniredis.compat.script;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What {@code ${…}} stands for in a command's words.
 *
 * <p>{@code ${name}} is a saved reply, {@code ${i}} the round of {@code times}, {@code ${100*ab}} a hundred times "ab",
 * {@code ${seconds+10}} and {@code ${millis-1500}} the server's time with an offset.
 */
final class Variables {
    private final Map<String, String> saved = new HashMap<>();
    private final LongSupplier serverTimeMillis;

    Variables(LongSupplier serverTimeMillis) {
        this.serverTimeMillis = serverTimeMillis;
    }

    void set(String name, String value) {
        saved.put(name, value);
    }

    String expand(String word) {
        int from = word.indexOf("${");
        if (from < 0) {
            return word;
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (from >= 0) {
            int end = word.indexOf('}', from);
            if (end < 0) {
                throw new IllegalArgumentException("no } after ${ in " + word);
            }
            out.append(word, at, from).append(value(word.substring(from + 2, end)));
            at = end + 1;
            from = word.indexOf("${", at);
        }
        return out.append(word, at, word.length()).toString();
    }

    private String value(String name) {
        if (name.startsWith("seconds")) {
            return Long.toString(Math.floorDiv(serverTimeMillis.getAsLong(), 1000) + offset(name, "seconds"));
        }
        if (name.startsWith("millis")) {
            return Long.toString(serverTimeMillis.getAsLong() + offset(name, "millis"));
        }
        int star = name.indexOf('*');
        if (star > 0) {
            return name.substring(star + 1).repeat(Integer.parseInt(name.substring(0, star)));
        }
        String value = saved.get(name);
        if (value == null) {
            throw new IllegalArgumentException("nothing is saved as " + name);
        }
        return value;
    }

    private static long offset(String name, String unit) {
        String offset = name.substring(unit.length());
        return offset.isEmpty() ? 0 : Long.parseLong(offset);
    }
}
