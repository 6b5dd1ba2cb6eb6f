package org.portwitness.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portwitness.analyzer.Analysis;
import org.portwitness.capture.file.CaptureFiles;

/** The arrows between the modules, and the one place that each library has. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.portwitness.capture", "org.portwitness.analyzer", "org.portwitness.cli");

    @Test
    void theCaptureKnowsNeitherTheAnalysisNorTheCommandLine() {
        noClasses()
                .that()
                .resideInAPackage("org.portwitness.capture..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.portwitness.analyzer..", "org.portwitness.cli..")
                .check(CLASSES);
    }

    @Test
    void theAnalysisKnowsFramesAndNotWhereTheyComeFrom() {
        noClasses()
                .that()
                .resideInAPackage("org.portwitness.analyzer..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.portwitness..")
                        .and(not(resideInAnyPackage("org.portwitness.capture", "org.portwitness.analyzer.."))))
                .check(CLASSES);
    }

    @Test
    void testDataIsForTests() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.portwitness.testdata..")
                .check(CLASSES);
    }

    @Test
    void nativeCaptureHasOnePackageAndOneGateToIt() {
        assertTrue(packagesUsing("org.pcap4j..", "com.sun.jna..").stream()
                .allMatch("org.portwitness.capture.live"::equals));
        noClasses()
                .that()
                .resideInAPackage("org.portwitness.capture.file..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.portwitness.capture.live..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("org.portwitness.capture.live..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.portwitness.capture.file..")
                .check(CLASSES);
    }

    @Test
    void theCapturePackageItselfNamesNoSource() {
        noClasses()
                .that()
                .resideInAPackage("org.portwitness.capture")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.portwitness.capture.file..",
                        "org.portwitness.capture.filter..",
                        "org.portwitness.capture.live..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "org.apache.commons.., capture.file.Decompression",
        "tools.jackson.., analyzer.ports.EndpointJson cli.render.JsonOutput",
        "org.snakeyaml.., analyzer.ports.YamlText",
        "inet.., analyzer.ports.AddressText",
        "org.HdrHistogram.., analyzer.report.Latency"
    })
    void aLibraryIsKnownToOneClassOfAModule(String library, String users) {
        Set<String> expected = new TreeSet<>();
        for (String user : users.split(" ", -1)) {
            expected.add("org.portwitness." + user);
        }
        assertEquals(expected, usersOf(library));
    }

    @ParameterizedTest
    @CsvSource({"com.github.luben..", "org.tukaani.."})
    void decodersAreReachedThroughOneLibrary(String library) {
        assertEquals(Set.of(), usersOf(library));
    }

    @Test
    void commandsAreTheOnlyOnesThatKnowTheCommandLine() {
        assertEquals(Set.of("org.portwitness.cli"), packagesUsing("picocli.."));
    }

    @Test
    void renderingKnowsReportsAndNoCommands() {
        noClasses()
                .that()
                .resideInAPackage("org.portwitness.cli.render..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.portwitness.cli", "org.portwitness.analyzer.verdict..", "org.portwitness.capture.file..")
                .check(CLASSES);
    }

    @Test
    void recordedCapturesAreReadWithoutTheMachinesClock() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.portwitness.capture", "org.portwitness.capture.file..", "org.portwitness.capture.filter..")
                .should()
                .callMethodWhere(target(owner(resideInAPackage("java.time.."))).and(target(name("now"))))
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.time\\.(Clock|InstantSource)|java\\.util\\.(Date|Calendar|Timer)")
                .check(CLASSES);
    }

    @Test
    void onlyTheConsoleKnowsTheStandardStreams() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .accessField(System.class, "in")
                .check(CLASSES);
        noClasses()
                .that()
                .haveNameNotMatching("org\\.portwitness\\.cli\\.Console")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.FileDescriptor")
                .check(CLASSES);
    }

    @Test
    void memoryIsReadWithChecks() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("sun\\.misc\\.Unsafe|jdk\\.internal\\..*")
                .check(CLASSES);
    }

    @Test
    void classesAreFinalUnlessSomethingExtendsThem() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .and(describe(
                        "have no subclass",
                        (JavaClass c) -> c.getAllSubclasses().isEmpty()))
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CLASSES);
    }

    @Test
    void theRulesSeeAllThreeModules() {
        assertTrue(CLASSES.contain(CaptureFiles.class));
        assertTrue(CLASSES.contain(Analysis.class));
        assertTrue(CLASSES.contain(AnalyzeCommand.class));
    }

    /** Outer classes; what is nested in one counts as that one. */
    private static Set<String> usersOf(String... libraries) {
        Set<String> users = new TreeSet<>();
        for (JavaClass each : CLASSES) {
            if (each.getDirectDependenciesFromSelf().stream()
                    .anyMatch(d -> resideInAnyPackage(libraries)
                            .test(d.getTargetClass().getBaseComponentType()))) {
                users.add(each.getName().replaceFirst("\\$.*", ""));
            }
        }
        return users;
    }

    private static Set<String> packagesUsing(String... libraries) {
        Set<String> packages = new TreeSet<>();
        usersOf(libraries).forEach(user -> packages.add(user.substring(0, user.lastIndexOf('.'))));
        return packages;
    }
}
