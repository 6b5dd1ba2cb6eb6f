package org.portwitness.cli.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.portwitness.analyzer.report.Report.Finding;
import org.portwitness.analyzer.report.RtpStream;

/**
 * Writes filters for Wireshark's display filter field. They name a conversation in both directions, so that an answer that is missing is seen to
 * be missing, and the ICMP errors that quote it are shown too. Only address literals, numbers and fixed words get into one.
 */
final class DisplayFilter {
    private static final long SECOND = 1_000_000_000L;

    private DisplayFilter() {}

    /** Null where an end is no address. */
    static String of(Finding finding) {
        List<String> terms = new ArrayList<>();
        if (!addAddress(terms, finding.source()) || !addAddress(terms, finding.destination())) {
            return null;
        }
        if (finding.kind().equals("mirrorop-discovery")) {
            // who looks for receivers asks everybody
            terms.set(1, "(" + terms.get(1) + " || eth.ig == 1)");
        }
        addPort(terms, finding.protocol(), finding.sourcePort());
        addPort(terms, finding.protocol(), finding.destinationPort());
        terms.add("frame.time_epoch >= " + seconds(finding.firstNanos()));
        // what the last packet was answered with by ICMP comes after it
        long last = finding.lastNanos() + (finding.kind().equals("unreachable") ? SECOND : 0);
        terms.add("frame.time_epoch <= " + seconds(last));
        return String.join(" && ", terms);
    }

    /** Null where an end is no address. */
    static String of(RtpStream stream) {
        List<String> terms = new ArrayList<>();
        if (!addAddress(terms, stream.source()) || !addAddress(terms, stream.destination())) {
            return null;
        }
        addPort(terms, stream.protocol(), stream.sourcePort());
        addPort(terms, stream.protocol(), stream.destinationPort());
        return String.join(" && ", terms);
    }

    private static boolean addAddress(List<String> terms, String address) {
        if (!isAddress(address)) {
            return false;
        }
        terms.add((address.indexOf(':') >= 0 ? "ipv6.addr == " : "ip.addr == ") + address);
        return true;
    }

    /** Digits, dots and colons as the report writes addresses; nothing else can get into a filter. */
    private static boolean isAddress(String text) {
        return text != null && (text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") || text.matches("[0-9a-f:]*:[0-9a-f:.]*"));
    }

    private static void addPort(List<String> terms, String protocol, Integer port) {
        String field = protocol.toLowerCase(Locale.ROOT);
        if (port != null && port > 0 && (field.equals("tcp") || field.equals("udp"))) {
            terms.add(field + ".port == " + port);
        }
    }

    /** Seconds since the epoch, exact: no time zone can shift it. */
    private static String seconds(long epochNanos) {
        return String.format(
                Locale.ROOT, "%d.%09d", Math.floorDiv(epochNanos, SECOND), Math.floorMod(epochNanos, SECOND));
    }
}
