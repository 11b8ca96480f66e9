package io.miniredis.compat;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The drawing of the architecture, held against the code: who may know whom, and who may ask for time and chance. */
@AnalyzeClasses(packages = "io.miniredis", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.miniredis.";

    private static final DescribedPredicate<JavaClass> OURS = resideInAnyPackage("io.miniredis..");

    /** A test that looks at nothing finds nothing wrong. */
    @ArchTest
    static void theModulesAreLookedAt(JavaClasses classes) {
        for (String module : List.of("datastructures", "protocol", "server")) {
            assertTrue(
                    classes.stream().anyMatch(c -> c.getPackageName().startsWith(ROOT + module)),
                    "no class of " + module + " was found");
        }
    }

    // ---- the arrows between the modules ----

    @ArchTest
    static final ArchRule datastructuresKnowTheJdkAlone = classes()
            .that()
            .resideInAPackage(ROOT + "datastructures..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(ROOT + "datastructures..", "java..", "org.jspecify.."));

    @ArchTest
    static final ArchRule luaKnowsTheJdkAlone = classes()
            .that()
            .resideInAPackage(ROOT + "lua..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(ROOT + "lua..", "java..", "org.jspecify.."));

    @ArchTest
    static final ArchRule protocolKnowsDatastructures = module("protocol", "datastructures");

    @ArchTest
    static final ArchRule persistenceKnowsProtocol = module("persistence", "protocol", "datastructures");

    @ArchTest
    static final ArchRule replicationKnowsPersistence =
            module("replication", "persistence", "protocol", "datastructures");

    @ArchTest
    static final ArchRule clusterKnowsPersistence = module("cluster", "persistence", "protocol", "datastructures");

    @ArchTest
    static final ArchRule serverKnowsTheModulesBelow =
            module("server", "replication", "cluster", "lua", "persistence", "protocol", "datastructures");

    private static ArchRule module(String name, String... below) {
        DescribedPredicate<JavaClass> allowed = resideInAnyPackage(ROOT + name + "..");
        for (String module : below) {
            allowed = allowed.or(resideInAnyPackage(ROOT + module + ".."));
        }
        return noClasses()
                .that()
                .resideInAPackage(ROOT + name + "..")
                .should()
                .dependOnClassesThat(OURS.and(not(allowed)))
                .as(name + " knows of the other modules only " + String.join(", ", below));
    }

    // ---- what stays where it belongs ----

    @ArchTest
    static final ArchRule buffersStayInCodecsAndTheNetwork = noClasses()
            .that(not(resideInAnyPackage(ROOT + "protocol..", ROOT + "server.net..", "..codec..")))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.netty.buffer.."));

    @ArchTest
    static final ArchRule onlyTheClockAsksForTheTime = noClasses()
            .that(not(resideInAnyPackage(ROOT + "server.time..")))
            .should()
            .accessTargetWhere(asksForTheTime());

    private static DescribedPredicate<JavaAccess<?>> asksForTheTime() {
        DescribedPredicate<JavaAccess<?>> system = targetOwner(belongToAnyOf(System.class))
                .and(target(nameMatching("currentTimeMillis|nanoTime")))
                .forSubtype();
        DescribedPredicate<JavaAccess<?>> now = targetOwner(resideInAnyPackage("java.time.."))
                .and(target(nameMatching("now")))
                .forSubtype();
        DescribedPredicate<JavaAccess<?>> clock = targetOwner(belongToAnyOf(Clock.class))
                .and(target(nameMatching("system.*|tick.*")))
                .forSubtype();
        return system.or(now).or(clock).or(newDate()).as("asks the JDK for the time");
    }

    private static DescribedPredicate<JavaAccess<?>> newDate() {
        return DescribedPredicate.describe(
                "creates a Date of now",
                access -> access.getTargetOwner().isEquivalentTo(Date.class)
                        && access.getTarget().getFullName().endsWith("<init>()"));
    }

    @ArchTest
    static final ArchRule onlyTheRandomSourceAsksForChance = noClasses()
            .that(not(nameMatching(".*\\.RandomSource")))
            .should()
            .dependOnClassesThat(
                    belongToAnyOf(Random.class, ThreadLocalRandom.class, SplittableRandom.class, UUID.class)
                            .or(resideInAnyPackage("java.util.random..")));

    @ArchTest
    static final ArchRule nobodyCallsMathRandom = noClasses()
            .should()
            .accessTargetWhere(targetOwner(belongToAnyOf(Math.class))
                    .and(target(nameMatching("random")))
                    .forSubtype());

    @ArchTest
    static final ArchRule onlyMainEndsTheProcess = noClasses()
            .that(not(nameMatching(".*\\.Main")))
            .should()
            .accessTargetWhere(targetOwner(belongToAnyOf(System.class, Runtime.class))
                    .and(target(nameMatching("exit|halt")))
                    .forSubtype());

    // ---- several servers live in one JVM ----

    @ArchTest
    static final ArchRule staticFieldsAreConstants = fields().that()
            .areStatic()
            .and(not(nameMatching("\\$.*"))) // what compilers add
            .should()
            .beFinal();

    // ---- names ----

    @ArchTest
    static final ArchRule namesSayWhatAClassIs =
            noClasses().should().haveNameMatching(".*(Impl|Utils?|Helpers?|Managers?)(\\$.*)?");
}
