package io.miniredis.compat;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Who knows whom inside the server, and inside the modules below it.
 *
 * <p>The parts of the server find each other by {@code RedisServer}, as those of Redis do by
 * {@code struct redisServer}. What is below them does without:
 *
 * <pre>
 *   keyspace  ->  propagation, stats, config, log, time
 *   stats     ->  time
 *   config    ->  log  ->  time
 * </pre>
 */
@AnalyzeClasses(packages = "io.miniredis", importOptions = DoNotIncludeTests.class)
class ServerPackagesTest {
    private static final String SERVER = "io.miniredis.server.";

    // ---- what is below all parts ----

    @ArchTest
    static final ArchRule timeKnowsNobody = below("time");

    @ArchTest
    static final ArchRule propagationKnowsNobody = below("propagation");

    @ArchTest
    static final ArchRule migrationSocketsKnowNobody = below("migration");

    @ArchTest
    static final ArchRule theLogKnowsTheTime = below("log", "time");

    @ArchTest
    static final ArchRule countersKnowTheTime = below("stats", "time");

    @ArchTest
    static final ArchRule parametersKnowTheLog = below("config", "log", "time");

    @ArchTest
    static final ArchRule theKeyspaceKnowsNoClientAndNoCommand =
            below("keyspace", "config", "log", "time", "propagation", "stats");

    private static ArchRule below(String name, String... known) {
        DescribedPredicate<JavaClass> allowed = resideInAnyPackage(SERVER + name);
        for (String other : known) {
            allowed = allowed.or(resideInAnyPackage(SERVER + other));
        }
        return noClasses()
                .that()
                .resideInAPackage(SERVER + name)
                .should()
                .dependOnClassesThat(inTheServer().and(not(allowed)))
                .as(name + " knows of the server only " + String.join(", ", known));
    }

    private static DescribedPredicate<JavaClass> inTheServer() {
        return resideInAnyPackage("io.miniredis.server..", "io.miniredis");
    }

    // ---- commands ----

    /** A command on data knows what a command is and where keys are; the rest of the server it is given by the call. */
    @ArchTest
    static final ArchRule dataTypesKnowKeysAndCommandsAlone = noClasses()
            .that(isOfADataType())
            .should()
            .dependOnClassesThat(inTheServer()
                    .and(not(isOfADataType()))
                    .and(not(name(SERVER + "RedisServer")))
                    .and(not(name(SERVER + "command.generic.ScanOptions")))
                    .and(not(resideInAnyPackage(SERVER + "command", SERVER + "keyspace", SERVER + "config"))));

    private static DescribedPredicate<JavaClass> isOfADataType() {
        String family = SERVER + "command.";
        return resideInAnyPackage(
                family + "string",
                family + "list",
                family + "set",
                family + "hash",
                family + "sortedset",
                family + "stream",
                family + "bitmap",
                family + "hyperloglog",
                family + "geo");
    }

    // ---- what only one part knows ----

    @ArchTest
    static final ArchRule onlyTheNetworkKnowsChannels = noClasses()
            .that(not(resideInAnyPackage(SERVER + "net..")).and(not(name(SERVER + "MainThread"))))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.netty.channel..", "io.netty.handler.."));

    @ArchTest
    static final ArchRule onlyScriptsKnowTheInterpreter = noClasses()
            .that()
            .resideInAPackage("io.miniredis.server..")
            .and(not(resideInAnyPackage(SERVER + "scripting..")))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.miniredis.lua.."));

    // ---- the interpreter: numbers, values above them, what runs, what parses, and libraries on top ----

    private static final String LUA = "io.miniredis.lua";

    @ArchTest
    static final ArchRule numbersOfLuaKnowNoValues = belowInLua(LUA + ".number");

    @ArchTest
    static final ArchRule valuesKnowNumbersAlone = belowInLua(LUA, LUA + ".number");

    @ArchTest
    static final ArchRule treesKnowNoParserAndNoLibrary = belowInLua(LUA + ".tree", LUA);

    @ArchTest
    static final ArchRule theParserKnowsNoLibrary = belowInLua(LUA + ".syntax", LUA, LUA + ".number", LUA + ".tree");

    private static ArchRule belowInLua(String name, String... known) {
        return noClasses()
                .that()
                .resideInAPackage(name)
                .should()
                .dependOnClassesThat(resideInAnyPackage(LUA + "..")
                        .and(not(resideInAnyPackage(name)))
                        .and(not(resideInAnyPackage(known))))
                .as(name + " knows of the interpreter only " + String.join(", ", known));
    }

    // ---- the modules below ----

    @ArchTest
    static final ArchRule packagesOfPersistenceAreInOrder =
            slices().matching("io.miniredis.persistence.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule replicationKnowsNoSentinels = noClasses()
            .that()
            .resideInAPackage("io.miniredis.replication")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.miniredis.replication.sentinel.."));
}
