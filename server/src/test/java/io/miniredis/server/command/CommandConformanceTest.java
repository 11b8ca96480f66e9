package io.miniredis.server.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.protocol.RespValue;
import io.miniredis.server.ServerFixture;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Every command there is against what is known of Redis 7.2.6. */
class CommandConformanceTest {
    /** Subcommands of families that do not exist yet. */
    private static final Set<String> TO_COME =
            Set.of("client|caching", "client|getredir", "client|tracking", "client|trackinginfo");

    private final Map<String, CommandFacts.Fact> facts = CommandFacts.read();

    @Test
    void everyCommandAgreesWithTheFacts() {
        List<Executable> checks = new ArrayList<>();
        forEachSpec((name, spec) -> checks.add(() -> check(name, spec)));

        assertAll(checks);
    }

    private void check(String name, CommandSpec spec) {
        if (isLater(spec.since())) {
            return;
        }
        CommandFacts.Fact fact = facts.get(name);
        assertNotNull(fact, name + " is unknown to Redis 7.2");
        assertEquals(fact.arguments().toString(), described(spec).arguments().toString(), name);
        assertEquals(fact, described(spec), name);
    }

    private static CommandFacts.Fact described(CommandSpec spec) {
        LegacyKeyRange keys = LegacyKeyRange.of(spec.keySpecs());
        List<String> history = new ArrayList<>();
        for (int i = 0; i < spec.history().size(); i += 2) {
            if (!isLater(spec.history().get(i))) {
                history.add(spec.history().get(i));
            }
        }
        String deprecatedSince = spec.deprecatedSince();
        return new CommandFacts.Fact(
                spec.arity(),
                spec.since(),
                spec.group().wireName(),
                keys.first() + " " + keys.last() + " " + keys.step(),
                flags(spec, keys.movable()),
                categories(spec),
                spec.tips(),
                history,
                deprecatedSince == null ? "-" : deprecatedSince,
                withoutLater(ArgumentSyntax.parse(spec.syntax())));
    }

    private static List<CommandArgument> withoutLater(List<CommandArgument> arguments) {
        List<CommandArgument> kept = new ArrayList<>();
        for (CommandArgument argument : arguments) {
            String since = argument.traits().since();
            if (since == null || !isLater(since)) {
                kept.add(new CommandArgument(
                        argument.name(),
                        argument.type(),
                        argument.displayText(),
                        argument.keySpecIndex(),
                        argument.token(),
                        argument.traits(),
                        withoutLater(argument.children())));
            }
        }
        return kept;
    }

    /** True for what came after Redis 7.2. */
    private static boolean isLater(String version) {
        String[] parts = version.split("\\.", -1);
        int major = Integer.parseInt(parts[0]);
        return major > 7 || (major == 7 && Integer.parseInt(parts[1]) > 2);
    }

    private static Set<String> flags(CommandSpec spec, boolean keysAreMovable) {
        Set<String> names = new LinkedHashSet<>();
        for (CommandFlag flag : CommandFlag.values()) {
            if (flag.isShown() && (flag == CommandFlag.MOVABLE_KEYS ? keysAreMovable : spec.has(flag))) {
                names.add(flag.wireName());
            }
        }
        return names;
    }

    private static Set<String> categories(CommandSpec spec) {
        Set<String> names = new LinkedHashSet<>();
        for (AclCategory category : AclCategory.values()) {
            if (spec.has(category)) {
                names.add("@" + category.wireName());
            }
        }
        return names;
    }

    @Test
    void everySubcommandOfABuiltContainerIsBuilt() {
        Set<String> built = new LinkedHashSet<>();
        forEachSpec((name, spec) -> built.add(name));

        List<String> missing = new ArrayList<>();
        for (String name : facts.keySet()) {
            int bar = name.indexOf('|');
            if (bar > 0 && built.contains(name.substring(0, bar)) && !built.contains(name) && !TO_COME.contains(name)) {
                missing.add(name);
            }
        }

        assertEquals(List.of(), missing);
    }

    @Test
    void everyNotationCanBeReadAndRefersToKeySpecsThatExist() {
        List<Executable> checks = new ArrayList<>();
        forEachSpec((name, spec) -> checks.add(() -> {
            Set<Integer> referred = new LinkedHashSet<>();
            for (CommandArgument argument : ArgumentSyntax.parse(spec.syntax())) {
                collectKeySpecs(argument, referred);
            }
            for (int i = 0; i < spec.keySpecs().size(); i++) {
                if (!spec.keySpecs().get(i).has(KeySpec.Flag.NOT_KEY)) {
                    assertTrue(referred.remove(i), name + ": no argument is found by key spec " + i);
                }
            }
            assertEquals(Set.of(), referred, name + ": no such key spec");
        }));

        assertAll(checks);
    }

    private static void collectKeySpecs(CommandArgument argument, Set<Integer> indexes) {
        if (argument.keySpecIndex() >= 0) {
            indexes.add(argument.keySpecIndex());
        }
        argument.children().forEach(child -> collectKeySpecs(child, indexes));
    }

    @Test
    void everyCommandHasASummaryThatIsASentence() {
        List<Executable> checks = new ArrayList<>();
        forEachSpec((name, spec) -> checks.add(() -> {
            assertFalse(spec.summary().isEmpty(), name);
            assertTrue(spec.summary().endsWith(".") || spec.summary().endsWith("?"), name + ": " + spec.summary());
        }));

        assertAll(checks);
    }

    @Test
    void theServerDescribesAllOfThemInBothProtocols() {
        try (ServerFixture redis = new ServerFixture()) {
            int count = redis.server().commands().size();

            assertEquals(
                    count, ((RespValue.Array) redis.run("COMMAND")).elements().size());
            assertEquals(
                    2 * count,
                    ((RespValue.Array) redis.run("COMMAND", "DOCS")).elements().size());
            redis.peer().client().protocol(3);
            assertEquals(
                    count, ((RespValue.Array) redis.run("COMMAND")).elements().size());
            assertEquals(
                    count,
                    ((RespValue.MapValue) redis.run("COMMAND", "DOCS"))
                            .entries()
                            .size());
        }
    }

    private interface Visitor {
        void visit(String fullName, CommandSpec spec);
    }

    private static void forEachSpec(Visitor visitor) {
        List<List<CommandSpec>> families = new ArrayList<>(CommandCatalog.families());
        families.add(CommandCatalog.ofSentinel());
        for (List<CommandSpec> family : families) {
            for (CommandSpec spec : family) {
                visitor.visit(spec.name(), spec);
                for (CommandSpec subcommand : spec.subcommands()) {
                    visitor.visit(spec.name() + "|" + subcommand.name(), subcommand);
                }
            }
        }
    }
}
