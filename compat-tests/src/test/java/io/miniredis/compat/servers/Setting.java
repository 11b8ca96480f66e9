package io.miniredis.compat.servers;

import java.util.List;

/** One configuration directive given at start. */
public record Setting(String name, List<String> values) {
    public Setting {
        values = List.copyOf(values);
    }

    public static Setting of(String name, String... values) {
        return new Setting(name, List.of(values));
    }
}
