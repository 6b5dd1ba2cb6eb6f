package org.portwitness.analyzer.report;

import java.util.List;

/**
 * The story of one call of one unit: what it tried in time order, what became of it, and where to look.
 *
 * <p>A call is a stretch of a unit's work on media: allocations at a relay, ICE checks, TURN over TCP, media. It begins with the first name
 * lookup or connection that led to it and ends when media ended, or when nothing of it was seen for a while. Signalling alone is no call;
 * an attempt whose media never came is one, and so is signing in where all of it failed.
 *
 * @param unit the unit's address
 * @param firstNanos time of the first step
 * @param lastNanos time of the last packet of the call
 * @param result what became of it
 * @param lookAt whose matter it is
 * @param conclusion one or two sentences: what decided it, and where to look as far as the evidence carries
 * @param steps in time order, bounded
 * @param stepsLeftOut steps beyond the bound
 */
public record Call(
        String unit,
        long firstNanos,
        long lastNanos,
        Result result,
        LookAt lookAt,
        String conclusion,
        List<Step> steps,
        long stepsLeftOut) {

    /** What became of a call. */
    public enum Result {
        /** Media ran in both directions. */
        MEDIA("media"),
        /** Media ran in both directions, by a way that is only the second best: over TCP 443. */
        FALLBACK("fallback"),
        /** Media ran in both directions and paused. */
        GAPS("gaps"),
        /** Media ran in both directions, and much of it was lost, late or out of order. */
        POOR("poor"),
        /** Media ran in one direction only, of all of the call or of a part of it. */
        ONE_WAY("one-way"),
        /** Media was tried for and never came. */
        NO_MEDIA("no-media"),
        /** The capture does not tell. */
        UNKNOWN("unknown");

        private final String text;

        Result(String text) {
            this.text = text;
        }

        /** As the report writes it. */
        public String text() {
            return text;
        }
    }

    /** Whose matter a call's trouble is. */
    public enum LookAt {
        /** There is nothing to look at. */
        NOTHING("nothing"),
        UNIT("unit"),
        /** Switches, cables and name servers of the site. */
        SITE_NETWORK("site-network"),
        /** The site's firewall, or a proxy. */
        FIREWALL("firewall"),
        /** The relay, the servers, the other party, or the network before them. */
        FAR_SIDE("far-side"),
        /** The mirror or the capture: mend it first. */
        CAPTURE("capture"),
        /** Cannot be told from this capture. */
        UNKNOWN("unknown");

        private final String text;

        LookAt(String text) {
            this.text = text;
        }

        /** As the report writes it. */
        public String text() {
            return text;
        }
    }

    /**
     * Something the unit did, or that happened to it; like things of one moment are one step.
     *
     * @param timeNanos when it began
     * @param lastNanos when it was over: time of its last packet
     * @param step what was done, one of a small set of words that scripts can rely on
     * @param row id of the row it counts for, null where none does
     * @param peer {@code ip:port} or a name, null where there is none
     * @param outcome one word
     * @param detail one sentence
     * @param decisive it is what the conclusion rests on
     */
    public record Step(
            long timeNanos,
            long lastNanos,
            String step,
            String row,
            String peer,
            String outcome,
            String detail,
            boolean decisive) {}
}
