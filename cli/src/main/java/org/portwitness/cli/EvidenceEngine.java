package org.portwitness.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.portwitness.analyzer.AnalysisResult;
import org.portwitness.analyzer.SettingsException;
import org.portwitness.analyzer.proof.Exhibit;
import org.portwitness.analyzer.proof.Proof;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;
import org.portwitness.capture.file.CaptureFiles;
import org.portwitness.capture.file.CommentedPackets;
import org.portwitness.capture.file.KeepingSource;
import org.portwitness.capture.file.PacketFiles;
import org.portwitness.cli.render.ProofText;

/**
 * The real second look. Recorded files are opened again; standard input is copied into a temporary file meanwhile; of a live capture the newest
 * packets are kept in a ring of temporary files.
 */
final class EvidenceEngine {
    private static final String STANDARD_INPUT = "-";

    /** A mirror port's last minutes, and no burden for a temporary folder. */
    private static final PacketFiles.Rotation RING = new PacketFiles.Rotation(32L << 20, Long.MAX_VALUE, 8);

    private final Opening again;
    private final Consumer<String> notices;

    /** How captures are opened. */
    @FunctionalInterface
    interface Opening {
        FrameSource open(List<String> sources, InputStream standardInput, String filter)
                throws CaptureException, SettingsException;
    }

    /**
     * @param again opens captures for the second time
     * @param notices gets a sentence where packets cannot be kept any more
     */
    EvidenceEngine(Opening again, Consumer<String> notices) {
        this.again = again;
        this.notices = notices;
    }

    /**
     * @param first opens what the analysis reads
     * @throws UsageException where one of the captures can be read only once
     */
    SecondLook open(Opening first, List<String> sources, InputStream standardInput, String filter)
            throws CaptureException, SettingsException, UsageException {
        for (String source : sources) {
            if (!source.equals(STANDARD_INPUT) && isPipe(source)) {
                throw new UsageException("--evidence: " + source
                        + " can be read only once; save it to a file, or pass it by standard input (-)");
            }
        }
        Spool spool = sources.contains(STANDARD_INPUT) ? spool() : null;
        FrameSource source;
        try {
            source = first.open(sources, spool == null ? standardInput : spool.copying(standardInput), filter);
        } catch (CaptureException | SettingsException e) {
            if (spool != null) {
                spool.close();
            }
            throw e;
        }
        return new OfFiles(source, sources, filter, spool);
    }

    private static boolean isPipe(String source) {
        try {
            Path path = Path.of(source);
            return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static Spool spool() throws UsageException {
        try {
            return new Spool();
        } catch (IOException e) {
            throw new UsageException("--evidence: no temporary file for a copy of standard input: " + e.getMessage());
        }
    }

    private final class OfFiles implements SecondLook {
        private final FrameSource source;
        private final List<String> sources;
        private final String filter;
        private final Spool spool;

        OfFiles(FrameSource source, List<String> sources, String filter, Spool spool) {
            this.source = source;
            this.sources = sources;
            this.filter = filter;
            this.spool = spool;
        }

        @Override
        public FrameSource source() {
            return source;
        }

        @Override
        public Found look(AnalysisResult result, boolean masked) throws CaptureException {
            try (InputStream copy = spool == null ? InputStream.nullInputStream() : spool.again();
                    FrameSource second = again.open(sources, copy, filter)) {
                Proof proof = new Proof(result.claims().get(), masked);
                long read = read(second, result.report().run().packets(), proof, true);
                List<String> missing = new ArrayList<>();
                if (spool != null && spool.ended() != null) {
                    missing.add("the copy of standard input ends " + spool.ended() + ": later packets are left out");
                } else if (read < result.report().run().packets()) {
                    missing.add("the captures became shorter meanwhile: what is gone is left out");
                }
                return new Packets(proof, names(result), masked, missing);
            } catch (IOException | SettingsException e) {
                throw new CaptureException("--evidence: the captures cannot be read again: " + e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            source.close();
            if (spool != null) {
                spool.close();
            }
        }
    }

    private static List<String> names(AnalysisResult result) {
        return result.report().captures().stream().map(CaptureSummary::source).toList();
    }

    /** @param severalCaptures whether the sources of this look are those of the analysis */
    private static long read(FrameSource source, long most, Proof proof, boolean severalCaptures) {
        Frame frame = new Frame();
        long read = 0;
        while (read < most && source.next(frame)) {
            read++;
            proof.take(frame, severalCaptures ? source.indexOfLast() : 0);
        }
        return read;
    }

    /**
     * Keeps the newest packets of a live capture; they go through the ring on their way to the analysis.
     *
     * @throws UsageException where nothing can be kept
     */
    SecondLook keep(FrameSource source, LiveRequest request) throws UsageException {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("portwitness-");
            PacketFiles files = PacketFiles.open(
                    folder.resolve("ring.pcapng"), RING, request.interfaceName(), request.snapLength());
            return new OfInterface(
                    new KeepingSource(source, files, "the copy for --evidence in " + folder, notices), folder);
        } catch (IOException e) {
            if (folder != null) {
                takeAway(folder);
            }
            throw new UsageException("--evidence: no temporary files for a copy of the packets: " + e.getMessage());
        }
    }

    private record OfInterface(KeepingSource source, Path folder) implements SecondLook {
        @Override
        public Found look(AnalysisResult result, boolean masked) throws CaptureException {
            source.flush();
            long seen = result.report().run().packets();
            Proof proof = new Proof(result.claims().get(), masked);
            long read = 0;
            if (seen > 0) {
                try (FrameSource again = CaptureFiles.open(List.of(folder.toString()), InputStream.nullInputStream())) {
                    read = read(again, Long.MAX_VALUE, proof, false);
                }
            }
            List<String> missing = read >= seen
                    ? List.of()
                    : List.of("of a live capture only the newest packets are kept, here " + read + " of " + seen
                            + ": older ones are left out");
            return new Packets(proof, names(result), masked, missing);
        }

        @Override
        public void close() {
            source.close();
            takeAway(folder);
        }
    }

    private static void takeAway(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // temporary files stay behind, for the system to take away
            folder.toFile().deleteOnExit();
        }
    }

    private record Packets(Proof proof, List<String> captures, boolean masked, List<String> missing)
            implements SecondLook.Found {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            try (CommentedPackets file =
                    new CommentedPackets(out, ProofText.ofFile(proof, captures, masked, missing))) {
                for (Exhibit exhibit : proof.exhibits()) {
                    file.write(
                            exhibit.source() < captures.size() ? captures.get(exhibit.source()) : "?",
                            exhibit.linkType(),
                            exhibit.timeNanos(),
                            exhibit.bytes(),
                            exhibit.originalLength(),
                            ProofText.comments(exhibit));
                }
            }
        }

        @Override
        public List<String> notices() {
            return ProofText.notices(proof, missing);
        }
    }
}
