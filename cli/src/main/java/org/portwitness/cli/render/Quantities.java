package org.portwitness.cli.render;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;

/** The only place that writes times, rates and sizes, for people and for programs. Units always stand beside their number. */
public final class Quantities {
    private static final long MICRO = 1_000L;
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long SECONDS_A_DAY = 86_400;

    private Quantities() {}

    /** A duration with three digits at most: {@code 640 ns}, {@code 96.1 µs}, {@code 11.4 ms}, {@code 40 s}, {@code 2 min 5 s}. */
    public static String duration(double nanos) {
        if (nanos < 0) {
            return "-" + duration(-nanos);
        }
        long whole = Math.round(nanos);
        if (whole < MICRO) {
            return whole == 0 ? "0 s" : whole + " ns";
        }
        // 999.6 µs would round to "1000 µs": the next unit starts where three digits end
        if (nanos < 999.5 * MICRO) {
            return threeDigits(nanos / MICRO) + " µs";
        }
        if (nanos < 999.5 * MILLI) {
            return threeDigits(nanos / MILLI) + " ms";
        }
        if (nanos < 59.95 * SECOND) {
            return threeDigits(nanos / SECOND) + " s";
        }
        long seconds = Math.round(nanos / SECOND);
        long wholeNanos = seconds * SECOND;
        if (wholeNanos < HOUR) {
            return twoUnits(seconds / 60, "min", seconds % 60, "s");
        }
        long minutes = Math.round(nanos / MINUTE);
        if (minutes * MINUTE < DAY) {
            return twoUnits(minutes / 60, "h", minutes % 60, "min");
        }
        long hours = Math.round(nanos / HOUR);
        return twoUnits(hours / 24, "d", hours % 24, "h");
    }

    private static String twoUnits(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    private static String threeDigits(double value) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(3, RoundingMode.HALF_UP));
        if (rounded.signum() == 0) {
            return "0";
        }
        return rounded.stripTrailingZeros().toPlainString();
    }

    /** {@code 12,345}. */
    public static String count(long value) {
        StringBuilder digits = new StringBuilder().append(value);
        int first = value < 0 ? 1 : 0;
        for (int at = digits.length() - 3; at > first; at -= 3) {
            digits.insert(at, ',');
        }
        return digits.toString();
    }

    /** {@code 1 packet}, {@code 12,345 packets}. */
    public static String count(long value, String one, String more) {
        return count(value) + " " + (value == 1 ? one : more);
    }

    /** Decimal units, as links and disks are sold: {@code 812 bytes}, {@code 3.4 MB}. */
    public static String size(long bytes) {
        if (bytes < 1000) {
            return bytes == 1 ? "1 byte" : bytes + " bytes";
        }
        return scaled((double) bytes, new String[] {"", "kB", "MB", "GB", "TB", "PB"}, "");
    }

    /** {@code 610 MB/s}. */
    public static String byteRate(double bytesPerSecond) {
        return size(Math.round(bytesPerSecond)) + "/s";
    }

    /** {@code 830 packets/s}, {@code 8.12 million packets/s}. */
    public static String packetRate(double packetsPerSecond) {
        return scaled(packetsPerSecond, new String[] {"", "thousand", "million", "billion"}, " packets/s")
                .replace("  ", " ");
    }

    private static String scaled(double value, String[] units, String suffix) {
        int unit = 0;
        double rest = value;
        while (rest >= 999.5 && unit < units.length - 1) {
            rest /= 1000;
            unit++;
        }
        return threeDigits(rest) + " " + units[unit] + suffix;
    }

    /** A share in percent, two digits: {@code 1.2 %}, {@code 45 %}; what is not nothing never reads as 0. */
    public static String percent(double part, double whole) {
        if (whole <= 0) {
            return "0 %";
        }
        double value = 100 * part / whole;
        if (value > 0 && value < 0.01) {
            return "<0.01 %";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(value >= 99.5 ? 3 : 2, RoundingMode.HALF_UP));
        return (rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString()) + " %";
    }

    /** Capture time for people: {@code 09:01:12}, UTC. */
    public static String clock(long epochNanos) {
        StringBuilder text = new StringBuilder(8);
        appendClock(text, epochNanos);
        return text.toString();
    }

    /** The same to the millisecond, cut and not rounded: {@code 09:01:12.345}. */
    public static String preciseClock(long epochNanos) {
        StringBuilder text = new StringBuilder(12);
        appendClock(text, epochNanos);
        text.append('.');
        appendDigits(text, Math.floorMod(epochNanos, SECOND) / 1_000_000, 3);
        return text.toString();
    }

    /** {@code 2026-11-23}, UTC. */
    public static String day(long epochNanos) {
        return LocalDate.ofEpochDay(Math.floorDiv(epochNanos, DAY)).toString();
    }

    private static void appendClock(StringBuilder text, long epochNanos) {
        long second = Math.floorMod(Math.floorDiv(epochNanos, SECOND), SECONDS_A_DAY);
        appendDigits(text, second / 3600, 2);
        text.append(':');
        appendDigits(text, second / 60 % 60, 2);
        text.append(':');
        appendDigits(text, second % 60, 2);
    }

    /** With zeros in front. */
    private static void appendDigits(StringBuilder text, long value, int digits) {
        String written = Long.toString(value);
        for (int i = written.length(); i < digits; i++) {
            text.append('0');
        }
        text.append(written);
    }

    /** {@code 2026-11-23 09:00:00 to 09:01:12 UTC}; the day stands twice where it changes. */
    public static String period(long firstNanos, long lastNanos) {
        String firstDay = day(firstNanos);
        String lastDay = day(lastNanos);
        return firstDay + " " + clock(firstNanos) + " to " + (firstDay.equals(lastDay) ? "" : lastDay + " ")
                + clock(lastNanos) + " UTC";
    }

    /** RFC 3339 in UTC with nine digits: {@code 2026-11-23T09:00:00.000000001Z}. */
    public static String rfc3339(long epochNanos) {
        StringBuilder text = new StringBuilder(30).append(day(epochNanos)).append('T');
        appendClock(text, epochNanos);
        text.append('.');
        appendDigits(text, Math.floorMod(epochNanos, SECOND), 9);
        return text.append('Z').toString();
    }

    /** Nanoseconds as a decimal number of microseconds, exact, with at least one digit behind the point: {@code 96.125}. */
    public static String micros(long nanos) {
        return decimal(nanos, 3);
    }

    /** Nanoseconds as a decimal number of milliseconds, exact, with at least one digit behind the point. */
    public static String millis(long nanos) {
        return decimal(nanos, 6);
    }

    /** A number rounded to six places behind the point. */
    public static String ratio(double value) {
        BigDecimal rounded =
                BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_UP).stripTrailingZeros();
        return (rounded.scale() < 1 ? rounded.setScale(1) : rounded).toPlainString();
    }

    private static String decimal(long nanos, int digits) {
        long unit = digits == 3 ? 1_000 : 1_000_000;
        StringBuilder text = new StringBuilder(nanos < 0 ? "-" : "");
        text.append(Math.abs(nanos / unit)).append('.');
        appendDigits(text, Math.abs(nanos % unit), digits);
        int shortest = text.length() - digits + 1;
        while (text.length() > shortest && text.charAt(text.length() - 1) == '0') {
            text.setLength(text.length() - 1);
        }
        return text.toString();
    }
}
