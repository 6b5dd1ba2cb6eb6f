package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code ARCHITECTURE.md} names exists: classes, their members, packages. */
class ArchitectureNamesTest {
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");

    /** {@code FlowTable}, {@code Lane.onFrame}, {@code Report.Row}; a word all in capitals is no class. */
    private static final Pattern CLASS =
            Pattern.compile("([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:\\.([A-Za-z][A-Za-z0-9]*))?");

    private static final Pattern PACKAGE = Pattern.compile("(?:capture|analyzer|cli|testdata)(?:\\.[a-z]+)*");

    private static JavaClasses ours;
    private static final Set<String> classNames = new HashSet<>();
    private static final Set<String> packageNames = new HashSet<>();

    @BeforeAll
    static void listWhatExists() throws IOException {
        ours = new ClassFileImporter().importPackages("org.portwitness");
        ours.forEach(each -> classNames.add(each.getSimpleName()));
        // the tests of other modules are not on the class path
        try (Stream<Path> files = Files.walk(repository())) {
            files.map(file -> repository().relativize(file).toString())
                    .filter(file -> file.matches("[a-z]+/src/.*\\.java"))
                    .forEach(file -> {
                        classNames.add(file.replaceFirst(".*/", "").replace(".java", ""));
                        packageNames.add(file.replaceFirst(".*/org/portwitness/", "")
                                .replaceFirst("/?[^/]*$", "")
                                .replace('/', '.'));
                    });
        }
        try (Stream<Path> files =
                Files.walk(FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base/java"))) {
            files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".class"))
                    .forEach(file -> classNames.add(file.replace(".class", "").replaceFirst(".*\\$", "")));
        }
    }

    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("portwitness"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    @Test
    void allThatThePageNamesExists() throws IOException {
        assertEquals(List.of(), missing(Files.readString(repository().resolve("ARCHITECTURE.md"))));
    }

    @Test
    void aNameThatIsGoneIsFound() {
        assertEquals(
                List.of("`PacketHelper`", "`Lane.onPacket`", "`analyzer.rules`", "`Report.Column`"),
                missing(
                        "`PacketHelper` `Lane.onPacket` `analyzer.rules` `Report.Column`"
                                + " `Lane.onFrame` `Report.Row` `FileChannel.read` `ByteBuffer`s `analyzer.wire` `capture` `AF_PACKET`"));
    }

    @Test
    void thePageNamesClassesOfEveryModule() throws IOException {
        Set<String> modules = new TreeSet<>();
        Matcher code = CODE.matcher(Files.readString(repository().resolve("ARCHITECTURE.md")));
        while (code.find()) {
            for (JavaClass each : ours) {
                if (each.getSimpleName().equals(code.group(1))) {
                    modules.add(each.getPackageName().split("\\.", -1)[2]);
                }
            }
        }
        assertTrue(modules.containsAll(Set.of("capture", "analyzer", "cli")), modules.toString());
        assertFalse(packageNames.isEmpty());
    }

    private static List<String> missing(String text) {
        List<String> missing = new ArrayList<>();
        Matcher code = CODE.matcher(text.replaceAll("(?s)```.*?```", ""));
        while (code.find()) {
            Matcher named = CLASS.matcher(code.group(1));
            boolean exists = named.matches()
                    ? isClass(named.group(1), named.group(2))
                    : !PACKAGE.matcher(code.group(1)).matches() || isPackage(code.group(1));
            if (!exists) {
                missing.add(code.group());
            }
        }
        return missing;
    }

    private static boolean isPackage(String name) {
        return packageNames.stream().anyMatch(each -> each.equals(name) || each.startsWith(name + '.'));
    }

    private static boolean isClass(String name, String member) {
        if (!classNames.contains(name)) {
            return false;
        }
        List<JavaClass> candidates =
                ours.stream().filter(each -> each.getSimpleName().equals(name)).toList();
        return member == null
                || candidates.isEmpty()
                || candidates.stream()
                        .anyMatch(each -> each.getAllMembers().stream()
                                        .anyMatch(m -> m.getName().equals(member))
                                || ours.stream()
                                        .anyMatch(nested -> nested.getName().equals(each.getName() + '$' + member)));
    }
}
