package org.portwitness.analyzer.media;

import org.portwitness.analyzer.evidence.MediaStream;

/** What the other end says of one stream by RTCP (RFC 3550 section 6.4.1): loss there, and how long reports take there and back. */
final class FarReports {
    private static final double NANOS_PER_UNIT = 1e9 / 65_536;

    /** Longer than that and it is not the report that is answered. */
    private static final double LONGEST_ROUND_TRIP = 60e9;

    private int senderReport;
    private long senderReportNanos;
    private boolean hasSenderReport;
    private long reports;
    private long cumulativeLost;
    private int worstFraction;
    private long roundTrips;
    private double sum;

    void clear() {
        hasSenderReport = false;
        reports = 0;
        cumulativeLost = 0;
        worstFraction = 0;
        roundTrips = 0;
        sum = 0;
    }

    /** The stream's sender reported; {@code stamp} is the middle of its NTP time. */
    void onSenderReport(int stamp, long nanos) {
        senderReport = stamp;
        senderReportNanos = nanos;
        hasSenderReport = true;
    }

    /**
     * The receiver reported.
     *
     * @param fraction lost since its report before, of 256
     * @param lost in all; negative where duplicates came
     * @param last middle of the NTP time of the sender's report it got last, 0 for none
     * @param delay since then, in 1/65536 s
     */
    void onReport(int fraction, int lost, int last, int delay, long nanos) {
        reports++;
        cumulativeLost = lost;
        worstFraction = Math.max(worstFraction, fraction);
        if (hasSenderReport && last != 0 && last == senderReport) {
            double roundTrip = nanos - senderReportNanos - (delay & 0xffff_ffffL) * NANOS_PER_UNIT;
            if (roundTrip >= 0 && roundTrip < LONGEST_ROUND_TRIP) {
                roundTrips++;
                sum += roundTrip;
            }
        }
    }

    /** Null where nothing was reported. */
    MediaStream.FarReport toEvidence() {
        return reports == 0
                ? null
                : new MediaStream.FarReport(
                        reports,
                        cumulativeLost,
                        worstFraction / 256.0,
                        roundTrips,
                        roundTrips == 0 ? null : (Double) (sum / roundTrips));
    }
}
