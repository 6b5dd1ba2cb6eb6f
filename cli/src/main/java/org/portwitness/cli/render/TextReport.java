package org.portwitness.cli.render;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.portwitness.analyzer.report.Health;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Finding;
import org.portwitness.analyzer.report.Report.Peer;
import org.portwitness.analyzer.report.Report.Row;
import org.portwitness.analyzer.report.Report.RowUnit;
import org.portwitness.analyzer.report.Report.Verdict;
import org.portwitness.cli.render.Page.Paint;

/**
 * The report for people: what fails first, with its reason, what to ask for and the proof; then what cannot be told, what works,
 * latencies, notes, and in the last line the conclusion. Fits one screen when things are fine.
 */
public final class TextReport {
    /** Below that many columns tables cannot keep their shape; they are then wider than the screen. */
    public static final int NARROWEST = 60;
    /** Lines of prose longer than that are hard to read. */
    public static final int WIDEST = 140;

    /** Wide enough for the longest verdict, {@code not-applicable}, and a gap. */
    private static final int VERDICT_COLUMN = 14;

    private static final int ROWS_WORTH_FOLDING = 3;
    private static final int PROOFS_SHOWN = 3;
    private static final int UNITS_SHOWN = 4;
    private static final int NOTES_SHOWN = 8;

    private final Report report;
    private final Conclusion conclusion;
    private final Page page;

    private TextReport(Report report, Conclusion conclusion, Page page) {
        this.report = report;
        this.conclusion = conclusion;
        this.page = page;
    }

    /**
     * @param columns width of the terminal
     * @param colour whether to send colours
     * @param unicode whether the terminal shows more than ASCII
     */
    public static String of(Report report, Conclusion conclusion, int columns, boolean colour, boolean unicode) {
        int width = Math.max(NARROWEST, Math.min(WIDEST, columns));
        TextReport text = new TextReport(report, conclusion, new Page(width, colour, unicode));
        text.write();
        return text.page.toString();
    }

    private void write() {
        new ReportHead(report, page).write();
        details(row -> row.verdict().isFailure());
        details(row -> row.verdict() == Verdict.INCONCLUSIVE);
        problems();
        working();
        idle();
        new MediaLines(report, page).write();
        new LatencyTable(report, page).write();
        notes();
        conclude();
    }

    /** Rows told at length: the worst first, among equals those that must work. */
    private void details(Predicate<Row> chosen) {
        report.rows().stream()
                .filter(chosen)
                .sorted(Comparator.comparingInt(TextReport::weight).thenComparing(Row::verdict))
                .forEach(this::detail);
    }

    private static int weight(Row row) {
        return switch (row.requirement()) {
            case "required" -> 0;
            case "one-of" -> 1;
            case "legacy" -> 2;
            default -> 3;
        };
    }

    private void detail(Row row) {
        String verdict = row.verdict().isFailure()
                ? row.verdict().text().toUpperCase(Locale.ROOT)
                : row.verdict().text();
        String requirement = row.group() == null ? row.requirement() : row.requirement() + " " + row.group();
        page.blank();
        page.labelled(
                paint(row.verdict()),
                verdict,
                VERDICT_COLUMN,
                String.join(", ", row.protocols()) + " " + row.ports() + "  " + row.id() + "  (" + requirement + ")");
        page.indented(VERDICT_COLUMN, row.from() + " to " + row.to() + ": " + row.purpose());
        page.indented(VERDICT_COLUMN, row.why());
        if (row.advice() != null) {
            page.itemised(VERDICT_COLUMN, page.unicode() ? "→" : "->", row.advice());
        }
        units(row);
        proofs(row);
    }

    private void units(Row row) {
        if (row.units().size() < 2) {
            return;
        }
        int shown = 0;
        for (RowUnit unit : row.units()) {
            if (shown++ == UNITS_SHOWN) {
                page.itemised(VERDICT_COLUMN, "-", Quantities.count(row.units().size() - UNITS_SHOWN) + " more units");
                return;
            }
            page.itemised(
                    VERDICT_COLUMN,
                    "-",
                    unit.address() + " " + unit.verdict().text() + ", "
                            + answeredOf(row, unit.answered(), unit.attempts()) + ": " + unit.why());
        }
    }

    /** What to look up in a firewall's log: how often, from when to when, with whom. */
    private void proofs(Row row) {
        Report.Counts counts = row.counts();
        if (counts.attempts() == 0) {
            return;
        }
        List<String> parts = new ArrayList<>();
        addCount(parts, counts.answered(), answered(row));
        addCount(parts, counts.refused(), "refused");
        addCount(parts, counts.unreachable(), "unreachable");
        addCount(parts, counts.unanswered(), "unanswered");
        addCount(parts, counts.undecided(), "undecided");
        StringBuilder proof = new StringBuilder(Quantities.count(counts.attempts(), "attempt", "attempts"));
        if (!parts.isEmpty()) {
            proof.append(": ").append(String.join(", ", parts));
        }
        if (row.firstFailed() != null) {
            proof.append("; failing ").append(span(row.firstFailed(), row.lastFailed()));
        }
        if (row.lastOk() != null) {
            proof.append("; last worked ").append(Quantities.clock(row.lastOk()));
        }
        page.indented(VERDICT_COLUMN, proof.toString());
        peers(row);
    }

    private static void addCount(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(Quantities.count(count) + " " + what);
        }
    }

    private static String span(long firstNanos, Long lastNanos) {
        String from = Quantities.clock(firstNanos);
        String to = lastNanos == null ? from : Quantities.clock(lastNanos);
        return from.equals(to) ? from : from + " to " + to;
    }

    private void peers(Row row) {
        List<Peer> worstFirst = row.peers().stream()
                .sorted(Comparator.comparingLong((Peer peer) -> peer.answered() - peer.attempts()))
                .toList();
        int shown = 0;
        for (Peer peer : worstFirst) {
            if (shown++ == PROOFS_SHOWN) {
                long more = row.peers().size() - PROOFS_SHOWN + row.peersLeftOut();
                page.itemised(VERDICT_COLUMN, "-", Quantities.count(more, "more peer", "more peers"));
                return;
            }
            // peers that come to the unit have no port that means anything
            String address = peer.port() == 0
                    ? peer.address()
                    : (peer.address().indexOf(':') >= 0 ? "[" + peer.address() + "]" : peer.address()) + ":"
                            + peer.port();
            page.itemised(
                    VERDICT_COLUMN,
                    "-",
                    address + " " + peer.protocol()
                            + (peer.name() == null ? "" : " (" + peer.name() + ")") + ": "
                            + answeredOf(row, peer.answered(), peer.attempts()));
        }
    }

    /** Where TLS fails the connection was answered all the same, which must not read like success. */
    private static String answered(Row row) {
        return row.verdict() == Verdict.TLS_FAILED ? "connected" : "answered";
    }

    private static String answeredOf(Row row, long answered, long attempts) {
        return Quantities.count(answered) + " of " + Quantities.count(attempts) + " " + answered(row);
    }

    /** What was put right while the capture ran; the verdict speaks of the capture as a whole. */
    private void healed(Row row) {
        Report.Healed healed = row.healed();
        if (healed != null) {
            page.indented(
                    VERDICT_COLUMN,
                    "healed: failed " + span(healed.failedFrom(), healed.failedUntil()) + ", works since "
                            + Quantities.clock(healed.okAgain()));
        }
    }

    /** One line each for what works. */
    private void working() {
        List<Row> rows = report.rows().stream()
                .filter(row -> row.verdict() == Verdict.OK)
                .toList();
        if (rows.isEmpty()) {
            return;
        }
        page.blank();
        int idColumn =
                2 + rows.stream().mapToInt(row -> row.id().length()).max().orElse(0);
        int portColumn =
                2 + rows.stream().mapToInt(row -> port(row).length()).max().orElse(0);
        for (Row row : rows) {
            Report.Counts counts = row.counts();
            StringBuilder line = new StringBuilder();
            line.append(Page.padded(page.clean(row.id()), idColumn));
            line.append(Page.padded(page.clean(port(row)), portColumn));
            if (counts.attempts() > 0) {
                line.append(Quantities.count(counts.answered()))
                        .append(" of ")
                        .append(Quantities.count(counts.attempts()));
            }
            String verdict = page.painted(Paint.GOOD, "ok") + Page.spaces(VERDICT_COLUMN - 2);
            String median = row.latency().count() == 0
                    ? ""
                    : ", median " + page.clean(Quantities.duration(row.latency().p50Nanos()));
            boolean fits = VERDICT_COLUMN + line.length() + median.length() <= page.width();
            page.line(verdict + line + (fits ? median : ""));
            healed(row);
        }
    }

    private static String port(Row row) {
        return String.join(", ", row.protocols()) + " " + row.ports();
    }

    private void idle() {
        page.blank();
        ids("not seen", Verdict.NOT_SEEN);
        ids("not applied", Verdict.NOT_APPLICABLE);
    }

    /** The ids of all rows with that verdict; a table in which every row has it is named instead of its rows. */
    private void ids(String label, Verdict verdict) {
        Map<String, List<Row>> tables = report.rows().stream()
                .collect(Collectors.groupingBy(Row::table, LinkedHashMap::new, Collectors.toList()));
        List<String> names = new ArrayList<>();
        tables.forEach((table, rows) -> {
            List<String> ids = rows.stream()
                    .filter(row -> row.verdict() == verdict)
                    .map(Row::id)
                    .toList();
            if (ids.size() == rows.size() && ids.size() >= ROWS_WORTH_FOLDING) {
                names.add("all " + ids.size() + " rows of " + table);
            } else {
                names.addAll(ids);
            }
        });
        if (!names.isEmpty()) {
            page.labelled(Paint.ASIDE, label, VERDICT_COLUMN, String.join(", ", names));
        }
    }

    private void problems() {
        List<Finding> problems = Problems.besideRows(report);
        if (problems.isEmpty()) {
            return;
        }
        page.blank();
        page.line(page.painted(Paint.FAILING, "Problems"));
        problems.stream().limit(NOTES_SHOWN).forEach(problem -> page.itemised(2, "-", problem.detail()));
        if (problems.size() > NOTES_SHOWN) {
            page.itemised(2, "-", Quantities.count(problems.size() - NOTES_SHOWN) + " more with --json");
        }
    }

    private void notes() {
        List<String> notes = new ArrayList<>(report.notes());
        for (Finding finding : report.findings()) {
            if (finding.severity().equals("note")) {
                notes.add(finding.detail());
            }
        }
        for (Health health : report.health()) {
            if (!health.severity().equals("problem") && !health.kind().equals("drops")) {
                notes.add(health.detail());
            }
        }
        if (notes.isEmpty()) {
            return;
        }
        page.blank();
        page.line(page.painted(Paint.HEADING, "Notes"));
        int shown = Math.min(NOTES_SHOWN, notes.size());
        notes.subList(0, shown).forEach(note -> page.itemised(2, "-", note));
        if (notes.size() > shown) {
            page.itemised(2, "-", Quantities.count(notes.size() - shown) + " more with --json");
        }
    }

    private void conclude() {
        Paint paint = switch (conclusion.exitCode()) {
            case 0 -> conclusion.isFine(report) ? Paint.GOOD : Paint.DOUBTFUL;
            case 1 -> Paint.FAILING;
            default -> Paint.DOUBTFUL;
        };
        page.blank();
        page.labelled(
                paint,
                conclusion.label(report),
                conclusion.label(report).length() + 1,
                conclusion.sentence(report) + " (exit code " + conclusion.exitCode() + ")");
    }

    private static Paint paint(Verdict verdict) {
        return switch (verdict) {
            case BLOCKED, REFUSED, TLS_FAILED, ONE_WAY -> Paint.FAILING;
            case PARTIAL, INCONCLUSIVE -> Paint.DOUBTFUL;
            case OK -> Paint.GOOD;
            default -> Paint.ASIDE;
        };
    }
}
