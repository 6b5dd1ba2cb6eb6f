package org.portwitness.cli;

import static org.portwitness.cli.OptionSection.flag;
import static org.portwitness.cli.OptionSection.isGiven;
import static org.portwitness.cli.OptionSection.option;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.OptionSpec;

/** The options that say where the packets come from, for how long, and where they are kept. */
final class LiveOptions {
    private static final int LARGEST_SNAP_LENGTH = 262_144;
    private static final int LARGEST_BUFFER_MEBIBYTES = 2047;
    private static final String USUAL_BUFFER = "64";
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|min|h|d)?");

    private final OptionSpec interfaceName = option(
                    "-i, --interface", "INTERFACE", "name or number, as 'portwitness interfaces' lists them")
            .build();

    private final OptionSpec duration =
            option("--duration", "TIME", "end after this time, as 30s, 10m, 2h").build();

    private final OptionSpec snapLength = option("-s", "SNAPLEN", "most bytes of a packet to look at (default: all)")
            .type(int.class)
            .initialValue(LARGEST_SNAP_LENGTH)
            .build();

    private final OptionSpec notPromiscuous = flag("-p", "do not put the interface into promiscuous mode");

    private final OptionSpec buffer = option("--buffer", "MiB", "the kernel's buffer (default: " + USUAL_BUFFER + ")")
            .type(int.class)
            .defaultValue(USUAL_BUFFER)
            .build();

    private final OptionSpec engine = option(
                    "--engine",
                    "auto|afpacket|pcap",
                    "Linux's packet ring or libpcap (default: auto, the ring where it suits)")
            .initialValue("auto")
            .build();

    private final OptionSpec write = option("--write", "FILE", "keep the packets, as pcapng; - is standard output")
            .build();

    private final OptionSpec writeSize = option(
                    "--write-size",
                    "MiB",
                    "begin a new file after so many; a number and the time come into their names")
            .type(Integer.class)
            .build();

    private final OptionSpec writeEvery = option("--write-every", "TIME", "begin a new file after this time, as 10m")
            .build();

    private final OptionSpec writeFiles = option("--write-files", "N", "keep the newest N files of the series")
            .type(Integer.class)
            .build();

    OptionSection section() {
        return new OptionSection(
                "%nWhere from, and how long:%n",
                List.of(
                        interfaceName,
                        duration,
                        snapLength,
                        notPromiscuous,
                        buffer,
                        engine,
                        write,
                        writeSize,
                        writeEvery,
                        writeFiles));
    }

    LiveRequest request(String filter) throws UsageException {
        String interfaceName = this.interfaceName.getValue();
        int snapLength = this.snapLength.getValue();
        int buffer = this.buffer.getValue();
        if (interfaceName == null) {
            throw new UsageException("no interface given, as in 'portwitness live -i eth1'");
        }
        inRange("-s", snapLength, 1, LARGEST_SNAP_LENGTH, "bytes");
        inRange("--buffer", buffer, 1, LARGEST_BUFFER_MEBIBYTES, "MiB");
        return new LiveRequest(interfaceName, engine(), snapLength, !isGiven(notPromiscuous), buffer, filter, keep());
    }

    private static void inRange(String option, int value, int least, int most, String unit) throws UsageException {
        if (value < least || value > most) {
            throw new UsageException(option + " " + value + ": expected " + least + " to " + most + " " + unit);
        }
    }

    private LiveRequest.Way engine() throws UsageException {
        String engine = this.engine.getValue();
        return switch (engine.toLowerCase(Locale.ROOT)) {
            case "auto" -> LiveRequest.Way.AUTO;
            case "afpacket" -> LiveRequest.Way.AFPACKET;
            case "pcap" -> LiveRequest.Way.PCAP;
            default -> throw new UsageException("--engine " + engine + ": expected auto, afpacket or pcap");
        };
    }

    private LiveRequest.Keep keep() throws UsageException {
        Integer writeSize = this.writeSize.getValue();
        String writeEvery = this.writeEvery.getValue();
        Integer writeFiles = this.writeFiles.getValue();
        boolean series = writeSize != null || writeEvery != null;
        if (write() == null) {
            if (series || writeFiles != null) {
                throw new UsageException("--write-size, --write-every and --write-files need --write FILE");
            }
            return null;
        }
        if (writeSize != null) {
            inRange("--write-size", writeSize, 1, Integer.MAX_VALUE, "MiB");
        }
        if (writeFiles != null) {
            inRange("--write-files", writeFiles, 1, Integer.MAX_VALUE, "files");
            if (!series) {
                throw new UsageException("--write-files needs --write-size or --write-every");
            }
        }
        if (keepsOnStandardOutput() && series) {
            throw new UsageException("--write - is one stream and no series of files");
        }
        return new LiveRequest.Keep(
                path(),
                writeSize == null ? Long.MAX_VALUE : (long) writeSize << 20,
                writeEvery == null ? Long.MAX_VALUE : nanos("--write-every", writeEvery),
                writeFiles == null ? 0 : writeFiles);
    }

    private Path path() throws UsageException {
        if (keepsOnStandardOutput()) {
            return null;
        }
        try {
            return Path.of(write());
        } catch (InvalidPathException e) {
            throw new UsageException("--write " + write() + ": " + e.getReason());
        }
    }

    boolean keepsOnStandardOutput() {
        return ResultFile.STANDARD_OUTPUT.equals(write());
    }

    /** The file for the packets as it was named, null where there is none. */
    String write() {
        return write.getValue();
    }

    /** Nanoseconds to capture, {@link Long#MAX_VALUE} for without end. */
    long durationNanos() throws UsageException {
        String duration = this.duration.getValue();
        return duration == null ? Long.MAX_VALUE : nanos("--duration", duration);
    }

    static long nanos(String option, String text) throws UsageException {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches() || Long.parseLong(parts.group(1)) == 0) {
            throw new UsageException(option + " " + text + ": expected a time as 500ms, 30s, 10m or 2h");
        }
        String unit = parts.group(2) == null ? "s" : parts.group(2);
        long millis = switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m", "min" -> 60_000;
            case "h" -> 3_600_000;
            default -> 86_400_000;
        };
        try {
            return Math.multiplyExact(Math.multiplyExact(Long.parseLong(parts.group(1)), millis), NANOS_PER_MILLI);
        } catch (ArithmeticException e) {
            throw new UsageException(option + " " + text + ": that is more than a lifetime");
        }
    }
}
