package org.portwitness.analyzer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.portwitness.analyzer.evidence.Evidence;
import org.portwitness.analyzer.facts.LaneShare;
import org.portwitness.analyzer.ports.AddressRange;
import org.portwitness.analyzer.ports.AddressRanges;
import org.portwitness.analyzer.ports.Endpoints;
import org.portwitness.analyzer.ports.EndpointsException;
import org.portwitness.analyzer.ports.FirmwareVersion;
import org.portwitness.analyzer.ports.PortRange;
import org.portwitness.analyzer.ports.PortTableException;
import org.portwitness.analyzer.ports.PortTableFile;
import org.portwitness.analyzer.ports.PortTables;
import org.portwitness.analyzer.ports.ServerRole;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.transaction.HostSet;
import org.portwitness.analyzer.verdict.Judgement;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.FrameSource;

/**
 * One analysis: settings that were checked, then a capture, then a report.
 *
 * <p>{@link #prepare} does all that can fail for the user's fault, before a packet is read. {@link #run} reads the source to its end on the
 * calling thread; a lane looks at each packet once, and everything that needs the whole picture is judged afterwards.
 */
public final class Analysis {
    /** Smaller captures are over before a second lane has warmed up. */
    private static final long WORTH_SEVERAL_LANES_BYTES = 64L << 20;

    /** Each lane reads everything: beyond this the reading is most of what they do. */
    private static final int MOST_LANES_THAT_HELP = 4;

    /** A lane keeps the compiler busy as long as it is young: without a processor for that, two lanes took longer than one (see ARCHITECTURE.md). */
    private static final int PROCESSORS_FOR_A_YOUNG_LANE = 2;

    /** So much takes so long to read that the lanes are young for a small part of it. */
    private static final long LONG_BYTES = 1L << 30;

    private final Loading<PortTables> tables;
    /** Null: as the tables have it. */
    private final PortRange media;

    private final Loading<Endpoints> endpoints;
    private final List<AddressRange> units;
    private final List<ServerRole> servers;
    private final FirmwareVersion version;
    private final Settings settings;

    private Analysis(
            Settings settings,
            Loading<PortTables> tables,
            PortRange media,
            Loading<Endpoints> endpoints,
            List<AddressRange> units,
            List<ServerRole> servers,
            FirmwareVersion version) {
        this.settings = settings;
        this.tables = tables;
        this.media = media;
        this.endpoints = endpoints;
        this.units = units;
        this.servers = servers;
        this.version = version;
    }

    /**
     * Checks the settings and loads what they name.
     *
     * @throws SettingsException where something does not parse: what and where, for the user
     */
    public static Analysis prepare(Settings settings) throws SettingsException {
        List<AddressRange> units = each("--unit", settings.units(), AddressRange::parse);
        List<ServerRole> servers = each("--server", settings.servers(), ServerRole::parse);
        FirmwareVersion version = settings.unitVersion() == null
                ? null
                : one("--unit-version", settings.unitVersion(), FirmwareVersion::parse);
        PortRange media =
                settings.mediaPorts() == null ? null : one("--media-ports", settings.mediaPorts(), PortRange::parse);
        Loading<PortTables> tables = tables(settings.tables());
        return new Analysis(settings, tables, media, endpoints(settings.endpoints()), units, servers, version);
    }

    /**
     * Tells that an analysis will be asked for, so that what nearly all of them need is loaded while its settings are not known yet. Comes back at
     * once.
     */
    public static void expect() {
        BuiltIn.begin();
    }

    private static <T> List<T> each(String option, List<String> texts, Function<String, T> parse)
            throws SettingsException {
        List<T> values = new ArrayList<>();
        for (String text : texts) {
            values.add(one(option, text, parse));
        }
        return values;
    }

    private static <T> T one(String option, String text, Function<String, T> parse) throws SettingsException {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(option + ": " + e.getMessage());
        }
    }

    private static Loading<PortTables> tables(Path file) throws SettingsException {
        if (file == null) {
            return BuiltIn.TABLES;
        }
        try {
            return Loading.done(PortTableFile.read(file.toString(), new String(bytes(file), StandardCharsets.UTF_8)));
        } catch (PortTableException e) {
            throw new SettingsException(e.getMessage());
        }
    }

    private PortTables tables() {
        return media == null ? tables.get() : tables.get().withMediaPorts(media);
    }

    private static Loading<Endpoints> endpoints(Path file) throws SettingsException {
        if (file == null) {
            return BuiltIn.ENDPOINTS;
        }
        try {
            return Loading.done(Endpoints.read(file.toString(), bytes(file)));
        } catch (EndpointsException e) {
            throw new SettingsException(e.getMessage());
        }
    }

    private static byte[] bytes(Path file) throws SettingsException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new SettingsException(file + ": there is no such file.");
        } catch (IOException e) {
            throw new SettingsException(file + ": cannot be read: " + e.getMessage() + ".");
        }
    }

    /**
     * Reads the source to its end, or to the packet limit, and judges what was seen: in several lanes where that was asked for or helps, and the
     * source can be read several times at once.
     */
    public AnalysisResult run(FrameSource source) {
        long started = System.nanoTime();
        List<FrameSource> others = furtherReaders(source);
        try {
            Lanes lanes = new Lanes(source, others, givenUnits());
            long packets = lanes.read(settings.packetLimit());
            long elapsed = System.nanoTime() - started;
            return judge(
                    lanes.evidence(),
                    source.summaries(),
                    new Report.Run(elapsed, packets, lanes.count()),
                    lanes.sawTheSame()
                            ? List.of()
                            : List.of("A capture became shorter while it was read: read it again to be sure."));
        } finally {
            others.forEach(FrameSource::close);
        }
    }

    /** The units that the user named, as packets ask for them. */
    HostSet givenUnits() {
        AddressRanges.Builder<Boolean> ranges = new AddressRanges.Builder<>();
        units.forEach(range -> ranges.add(range, true));
        return ranges.build()::contains;
    }

    private List<FrameSource> furtherReaders(FrameSource source) {
        int lanes = settings.threads() == Settings.AS_MANY_AS_HELP
                ? lanesThatHelp(source.inputLength())
                : Math.min(settings.threads(), LaneShare.SHARDS);
        List<FrameSource> others = new ArrayList<>();
        try {
            while (others.size() + 1 < lanes) {
                FrameSource other = source.another();
                if (other == null) {
                    break;
                }
                others.add(other);
            }
        } catch (CaptureException e) {
            // it was there a moment ago; the reader at hand still has it
        }
        return others;
    }

    private static int lanesThatHelp(long bytes) {
        if (bytes < WORTH_SEVERAL_LANES_BYTES) {
            return 1;
        }
        int processors = Runtime.getRuntime().availableProcessors();
        int lanes = bytes < LONG_BYTES ? processors / PROCESSORS_FOR_A_YOUNG_LANE : processors;
        return Math.max(1, Math.min(lanes, MOST_LANES_THAT_HELP));
    }

    /** The live form of this analysis, for a capture that is looked at while it goes on. */
    public LiveAnalysis live() {
        int threads = settings.threads() == Settings.AS_MANY_AS_HELP ? 1 : settings.threads();
        return new LiveAnalysis(this, settings.packetLimit(), Math.min(threads, LaneShare.SHARDS), System::nanoTime);
    }

    /** Reads the lanes' tables while it runs and changes nothing in them. */
    AnalysisResult judge(Evidence evidence, List<CaptureSummary> captures, Report.Run run) {
        return judge(evidence, captures, run, List.of());
    }

    private AnalysisResult judge(Evidence evidence, List<CaptureSummary> captures, Report.Run run, List<String> notes) {
        long drops = 0;
        for (CaptureSummary capture : captures) {
            // counters come from the file and may be any number
            long sum = drops + capture.dropped().total();
            drops = sum < drops ? Long.MAX_VALUE : sum;
        }
        TcpTotals tcp = new TcpTotals(evidence.hosts());
        Judgement judgement = new Judgement(
                evidence,
                new Judgement.Brief(
                        tables(),
                        endpoints.get(),
                        units,
                        servers,
                        settings.deployment(),
                        version,
                        evidence.traffic().packets(),
                        drops),
                tcp::add);
        Report report = ReportBuilder.build(
                run, captures, evidence, tcp, judgement, endpoints.get().version(), notes);
        return new AnalysisResult(report, judgement.transactions(), () -> judgement.claims(report));
    }
}
