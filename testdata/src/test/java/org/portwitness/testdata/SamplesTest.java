package org.portwitness.testdata;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The committed samples are what the code makes. After a change on purpose, {@code mvn test -pl testdata -Dsamples.rewrite=true}
 * writes them anew.
 */
class SamplesTest {
    private static final Path FOLDER = Path.of("src", "main", "resources", "samples");
    private static final Path README = Path.of("README.md");
    private static final String INDEX_MARK = "<!-- index -->\n";
    private static final int LARGEST = 200_000;

    private static final Set<String> ROWS = Set.of(
            "onprem-sfb-https-443",
            "onprem-psom-443",
            "onprem-turn-tcp-443",
            "onprem-turn-udp-3478",
            "onprem-media",
            "onprem-exchange-http-80",
            "onprem-exchange-https-443",
            "online-udp-3478",
            "online-udp-3479",
            "online-udp-3480",
            "online-udp-3481",
            "online-media-50000",
            "online-https-443",
            "kickle-auth-8705",
            "kickle-updates-8432",
            "kickle-https-443",
            "internet-http-80",
            "internet-https-443",
            "mirrorop-command-443",
            "mirrorop-command-3268",
            "mirrorop-command-389",
            "mirrorop-data-8080",
            "mirrorop-data-31865",
            "mirrorop-data-515",
            "mirrorop-audio-1688",
            "mirrorop-discovery-1047",
            "mirrorop-discovery-1048",
            "mirrorop-discovery-1049",
            "basic-dns-53",
            "basic-dhcp-67");

    private static final Map<String, byte[]> made = new TreeMap<>();
    private static final List<SampleCase> cases = new ArrayList<>();

    @BeforeAll
    static void makeAll() throws IOException {
        Stream.of(OnlineCases.all(), OnPremisesCases.all(), MirrorOpCases.all(), TrapCases.all(), CertaintyCases.all())
                .forEach(cases::addAll);
        StringBuilder index = new StringBuilder();
        for (SampleCase sample : cases) {
            index.append(sample.name()).append(' ').append(sample.captureName()).append('\n');
            made.put(sample.name() + '/' + sample.captureName(), sample.capture());
            made.put(sample.name() + "/expected.json", sample.expected().json().getBytes(StandardCharsets.UTF_8));
            made.put(sample.name() + "/ABOUT.md", sample.aboutText().getBytes(StandardCharsets.UTF_8));
        }
        made.put("index.txt", index.toString().getBytes(StandardCharsets.UTF_8));
        if (Boolean.getBoolean("samples.rewrite")) {
            rewrite();
        }
    }

    @Test
    void theCommittedFilesAreThoseThatTheCodeMakes() throws IOException {
        assertEquals(List.copyOf(made.keySet()), committed(), "the files in the folder of samples");
        for (Map.Entry<String, byte[]> file : made.entrySet()) {
            byte[] stored = Files.readAllBytes(FOLDER.resolve(file.getKey()));
            // Compressors differ from one version to the next; what they hold must not
            boolean compressed = file.getKey().endsWith(".gz");
            assertArrayEquals(
                    compressed ? gunzip(file.getValue()) : file.getValue(),
                    compressed ? gunzip(stored) : stored,
                    file.getKey());
        }
    }

    @Test
    void theReadmeListsEverySample() throws IOException {
        assertEquals(readme(), Files.readString(README));
    }

    @Test
    void noSampleIsLarge() {
        made.forEach((name, bytes) -> assertTrue(bytes.length < LARGEST, name + " has " + bytes.length + " bytes"));
    }

    /** A name that no report has would be checked by nobody. */
    @Test
    void expectationsNameOnlyRowsThatThereAre() {
        for (SampleCase sample : cases) {
            for (String row : sample.expected().namedRows()) {
                assertTrue(ROWS.contains(row), sample.name() + " expects something of " + row);
            }
        }
    }

    @Test
    void theSameStoryToldTwiceGivesTheSameBytes() {
        assertArrayEquals(
                OnlineCases.all().get(0).capture(), OnlineCases.all().get(0).capture());
    }

    @Test
    void samplesCanBeReadFromTheClassPathAndWrittenToAFile(@TempDir Path folder) throws IOException {
        assertEquals(cases.size(), Samples.all().size());
        Samples.Sample sample = Samples.named("single-syn");
        assertArrayEquals(sample.capture(), Files.readAllBytes(sample.writeTo(folder)));
        assertTrue(sample.expectedJson().startsWith("{\n  \"options\": []"), sample.expectedJson());
        assertTrue(sample.about().startsWith("# One SYN"), sample.about());
    }

    private static List<String> committed() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> FOLDER.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    private static void rewrite() throws IOException {
        for (String name : Files.isDirectory(FOLDER) ? committed() : List.<String>of()) {
            Files.delete(FOLDER.resolve(name));
        }
        for (Map.Entry<String, byte[]> file : made.entrySet()) {
            Path target = FOLDER.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
        Files.writeString(README, readme());
    }

    /** All before the mark is written by hand. */
    private static String readme() throws IOException {
        String text = Files.readString(README);
        StringBuilder index = new StringBuilder(text.substring(0, text.indexOf(INDEX_MARK)) + INDEX_MARK);
        index.append("| sample | what it shows | exit |\n| --- | --- | --- |\n");
        for (SampleCase sample : cases) {
            String exit = sample.expected().json().replaceAll("(?s).*\"exit\": (\\w+),.*", "$1");
            index.append("| [")
                    .append(sample.name())
                    .append("](src/main/resources/samples/")
                    .append(sample.name())
                    .append(") | ")
                    .append(sample.title())
                    .append(" | ")
                    .append(exit.equals("null") ? "open" : exit)
                    .append(" |\n");
        }
        return index.toString();
    }

    private static byte[] gunzip(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }
}
