package io.miniredis.compat.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** Templates that belong together: commands of one type, mostly. */
public final class FuzzTopic {
    private final String name;
    private final List<Template> templates;
    private final List<Template> weighted = new ArrayList<>();

    FuzzTopic(String name, List<Template> templates) {
        this.name = name;
        this.templates = templates;
        for (Template template : templates) {
            for (int i = 0; i < template.weight(); i++) {
                weighted.add(template);
            }
        }
    }

    public String name() {
        return name;
    }

    /** The topic without the templates of commands that are not wanted. */
    FuzzTopic only(Predicate<String> isWanted) {
        return new FuzzTopic(
                name,
                templates.stream()
                        .filter(each -> each.commands().stream().allMatch(isWanted))
                        .toList());
    }

    boolean isEmpty() {
        return templates.isEmpty();
    }

    /** One command, or several that belong together. */
    public List<FuzzRequest> requests(Random random) {
        return weighted.get(random.nextInt(weighted.size())).requests(random);
    }

    @Override
    public String toString() {
        return "FuzzTopic[" + name + ", " + templates.size() + " templates]";
    }
}
