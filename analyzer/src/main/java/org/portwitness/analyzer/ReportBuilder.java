package org.portwitness.analyzer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.portwitness.analyzer.call.Calls;
import org.portwitness.analyzer.evidence.DiscoveryProbe;
import org.portwitness.analyzer.evidence.Evidence;
import org.portwitness.analyzer.evidence.HelloCounts;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.report.Latency;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.verdict.CaptureHealth;
import org.portwitness.analyzer.verdict.Judgement;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.EndReason;

/** Puts the parts of a report together: the totals of each protocol from the evidence, the rest from the judgement. {@code tcp} was told of all connections. */
final class ReportBuilder {
    private static final int MOST_NAMES = 10_000;

    private final Evidence evidence;
    private final TcpTotals tcp;

    private ReportBuilder(Evidence evidence, TcpTotals tcp) {
        this.evidence = evidence;
        this.tcp = tcp;
    }

    static Report build(
            Report.Run run,
            List<CaptureSummary> captures,
            Evidence evidence,
            TcpTotals tcp,
            Judgement judgement,
            String endpointsVersion,
            List<String> notesOnReading) {
        ReportBuilder parts = new ReportBuilder(evidence, tcp);
        Report.Visibility visibility = parts.visibility();
        Judgement.FoundFindings findings = judgement.findings();
        List<String> notes = new ArrayList<>(judgement.notes());
        notes.addAll(notesOnReading);
        Calls calls = Calls.in(evidence, judgement.assignments());
        if (calls.tracesLeftOut() > 0) {
            notes.add("The stories of calls leave out " + calls.tracesLeftOut()
                    + " exchanges of units: there are too many.");
        }
        for (CaptureSummary capture : captures) {
            if (capture.end() == EndReason.CUT || capture.end() == EndReason.CORRUPT) {
                notes.add(capture.source() + ": " + capture.endDetail());
            }
        }
        return new Report(
                run,
                captures,
                evidence.traffic(),
                visibility,
                judgement.capturePoint(),
                judgement.units(),
                judgement.unitsLeftOut(),
                parts.tcp.inReport(),
                parts.stun(),
                parts.mirrorOp(),
                parts.tls(),
                judgement.media(),
                calls.calls(),
                calls.leftOut(),
                CaptureHealth.of(evidence.traffic(), visibility, captures),
                endpointsVersion,
                judgement.rows(),
                findings.findings(),
                findings.leftOut(),
                notes);
    }

    /**
     * What the mirror shows. A SYN without an answer is one-way traffic too, but says nothing of the mirror: where there is nothing
     * else, packets of any kind to those who sent the SYNs show that the other direction is there.
     */
    private Report.Visibility visibility() {
        long conversations = evidence.tcpVisibility().conversations();
        long oneWay = evidence.tcpVisibility().oneWay();
        long blind = tcp.silentAreHeard() ? Math.max(0, oneWay - tcp.onlySyns()) : oneWay;
        Boolean twoWay = conversations == 0 ? null : (Boolean) (oneWay < conversations || blind == 0);
        String note = null;
        if (conversations > 0 && blind == conversations) {
            note = "All TCP conversations show one direction only: the mirror is half blind, silence proves nothing.";
        } else if (blind * 2 > conversations) {
            note = blind + " of " + conversations + " TCP conversations show one direction only.";
        }
        return new Report.Visibility(conversations, oneWay, twoWay, note);
    }

    private Report.Stun stun() {
        OutcomeCounts<StunTransaction.Outcome> outcomes = new OutcomeCounts<>(StunTransaction.Outcome.class);
        Latency rtt = new Latency();
        long transactions = 0;
        long elsewhere = 0;
        long ambiguous = 0;
        for (StunTransaction stun : evidence.stun()) {
            transactions++;
            outcomes.add(stun.outcome());
            if (!stun.isAnswered()) {
                continue;
            }
            if (stun.answeredBy() != null && !stun.answeredBy().equals(stun.server())) {
                elsewhere++;
            }
            if (stun.ambiguous()) {
                ambiguous++;
            } else if (stun.rttNanos() != TcpAttempt.NO_RTT) {
                rtt.record(stun.rttNanos());
            }
        }
        return new Report.Stun(
                transactions, outcomes.inWords(), elsewhere, evidence.stunIndications(), rtt.histogram(), ambiguous);
    }

    private Report.MirrorOp mirrorOp() {
        Latency rtt = new Latency();
        long requests = 0;
        long answered = 0;
        long unanswered = 0;
        long undecided = 0;
        for (DiscoveryProbe probe : evidence.discovery()) {
            if (probe.unsolicited()) {
                continue;
            }
            requests++;
            switch (probe.outcome()) {
                case ANSWERED -> answered++;
                case UNREACHABLE, UNANSWERED -> unanswered++;
                case UNDECIDED -> undecided++;
            }
            if (!probe.ambiguous() && probe.rttNanos() != TcpAttempt.NO_RTT) {
                rtt.record(probe.rttNanos());
            }
        }
        return new Report.MirrorOp(requests, answered, unanswered, undecided, rtt.histogram());
    }

    private Report.Tls tls() {
        HelloCounts hellos = evidence.helloCounts();
        SortedMap<String, Long> failures = new TreeMap<>();
        for (TcpConnection connection : evidence.recognised()) {
            TcpContent.Tls tls = connection.content().tls();
            if (tls != null && isFailure(tls.progress())) {
                failures.merge(tls.progress().name().toLowerCase(Locale.ROOT), 1L, Long::sum);
            }
        }
        return new Report.Tls(hellos.total(), mostNamed(hellos.byName()), hellos.withoutName(), failures);
    }

    private static SortedMap<String, Long> mostNamed(Map<String, Long> byName) {
        SortedMap<String, Long> names = new TreeMap<>();
        byName.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_NAMES)
                .forEach(name -> names.put(name.getKey(), name.getValue()));
        return names;
    }

    private static boolean isFailure(TcpContent.Progress progress) {
        return switch (progress) {
            case ESTABLISHED, HELLO_INCOMPLETE, HELLO_PENDING, SERVER_HELLO_SEEN -> false;
            default -> true;
        };
    }
}
