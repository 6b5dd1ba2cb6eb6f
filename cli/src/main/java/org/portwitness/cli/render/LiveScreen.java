package org.portwitness.cli.render;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.portwitness.analyzer.Change;
import org.portwitness.analyzer.Snapshot;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Row;
import org.portwitness.analyzer.report.Report.Unit;
import org.portwitness.analyzer.report.Report.Verdict;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.cli.render.Page.Paint;

/**
 * What the screen shows of a live analysis: traffic and losses, the rows with their verdicts and latencies, what fails first, and the latest
 * findings. Lines never wider and never more than the screen. Used by one thread.
 */
public final class LiveScreen {
    private static final int VERDICT_COLUMN = 14;
    private static final int ANSWERED_COLUMN = 14;
    /** Less room than this is not worth the beginning of a sentence. */
    private static final int SHORTEST_TOLD = 16;

    private static final int LATENCY_COLUMN = 9;
    private static final int PORT_COLUMN = 21;
    private static final int WIDE = 100;
    private static final int NARROWEST = 40;
    private static final int FEWEST_FINDINGS = 3;
    private static final int CHANGES_KEPT = 100;
    private static final int UNITS_SHOWN = 3;
    private static final double NANOS_PER_SECOND = 1e9;
    /** Rates forget what was longer ago: with less they flicker, with more they lag. */
    private static final double RATE_NANOS = 1.5 * NANOS_PER_SECOND;

    private final String name;
    private final boolean colour;
    private final boolean unicode;
    private final Deque<Change> latest = new ArrayDeque<>();
    private final Map<String, Change> courses = new HashMap<>();
    private Snapshot snapshot;
    private long packetsBefore;
    private long bytesBefore;
    private double packetRate;
    private double byteRate;

    /** @param name what is captured from */
    public LiveScreen(String name, boolean colour, boolean unicode) {
        this.name = name;
        this.colour = colour;
        this.unicode = unicode;
    }

    /**
     * Takes in another snapshot.
     *
     * @param sinceNanos running time since the one before, for the rates
     */
    public void take(Snapshot next, long sinceNanos) {
        long packets = next.report().traffic().packets();
        long bytes = next.report().captures().stream()
                .mapToLong(CaptureSummary::bytes)
                .sum();
        if (sinceNanos > 0) {
            double weight = 1 - Math.exp(-sinceNanos / RATE_NANOS);
            packetRate += weight * ((packets - packetsBefore) * NANOS_PER_SECOND / sinceNanos - packetRate);
            byteRate += weight * ((bytes - bytesBefore) * NANOS_PER_SECOND / sinceNanos - byteRate);
        }
        packetsBefore = packets;
        bytesBefore = bytes;
        snapshot = next;
        remember(next.changes());
    }

    /** Takes in what is new, for the pictures to come. */
    public void remember(List<Change> changes) {
        for (Change change : changes) {
            latest.addFirst(change);
            if (change instanceof Change.Stopped stopped) {
                courses.put(stopped.row().id(), change);
            } else if (change instanceof Change.Healed healed) {
                courses.put(healed.row().id(), change);
            }
        }
        while (latest.size() > CHANGES_KEPT) {
            latest.removeLast();
        }
    }

    /**
     * @param elapsedNanos since the capture began
     * @param paused whether the picture stands still
     * @return at most {@code height} lines of at most {@code columns} characters, colours not counted; on a narrower screen than {@link #NARROWEST}
     *     they are cut by the terminal
     */
    public List<String> lines(int columns, int height, long elapsedNanos, boolean paused) {
        int width = Math.max(NARROWEST, columns);
        Page page = new Page(width, colour, unicode);
        List<String> lines = new ArrayList<>();
        head(page, lines, width, elapsedNanos, paused);
        if (snapshot != null) {
            int findings = Math.min(latest.size(), Math.max(FEWEST_FINDINGS, height / 4));
            int room = height - lines.size() - (findings == 0 ? 0 : findings + 2);
            rows(page, lines, width, room);
            findings(page, lines, width, height);
        }
        return lines.subList(0, Math.min(lines.size(), height));
    }

    private void head(Page page, List<String> lines, int width, long elapsedNanos, boolean paused) {
        String time = snapshot == null || snapshot.nowNanos() == 0
                ? "no packet yet"
                : Quantities.clock(snapshot.nowNanos()) + " UTC";
        String keys = paused ? "PAUSED  p go on  q quit" : "p pause  q quit";
        String left =
                cut(page, "Portwitness  " + name + "  " + time + "  " + whole(elapsedNanos), width - keys.length() - 2);
        lines.add(page.painted(Paint.HEADING, left)
                + Page.spaces(width - left.length() - keys.length())
                + page.painted(paused ? Paint.DOUBTFUL : Paint.ASIDE, keys));
        if (snapshot == null) {
            return;
        }
        Report report = snapshot.report();
        String traffic = Quantities.packetRate(Math.rint(packetRate)) + "  " + Quantities.byteRate(byteRate) + "  "
                + Quantities.count(report.traffic().packets(), "packet", "packets");
        long drops = report.captures().stream()
                .mapToLong(capture -> capture.dropped().total())
                .sum();
        String lost = "  " + (drops == 0 ? "none lost" : Quantities.count(drops) + " lost (" + percent(drops) + ")");
        traffic = cut(page, traffic, width - lost.length());
        lines.add(traffic + page.painted(drops == 0 ? Paint.ASIDE : Paint.FAILING, lost));
        lines.add(cut(page, units(report), width));
        lines.add("");
    }

    private String percent(long drops) {
        return Quantities.percent((double) drops, (double) drops + (double) packetsBefore);
    }

    /** Whole seconds: what changes with each picture is hard to read. */
    private static String whole(long nanos) {
        return Quantities.duration(Math.floor(nanos / NANOS_PER_SECOND) * NANOS_PER_SECOND);
    }

    private static String units(Report report) {
        if (report.units().isEmpty()) {
            return "no unit seen yet";
        }
        long count = report.units().size() + report.unitsLeftOut();
        if (report.units().stream().allMatch(unit -> unit.foundBy().equals("every-client"))) {
            return "no room unit recognised yet, so every client counts (" + Quantities.count(count) + ")";
        }
        return (count == 1 ? "unit " : Quantities.count(count) + " units: ")
                + report.units().stream().limit(UNITS_SHOWN).map(Unit::address).collect(Collectors.joining(", "))
                + (count > UNITS_SHOWN ? ", ..." : "");
    }

    /** As many as there is room for: failures, doubts, what works, then what was not seen yet in the order of the tables. */
    private void rows(Page page, List<String> lines, int width, int room) {
        List<Row> shown = snapshot.report().rows().stream()
                .filter(row -> row.verdict() != Verdict.NOT_APPLICABLE)
                .sorted(Comparator.comparing((Row row) -> row.verdict() == Verdict.NOT_SEEN)
                        .thenComparing(row -> !hasStopped(row))
                        .thenComparing(Row::verdict))
                .toList();
        int notApplied = snapshot.report().rows().size() - shown.size();
        int idColumn = 2
                + snapshot.report().rows().stream()
                        .mapToInt(row -> row.id().length())
                        .max()
                        .orElse(0);
        lines.add(page.painted(Paint.ASIDE, heading(page, width, idColumn)));
        int used = 2;
        int left = 0;
        for (Row row : shown) {
            if (used < room) {
                lines.add(row(page, row, width, idColumn));
                used++;
            } else {
                left++;
            }
        }
        List<String> rest = new ArrayList<>();
        if (left > 0) {
            rest.add(Quantities.count(left, "more row", "more rows"));
        }
        if (notApplied > 0) {
            rest.add(Quantities.count(notApplied) + " not applied");
        }
        lines.add(page.painted(Paint.ASIDE, cut(page, String.join(", ", rest), width)));
    }

    private boolean hasStopped(Row row) {
        return courses.get(row.id()) instanceof Change.Stopped;
    }

    private static String heading(Page page, int width, int idColumn) {
        String line = Page.padded("verdict", VERDICT_COLUMN)
                + Page.padded("row", idColumn)
                + (width >= WIDE ? Page.padded("port", PORT_COLUMN) : "")
                + Page.padded("answered", ANSWERED_COLUMN)
                + Page.rightAligned("p50", LATENCY_COLUMN)
                + Page.rightAligned("p99", LATENCY_COLUMN);
        return cut(page, line, width);
    }

    private String row(Page page, Row row, int width, int idColumn) {
        String verdict = row.verdict().isFailure()
                ? row.verdict().text().toUpperCase(Locale.ROOT)
                : row.verdict() == Verdict.NOT_SEEN ? "not seen" : row.verdict().text();
        Paint paint = paint(row.verdict());
        String course = course(row);
        if (hasStopped(row) && !row.verdict().isFailure()) {
            verdict = "STOPPED";
            paint = Paint.FAILING;
        }
        StringBuilder line = new StringBuilder(Page.padded(row.id(), idColumn));
        if (width >= WIDE) {
            line.append(Page.padded(String.join(", ", row.protocols()) + " " + row.ports(), PORT_COLUMN));
        }
        Report.Counts counts = row.counts();
        line.append(Page.padded(
                counts.attempts() == 0
                        ? ""
                        : Quantities.count(counts.answered()) + " of " + Quantities.count(counts.attempts()),
                ANSWERED_COLUMN));
        boolean timed = row.latency().count() > 0;
        if (timed || width >= WIDE) {
            line.append(
                    Page.rightAligned(timed ? Quantities.duration(row.latency().p50Nanos()) : "", LATENCY_COLUMN));
            line.append(
                    Page.rightAligned(timed ? Quantities.duration(row.latency().p99Nanos()) : "", LATENCY_COLUMN));
        }
        String told = course != null
                ? course
                : row.verdict().isFailure() || row.verdict() == Verdict.INCONCLUSIVE ? row.why() : "";
        if (width - VERDICT_COLUMN - line.length() >= SHORTEST_TOLD) {
            line.append("  ").append(told);
        }
        return page.painted(paint, verdict)
                + Page.spaces(VERDICT_COLUMN - verdict.length())
                + cut(page, line.toString().stripTrailing(), width - VERDICT_COLUMN);
    }

    private String course(Row row) {
        Change change = courses.get(row.id());
        if (change instanceof Change.Stopped stopped) {
            return "last worked " + Quantities.clock(stopped.lastOkNanos());
        }
        if (change instanceof Change.Healed healed && row.verdict() == Verdict.OK) {
            return "healed: failed " + Quantities.clock(healed.failedFromNanos()) + " to "
                    + Quantities.clock(healed.failedToNanos());
        }
        return null;
    }

    private static Paint paint(Verdict verdict) {
        return switch (verdict) {
            case BLOCKED, REFUSED, TLS_FAILED, ONE_WAY -> Paint.FAILING;
            case PARTIAL, INCONCLUSIVE -> Paint.DOUBTFUL;
            case OK -> Paint.GOOD;
            default -> Paint.ASIDE;
        };
    }

    private void findings(Page page, List<String> lines, int width, int height) {
        if (latest.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(page.painted(Paint.HEADING, "Latest"));
        Iterator<Change> changes = latest.iterator();
        while (changes.hasNext() && lines.size() < height) {
            lines.add(cut(page, ChangeLine.briefly(changes.next(), unicode), width));
        }
    }

    private static String cut(Page page, String text, int width) {
        String clean = page.clean(text);
        if (clean.length() <= width) {
            return clean;
        }
        String mark = page.unicode() ? "…" : "...";
        return width <= mark.length() ? "" : clean.substring(0, width - mark.length()) + mark;
    }
}
