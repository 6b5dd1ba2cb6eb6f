package org.portwitness.analyzer.report;

import java.util.List;
import java.util.SortedMap;
import org.portwitness.analyzer.evidence.Traffic;
import org.portwitness.capture.CaptureSummary;

/**
 * Everything a run found, in the shape of the contract's JSON report.
 *
 * @param visibility what the mirror shows of conversations
 * @param capturePoint where the capture seems to have been taken, and what that means for a silence
 * @param calls what each unit's calls went through, at most 100
 * @param callsLeftOut calls beyond that bound
 * @param health what is wrong with the capture itself, worst first
 * @param rows one for each row of the port tables, in table order
 * @param findings worst first, at most 1000 of a kind
 * @param findingsLeftOut findings beyond that bound
 */
public record Report(
        Run run,
        List<CaptureSummary> captures,
        Traffic traffic,
        Visibility visibility,
        CapturePoint capturePoint,
        List<Unit> units,
        long unitsLeftOut,
        Tcp tcp,
        Stun stun,
        MirrorOp mirrorOp,
        Tls tls,
        Media media,
        List<Call> calls,
        long callsLeftOut,
        List<Health> health,
        String endpointsVersion,
        List<Row> rows,
        List<Finding> findings,
        long findingsLeftOut,
        List<String> notes) {

    /**
     * @param elapsedNanos from the first read to the last packet
     * @param threads analysis lanes
     */
    public record Run(long elapsedNanos, long packets, int threads) {
        public double packetsPerSecond() {
            return elapsedNanos <= 0 ? 0 : packets * 1e9 / elapsedNanos;
        }
    }

    /**
     * @param twoWay whether TCP conversations show both directions; null when there is nothing to judge by
     * @param note one sentence where the mirror is half blind, else null
     */
    public record Visibility(long tcpConversations, long oneWay, Boolean twoWay, String note) {}

    /**
     * @param place {@code unit-side}, {@code beyond-nat} or {@code unknown}
     * @param meaning one sentence: what a silence means there
     */
    public record CapturePoint(String place, String meaning) {}

    /** How a unit was found: {@code given}, {@code kickle-name}, {@code mirrorop}, {@code ms-turn}, {@code every-client}. */
    public record Unit(String address, String foundBy, long packetsSent, long packetsReceived) {}

    /**
     * @param handshake SYN to SYN-ACK: the way from the capture point to the server and back
     * @param nearHandshake SYN-ACK to the client's ACK: the way from the capture point to the client and back
     */
    public record Tcp(
            long attempts,
            SortedMap<String, Long> outcomes,
            long synPackets,
            Histogram handshake,
            long ambiguousHandshakes,
            Histogram nearHandshake) {}

    public record Stun(
            long transactions,
            SortedMap<String, Long> outcomes,
            long answeredFromOtherAddress,
            long indications,
            Histogram rtt,
            long ambiguousRtts) {}

    public record MirrorOp(long requests, long answered, long unanswered, long undecided, Histogram rtt) {}

    public record Tls(
            long clientHellos, SortedMap<String, Long> sni, long withoutSni, SortedMap<String, Long> failures) {}

    /**
     * @param streams media streams in the order of their first packets
     * @param streamsLeftOut streams beyond the bound
     */
    public record Media(List<RtpStream> streams, long streamsLeftOut) {
        public static final Media NONE = new Media(List.of(), 0);
    }

    /**
     * One row of the port tables and its verdict.
     *
     * @param requirement {@code required}, {@code optional}, {@code one-of} or {@code legacy}
     * @param group name of the one-of group, else null
     * @param why one sentence: what decided the verdict
     * @param latency from the capture point to the server and back; see {@link Tcp} for the part before the capture point
     * @param nearLatency from the capture point to the client and back, of TCP handshakes only
     * @param advice one sentence to hand to the firewall team, null where there is nothing to ask
     * @param permissions what the firewall team is asked for, as rules; empty where no permission is missing or none would help
     * @param firstOk nanoseconds since the epoch, null where it never worked; likewise the other three
     */
    public record Row(
            String id,
            String table,
            String from,
            String to,
            List<String> protocols,
            String ports,
            String purpose,
            String requirement,
            String group,
            Verdict verdict,
            String why,
            String advice,
            Counts counts,
            Histogram latency,
            Histogram nearLatency,
            List<RowUnit> units,
            Long firstOk,
            Long lastOk,
            Long firstFailed,
            Long lastFailed,
            List<Peer> peers,
            long peersLeftOut,
            List<Permission> permissions) {
        /** As many failures as it takes to call silence a failure anywhere. */
        private static final long FAILURES_THAT_COUNT = 2;

        /**
         * Whether something was put right while the capture ran: final failures, two or more, all of them before the first success, and a server that was
         * tried in vain answers. Null where not. What works and fails in turn, or fails with one server and works with another, is not healed.
         */
        public Healed healed() {
            long failures = counts.refused() + counts.unreachable() + counts.unanswered();
            if (failures < FAILURES_THAT_COUNT || firstFailed == null || lastFailed == null || firstOk == null) {
                return null;
            }
            boolean sameServer =
                    peers.stream().anyMatch(peer -> peer.answered() > 0 && peer.answered() < peer.attempts());
            return firstOk > lastFailed && sameServer ? new Healed(firstFailed, lastFailed, firstOk) : null;
        }
    }

    /**
     * A permission that is missing, in the terms of any firewall.
     *
     * @param sources addresses and blocks, as few as say it
     * @param destinations addresses, blocks and names
     * @param protocols {@code TCP}, {@code UDP}
     * @param ports as the row has them
     * @param via the proxy that is to give it, null where it is for the firewall
     * @param remark what is to be known of it, null where there is nothing
     */
    public record Permission(
            List<String> sources,
            List<String> destinations,
            List<String> protocols,
            String ports,
            String via,
            String remark) {}

    /**
     * The stretch in which a row failed before it worked, nanoseconds since the epoch.
     *
     * @param failedFrom first packet of the first failure
     * @param failedUntil last packet of the last one
     * @param okAgain first packet of the first success after it
     */
    public record Healed(long failedFrom, long failedUntil, long okAgain) {}

    /** Attempts of a row by outcome. */
    public record Counts(
            long attempts, long answered, long refused, long unreachable, long unanswered, long undecided) {}

    public record RowUnit(String address, Verdict verdict, String why, long attempts, long answered) {}

    /**
     * The other side of a row's exchanges.
     *
     * @param meanNanos mean time from a request to its answer, as far as it was unambiguous; null without any
     * @param nearNanos mean of a TCP handshake's part between the capture point and the client; null without any
     */
    public record Peer(
            String address,
            int port,
            String protocol,
            String name,
            long attempts,
            long answered,
            Double meanNanos,
            Double nearNanos) {}

    /**
     * One thing worth telling.
     *
     * @param kind one of the contract's finding kinds
     * @param row id of the row it bears on, null where none does
     * @param severity {@code problem} or {@code note}
     * @param sourcePort null where several ports took part
     * @param detail one sentence
     */
    public record Finding(
            String kind,
            String row,
            String severity,
            String protocol,
            String source,
            Integer sourcePort,
            String destination,
            int destinationPort,
            long firstNanos,
            long lastNanos,
            long attempts,
            long packets,
            String detail) {

        /** The same in other words. */
        public Finding with(String words) {
            return new Finding(
                    kind,
                    row,
                    severity,
                    protocol,
                    source,
                    sourcePort,
                    destination,
                    destinationPort,
                    firstNanos,
                    lastNanos,
                    attempts,
                    packets,
                    words);
        }
    }

    /** Verdicts of a row, worst first; the order decides which unit's verdict a row shows. */
    public enum Verdict {
        BLOCKED("blocked"),
        REFUSED("refused"),
        TLS_FAILED("tls-failed"),
        ONE_WAY("one-way"),
        PARTIAL("partial"),
        INCONCLUSIVE("inconclusive"),
        OK("ok"),
        NOT_SEEN("not-seen"),
        NOT_APPLICABLE("not-applicable");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        /** As the contract writes it. */
        public String text() {
            return text;
        }

        /** Something that must work does not. */
        public boolean isFailure() {
            return compareTo(PARTIAL) <= 0;
        }
    }
}
