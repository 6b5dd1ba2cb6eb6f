package org.portwitness.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class PackageRulesTest {
    private static final JavaClasses CLI = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.portwitness.cli");

    @Test
    void renderingKnowsNoCommandsAndOpensNoFiles() {
        noClasses()
                .that()
                .resideInAPackage("..cli.render")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.portwitness.cli", "picocli..", "java.nio.file..", "..capture.file..")
                .check(CLI);
    }

    @Test
    void thePageKnowsReportsAndTheirWordsAlone() {
        classes()
                .that()
                .resideInAPackage("..cli.html")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "..cli.html",
                        "..cli.render",
                        "..analyzer.report",
                        "..analyzer.evidence",
                        "org.portwitness.capture",
                        "java.io",
                        "java.lang..",
                        "java.nio.charset",
                        "java.security",
                        "java.util..")
                .check(CLI);
        noClasses()
                .that()
                .resideInAPackage("..cli.render")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..cli.html")
                .check(CLI);
    }

    @Test
    void onlyOneClassWritesMarkup() {
        noClasses()
                .that()
                .resideInAPackage("..cli.html")
                .and()
                .doNotHaveSimpleName("Html")
                .and()
                .doNotHaveSimpleName("HtmlReport")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(java.io.Writer.class)
                .check(CLI);
    }

    @Test
    void oneClassKnowsTheJsonLibrary() {
        classes()
                .that()
                .resideInAPackage("org.portwitness.cli..")
                .and()
                .haveNameNotMatching(".*\\.JsonOutput(\\$.*)?")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackage("tools.jackson..")
                .check(CLI);
    }

    @Test
    void threeClassesKnowTheRealCaptures() {
        noClasses()
                .that()
                .resideInAPackage("org.portwitness.cli..")
                .and()
                .doNotHaveSimpleName("WholeEngine")
                .and()
                .doNotHaveSimpleName("LiveEngine")
                .and()
                // with the records nested in it
                .haveNameNotMatching(".*\\.EvidenceEngine(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..capture.file..", "..capture.filter..", "..capture.live..")
                .check(CLI);
    }
}
