package org.portwitness.analyzer;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portwitness.analyzer.report.Latency;

/** The arrows between the stages, and what each may know of the world outside. */
class ArchitectureTest {
    private static final String ROOT = "org.portwitness.analyzer";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static final String STAGES = """
            wire        |
            evidence    |
            facts       | wire
            flow        | facts
            media       | wire facts flow evidence
            transaction | wire facts flow evidence media
            content     | facts flow evidence transaction media
            ports       | evidence
            report      | evidence
            proof       | wire facts evidence
            verdict     | evidence ports proof report
            call        | evidence report verdict
            """;

    @ParameterizedTest
    @CsvSource(textBlock = STAGES, delimiter = '|', nullValues = "nothing", emptyValue = "")
    void aStageKnowsOnlyTheStagesBeforeIt(String stage, String before) {
        DescribedPredicate<JavaClass> allowed = resideInAPackage(packageOf(stage));
        for (String other : before == null ? new String[0] : before.split(" ", -1)) {
            allowed = allowed.or(resideInAPackage(packageOf(other)));
        }
        if (stage.equals("verdict")) {
            // the settings belong to the one who asks; the deployment is the one of them that rules hang on
            allowed = allowed.or(equivalentTo(Settings.Deployment.class));
        }
        noClasses()
                .that()
                .resideInAPackage(packageOf(stage))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(allowed)))
                .check(CLASSES);
    }

    @Test
    void everyPackageIsAStageOfTheTable() {
        Set<String> packages = new TreeSet<>();
        CLASSES.forEach(c -> packages.add(c.getPackageName()));
        Set<String> expected = new TreeSet<>(Set.of(ROOT));
        STAGES.lines().forEach(line -> expected.add(packageOf(line.substring(0, line.indexOf(' ')))));
        assertEquals(expected, packages);
    }

    @Test
    void stagesKnowEachOtherInOneDirection() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void contentHandsStunMessagesOnAndKnowsNothingElseOfTransactions() {
        noClasses()
                .that()
                .resideInAPackage(packageOf("content"))
                .should()
                .dependOnClassesThat(resideInAPackage(packageOf("transaction"))
                        .and(not(name(packageOf("transaction") + ".StunMessageSink"))))
                .check(CLASSES);
    }

    @Test
    void capturesComeAsFramesWhateverTheyComeFrom() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.portwitness.capture.file..",
                        "org.portwitness.capture.filter..",
                        "org.portwitness.capture.live..",
                        "org.portwitness.cli..",
                        "org.portwitness.testdata..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "org.HdrHistogram.., .report.Latency",
        "tools.jackson.., .ports.EndpointJson",
        "org.snakeyaml.., .ports.YamlText",
        "inet.., .ports.AddressText"
    })
    void eachLibraryIsKnownToOneClass(String library, String user) {
        assertEquals(Set.of(ROOT + user), usersOf(library));
    }

    @Test
    void thereAreNoOtherLibraries() {
        noClasses()
                .should()
                .dependOnClassesThat(not(resideInAnyPackage(
                        "java..",
                        "org.portwitness..",
                        "org.HdrHistogram..",
                        "tools.jackson..",
                        "org.snakeyaml..",
                        "inet..")))
                .check(CLASSES);
    }

    /** Outer classes; what is nested in one counts as that one. */
    private static Set<String> usersOf(String library) {
        Set<String> users = new TreeSet<>();
        for (JavaClass each : CLASSES) {
            if (each.getDirectDependenciesFromSelf().stream()
                    .anyMatch(d ->
                            resideInAPackage(library).test(d.getTargetClass().getBaseComponentType()))) {
                users.add(each.getName().replaceFirst("\\$.*", ""));
            }
        }
        return users;
    }

    @Test
    void onlyCaptureTimeCounts() {
        noClasses()
                .should()
                .callMethodWhere(target(owner(resideInAPackage("java.time.."))).and(target(name("now"))))
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.time\\.(Clock|InstantSource)|java\\.util\\.(Date|Calendar|Timer)")
                .check(CLASSES);
    }

    @Test
    void theRunningTimeOfTheProgramIsMeasuredInOnePlace() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(Analysis.class)
                .should()
                .callMethod(System.class, "nanoTime")
                .check(CLASSES);
    }

    @Test
    void theAnalysisPrintsNothing() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethodWhere(target(name("printStackTrace")))
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }

    @Test
    void theRulesSeeTheClasses() {
        assertTrue(CLASSES.contain(Latency.class) && CLASSES.contain(Lane.class));
    }

    private static String packageOf(String stage) {
        return ROOT + '.' + stage.strip();
    }
}
