package org.portwitness.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options that say where the packets come from, for how long, and where they are kept. */
final class LiveOptions {
    private static final int LARGEST_SNAP_LENGTH = 262_144;
    private static final int LARGEST_BUFFER_MEBIBYTES = 2047;
    private static final String USUAL_BUFFER = "64";
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|min|h|d)?");

    @Option(
            names = {"-i", "--interface"},
            paramLabel = "INTERFACE",
            description = "name or number, as 'portwitness interfaces' lists them")
    private String interfaceName;

    @Option(names = "--duration", paramLabel = "TIME", description = "end after this time, as 30s, 10m, 2h")
    private String duration;

    @Option(names = "-s", paramLabel = "SNAPLEN", description = "most bytes of a packet to look at (default: all)")
    private int snapLength = LARGEST_SNAP_LENGTH;

    @Option(names = "-p", description = "do not put the interface into promiscuous mode")
    private boolean notPromiscuous;

    @Option(
            names = "--buffer",
            paramLabel = "MiB",
            defaultValue = USUAL_BUFFER,
            description = "the kernel's buffer (default: " + USUAL_BUFFER + ")")
    private int buffer;

    @Option(
            names = "--engine",
            paramLabel = "auto|afpacket|pcap",
            description = "Linux's packet ring or libpcap (default: auto, the ring where it suits)")
    private String engine = "auto";

    @Option(names = "--write", paramLabel = "FILE", description = "keep the packets, as pcapng; - is standard output")
    private String write;

    @Option(
            names = "--write-size",
            paramLabel = "MiB",
            description = "begin a new file after so many; a number and the time come into their names")
    private Integer writeSize;

    @Option(names = "--write-every", paramLabel = "TIME", description = "begin a new file after this time, as 10m")
    private String writeEvery;

    @Option(names = "--write-files", paramLabel = "N", description = "keep the newest N files of the series")
    private Integer writeFiles;

    LiveRequest request(String filter) throws UsageException {
        if (interfaceName == null) {
            throw new UsageException("no interface given, as in 'portwitness live -i eth1'");
        }
        inRange("-s", snapLength, 1, LARGEST_SNAP_LENGTH, "bytes");
        inRange("--buffer", buffer, 1, LARGEST_BUFFER_MEBIBYTES, "MiB");
        return new LiveRequest(interfaceName, engine(), snapLength, !notPromiscuous, buffer, filter, keep());
    }

    private static void inRange(String option, int value, int least, int most, String unit) throws UsageException {
        if (value < least || value > most) {
            throw new UsageException(option + " " + value + ": expected " + least + " to " + most + " " + unit);
        }
    }

    private LiveRequest.Way engine() throws UsageException {
        return switch (engine.toLowerCase(Locale.ROOT)) {
            case "auto" -> LiveRequest.Way.AUTO;
            case "afpacket" -> LiveRequest.Way.AFPACKET;
            case "pcap" -> LiveRequest.Way.PCAP;
            default -> throw new UsageException("--engine " + engine + ": expected auto, afpacket or pcap");
        };
    }

    private LiveRequest.Keep keep() throws UsageException {
        boolean series = writeSize != null || writeEvery != null;
        if (write == null) {
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
            return Path.of(write);
        } catch (InvalidPathException e) {
            throw new UsageException("--write " + write + ": " + e.getReason());
        }
    }

    boolean keepsOnStandardOutput() {
        return ResultFile.STANDARD_OUTPUT.equals(write);
    }

    /** The file for the packets as it was named, null where there is none. */
    String write() {
        return write;
    }

    /** Nanoseconds to capture, {@link Long#MAX_VALUE} for without end. */
    long durationNanos() throws UsageException {
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
