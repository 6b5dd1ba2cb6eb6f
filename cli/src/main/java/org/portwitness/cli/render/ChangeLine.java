package org.portwitness.cli.render;

import org.portwitness.analyzer.Change;
import org.portwitness.analyzer.report.Report.Finding;
import org.portwitness.analyzer.report.Report.Row;

/** What a live analysis sees for the first time, as one line each: capture time, what, where, the sentence that tells it. */
public final class ChangeLine {
    private ChangeLine() {}

    /** With the day, for logs that run for weeks. */
    public static String of(Change change, boolean unicode) {
        return Quantities.day(change.nanos()) + " " + briefly(change, unicode);
    }

    /** With the time of day only. */
    static String briefly(Change change, boolean unicode) {
        String line = Quantities.clock(change.nanos()) + "  " + what(change);
        return WireText.clean(line, unicode);
    }

    private static String what(Change change) {
        if (change instanceof Change.Stopped stopped) {
            return "stopped  " + name(stopped.row()) + "  "
                    + Quantities.count(stopped.failures(), "failure", "failures") + " since it last worked at "
                    + Quantities.clock(stopped.lastOkNanos()) + ".";
        }
        if (change instanceof Change.Healed healed) {
            return "healed  " + name(healed.row()) + "  Works again; failed from "
                    + Quantities.clock(healed.failedFromNanos()) + " to " + Quantities.clock(healed.failedToNanos())
                    + ".";
        }
        Finding finding = ((Change.Found) change).finding();
        return (finding.severity().equals("note") ? "note: " : "") + finding.kind() + "  "
                + (finding.row() == null ? "" : finding.row() + "  ") + finding.source() + " > "
                + endpoint(finding.destination(), finding.destinationPort()) + "  " + finding.detail();
    }

    private static String name(Row row) {
        return row.id();
    }

    private static String endpoint(String address, int port) {
        return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
    }
}
