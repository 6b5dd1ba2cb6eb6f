package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.portwitness.analyzer.evidence.MirrorSigns;
import org.portwitness.analyzer.evidence.Traffic;
import org.portwitness.analyzer.report.Health;
import org.portwitness.analyzer.report.Report;
import org.portwitness.capture.CaptureSummary;

/**
 * What is wrong with the capture itself, before anybody is blamed for what it seems to show: each thing with what it does to the verdicts
 * and how to mend it. A problem makes verdicts doubtful ({@link Certainty} acts on those that hide answers); a note explains figures.
 */
public final class CaptureHealth {
    /** From this share on packets that cannot be used are no accident. */
    private static final double SHARE_THAT_MATTERS = 0.01;

    /** Copies and tags of one direction come with every packet of a mirror or with hardly any. */
    private static final double SHARE_OF_A_MIRROR_SETTING = 0.1;

    private static final int REASONS_SHOWN = 3;

    private final List<Health> found = new ArrayList<>();
    private final Traffic traffic;
    private final MirrorSigns mirror;

    private CaptureHealth(Traffic traffic) {
        this.traffic = traffic;
        mirror = traffic.mirror();
    }

    /** Problems first, then notes; the most telling first among each. */
    public static List<Health> of(Traffic traffic, Report.Visibility visibility, List<CaptureSummary> captures) {
        CaptureHealth health = new CaptureHealth(traffic);
        health.oneWay(visibility);
        health.drops(captures);
        health.lostBytes();
        health.undecodable();
        health.cut();
        health.time();
        health.tags();
        health.copies();
        health.superPackets();
        health.found.sort(Comparator.comparing((Health h) -> !h.severity().equals("problem")));
        return List.copyOf(health.found);
    }

    private void add(String kind, boolean problem, long count, String detail) {
        found.add(new Health(kind, problem ? "problem" : "note", count, detail));
    }

    private void oneWay(Report.Visibility visibility) {
        if (visibility.note() != null) {
            add(
                    "one-way",
                    true,
                    visibility.oneWay(),
                    visibility.note() + " Mirror both directions (rx and tx) of the unit's switch port.");
        }
    }

    private void drops(List<CaptureSummary> captures) {
        long drops = 0;
        for (CaptureSummary capture : captures) {
            // counters come from the file and may be any number
            long sum = drops + capture.dropped().total();
            drops = sum < drops ? Long.MAX_VALUE : sum;
        }
        if (drops == 0) {
            return;
        }
        boolean problem = Certainty.reachesDropLimit(traffic.packets(), drops);
        add(
                "drops",
                problem,
                drops,
                Words.count(drops, "packets") + (drops == 1 ? " was" : " were") + " dropped before the capture ("
                        + percent(drops, (double) drops + (double) traffic.packets()) + ")"
                        + (problem ? ": silence proves nothing." : ", too few to doubt a silence.")
                        + " A filter, a larger buffer or a faster disk helps.");
    }

    private void lostBytes() {
        if (mirror.unseenStretches() < Certainty.FEWEST_GAPS) {
            return;
        }
        boolean problem = Certainty.losesTooMuch(mirror);
        add(
                "lost-packets",
                problem,
                mirror.unseenStretches(),
                "The capture lacks "
                        + percent(mirror.unseenBytes(), (double) mirror.tcpBytes() + (double) mirror.unseenBytes())
                        + " of the TCP bytes that receivers acknowledged ("
                        + Words.count(mirror.unseenStretches(), "gaps") + ")"
                        + (problem
                                ? ": silence proves nothing. "
                                : ", too little to doubt a silence; loss of media may be the mirror's own. ")
                        + "Mirror fewer ports, or give the mirror a faster port and the capture a larger buffer.");
    }

    private void undecodable() {
        if (traffic.undecodable() == 0) {
            return;
        }
        add(
                "undecodable",
                traffic.undecodable() >= traffic.packets() * SHARE_THAT_MATTERS,
                traffic.undecodable(),
                Words.count(traffic.undecodable(), "packets") + " ("
                        + percent(traffic.undecodable(), (double) traffic.packets()) + ") could not be decoded"
                        + reasons(traffic.undecodableReasons())
                        + ". Whatever they held is missing; capture whole frames, as they are on the wire.");
    }

    private static String reasons(Map<String, Long> reasons) {
        return reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(REASONS_SHOWN)
                .map(reason -> reason.getKey() + " " + reason.getValue())
                .collect(Collectors.joining(", ", ": ", ""));
    }

    private void cut() {
        if (traffic.cutBySnaplen() == 0) {
            return;
        }
        add(
                "cut-packets",
                traffic.cutBySnaplen() >= traffic.packets() * SHARE_THAT_MATTERS,
                traffic.cutBySnaplen(),
                Words.count(traffic.cutBySnaplen(), "packets") + " ("
                        + percent(traffic.cutBySnaplen(), (double) traffic.packets())
                        + ") were cut by the capture's snap length: server names, certificates and DNS answers may be missing, and rows"
                        + " that are told apart by name with them. Capture whole packets (-s 0).");
    }

    private void time() {
        if (traffic.timeGoesBack() == 0) {
            return;
        }
        add(
                "time-backwards",
                traffic.timeGoesBack() >= traffic.packets() * SHARE_THAT_MATTERS,
                traffic.timeGoesBack(),
                "The time stamps run backwards "
                        + (traffic.timeGoesBack() == 1 ? "once" : traffic.timeGoesBack() + " times")
                        + ": latencies around these packets are not exact. Merge files by time (mergecap), and let one clock stamp the packets.");
    }

    private void tags() {
        if (mirror.taggedOneWay() == 0
                || mirror.taggedOneWay() < mirror.twoWayConversations() * SHARE_OF_A_MIRROR_SETTING) {
            return;
        }
        add(
                "vlan-one-way",
                false,
                mirror.taggedOneWay(),
                mirror.taggedOneWay() + " of " + Words.count(mirror.twoWayConversations(), "TCP conversations")
                        + " bear a VLAN tag in one direction only. A capture filter without \"or vlan and ...\" then loses that direction;"
                        + " filter by both forms, or let the mirror strip tags.");
    }

    private void copies() {
        if (traffic.duplicates() == 0 || traffic.duplicates() < traffic.packets() * SHARE_OF_A_MIRROR_SETTING) {
            return;
        }
        add(
                "duplicates",
                false,
                traffic.duplicates(),
                percent(traffic.duplicates(), (double) traffic.packets())
                        + " of the packets are copies: the mirror sees them at two ports, or rx and tx of a VLAN. They count once."
                        + " Mirror one port, both directions.");
    }

    private void superPackets() {
        if (mirror.superPackets() == 0) {
            return;
        }
        add(
                "super-packets",
                false,
                mirror.superPackets(),
                Words.count(mirror.superPackets(), "frames") + (mirror.superPackets() == 1 ? " is" : " are")
                        + " longer than an Ethernet frame (up to " + mirror.longestFrame()
                        + " bytes): the capturing host joined packets (GRO, LRO), or its own were not yet split (TSO), or the network has jumbo"
                        + " frames. Packet counts are too low then; \"ethtool -K INTERFACE gro off lro off tso off\" shows them as on the wire.");
    }

    private static String percent(long part, double whole) {
        double share = whole <= 0 ? 0 : 100.0 * part / whole;
        return share >= 9.95
                ? Math.round(share) + " %"
                : share >= 0.1 ? String.format(Locale.ROOT, "%.1f %%", share) : "less than 0.1 %";
    }
}
