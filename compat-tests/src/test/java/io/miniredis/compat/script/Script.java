package io.miniredis.compat.script;

import io.miniredis.compat.servers.Setting;
import java.util.List;

/**
 * A parsed script.
 *
 * @param name its path below {@code scripts}, without extension
 * @param settings what its server is started with
 * @param protocols the protocol versions it is played in: 2, 3 or both
 */
public record Script(String name, List<Setting> settings, List<Integer> protocols, List<Step> steps) {
    public Script {
        settings = List.copyOf(settings);
        protocols = List.copyOf(protocols);
        steps = List.copyOf(steps);
    }

    /** Where a step stands, for people. */
    public String place(Step step) {
        return name + ".redis:" + step.line();
    }

    @Override
    public String toString() {
        return "Script[" + name + ", " + steps.size() + " steps]";
    }
}
