package org.portwitness.analyzer.call;

import org.portwitness.analyzer.report.Call.LookAt;
import org.portwitness.analyzer.verdict.Assignments.RefusedBy;

/**
 * Whose matter something is, seen from where the capture was taken, and the sentence that says so.
 *
 * <pre>
 *   unit ── site's switches ──┬── firewall ──┬── internet ── relay, far side
 *                         unit-side      beyond-nat
 * </pre>
 */
record Place(LookAt lookAt, String words) {
    static final String UNIT_SIDE = "unit-side";
    private static final String BEYOND_NAT = "beyond-nat";

    /** Where a silence belongs. */
    static Place ofSilence(String capturePlace) {
        return switch (capturePlace) {
            case UNIT_SIDE ->
                new Place(
                        LookAt.FIREWALL,
                        "Look at the firewall first: what the unit sent, or what came back, was lost beyond this"
                                + " capture point.");
            case BEYOND_NAT ->
                new Place(
                        LookAt.FAR_SIDE,
                        "Look further out: the site let the packets through to this capture point, and nothing"
                                + " came back to it.");
            default ->
                new Place(
                        LookAt.UNKNOWN,
                        "Whether the firewall or the far side is to blame cannot be told, since it is not known on"
                                + " which side of the firewall the capture was taken.");
        };
    }

    static Place ofRefusal(RefusedBy by) {
        return by == RefusedBy.DEVICE_ON_THE_WAY
                ? new Place(LookAt.FIREWALL, "Look at the firewall: a device on the way refuses, not the server.")
                : by == RefusedBy.SERVER
                        ? new Place(LookAt.FAR_SIDE, "Look at the server: it is reached, and refuses itself.")
                        : new Place(
                                LookAt.UNKNOWN,
                                "Whether the server refuses or a firewall in its name cannot be told from the"
                                        + " traffic.");
    }

    /**
     * Media that was lost or came badly.
     *
     * @param ofUnit the unit sent it
     * @param before the capture point lies behind where it happened
     */
    static Place ofLoss(boolean ofUnit, boolean before, String capturePlace) {
        boolean inside = ofUnit == before;
        return switch (capturePlace) {
            case UNIT_SIDE ->
                inside
                        ? new Place(
                                LookAt.SITE_NETWORK,
                                "Look at the site's network: it happened between the unit and this capture point.")
                        : new Place(
                                LookAt.FAR_SIDE,
                                "It happened beyond this capture point: look at the way "
                                        + (ofUnit ? "to" : "from")
                                        + " the far side, the firewall and the internet access included.");
            case BEYOND_NAT ->
                inside
                        ? new Place(
                                LookAt.SITE_NETWORK,
                                "Look at the site: it happened between the unit and this capture point, the"
                                        + " firewall included.")
                        : new Place(
                                LookAt.FAR_SIDE,
                                "It happened beyond this capture point: look at the way " + (ofUnit ? "to" : "from")
                                        + " the far side.");
            default ->
                new Place(
                        LookAt.UNKNOWN,
                        "It happened " + (before ? "before" : "behind") + " this capture point on the way "
                                + (ofUnit ? "from" : "to") + " the unit; what lies there is not known.");
        };
    }

    /** Missing in a TCP connection that itself lost nothing. */
    static Place beforeTcp(boolean ofUnit) {
        return ofUnit
                ? new Place(
                        LookAt.UNIT,
                        "TCP itself lost nothing: the unit left them out, as it does where the connection cannot keep"
                                + " up.")
                : new Place(
                        LookAt.FAR_SIDE,
                        "TCP itself lost nothing: they were missing before the relay sent them, on the way from the"
                                + " far side.");
    }

    /**
     * A pause after which media went on.
     *
     * @param lost packets were sent in it and did not come by
     */
    static Place ofPause(Pause.Whose whose, boolean lost, String capturePlace) {
        boolean unitSide = capturePlace.equals(UNIT_SIDE);
        return switch (whose) {
            case PEER ->
                lost
                        ? unitSide
                                ? new Place(
                                        LookAt.FAR_SIDE,
                                        "They were lost beyond this capture point: look at the way from the far"
                                                + " side, the firewall included.")
                                : new Place(LookAt.UNKNOWN, "They were lost before this capture point.")
                        : new Place(LookAt.FAR_SIDE, "The far side itself sent nothing.");
            case UNIT ->
                lost
                        ? new Place(
                                unitSide ? LookAt.SITE_NETWORK : LookAt.UNKNOWN,
                                "They were lost between the unit and this capture point.")
                        : new Place(LookAt.UNIT, "The unit itself sent nothing.");
            case BOTH ->
                lost
                        ? new Place(
                                LookAt.CAPTURE,
                                "Where both directions are missing at once, the capture itself may have lost them.")
                        : new Place(
                                LookAt.UNKNOWN,
                                "Both sides paused at once, as on hold, or the clock of the capture jumped: which cannot be told.");
        };
    }

    /** A side that sent no more media, and nothing else in a time in which it need not have sent anything else. */
    static Place ofShortEnd(boolean ofUnit) {
        return new Place(
                LookAt.UNKNOWN,
                "Nothing else came from " + (ofUnit ? "the unit" : "it")
                        + " in that time, which is too short to tell whether it stopped or something cut the way.");
    }

    /** A side that sends no more, and nothing tells whether it stopped or what it sent was lost. */
    static Place ofEnd(boolean ofUnit, boolean dead, String capturePlace) {
        if (!dead) {
            return ofUnit
                    ? new Place(
                            capturePlace.equals(UNIT_SIDE) ? LookAt.UNIT : LookAt.UNKNOWN,
                            "The unit still sent RTCP or STUN: the way is open, and it sent no media itself.")
                    : new Place(
                            LookAt.FAR_SIDE,
                            "RTCP or STUN still came from it: the way is open, and the far side sent no media"
                                    + " itself.");
        }
        if (capturePlace.equals(UNIT_SIDE) || capturePlace.equals(BEYOND_NAT)) {
            return ofUnit
                    ? capturePlace.equals(UNIT_SIDE)
                            ? new Place(
                                    LookAt.UNIT,
                                    "Look at the unit: nothing of it passed this capture point any more, neither"
                                            + " RTCP nor STUN.")
                            : new Place(
                                    LookAt.UNKNOWN,
                                    "Whether the unit stopped or the site kept back what it sent cannot be told from"
                                            + " this capture point.")
                    : new Place(
                            LookAt.FAR_SIDE,
                            "Neither RTCP nor STUN came any more: the far side stopped without a word, or something"
                                    + " beyond this capture point, such as a firewall, cut the way.");
        }
        return new Place(
                LookAt.UNKNOWN,
                "Neither RTCP nor STUN came any more; who stopped or what cut the way cannot be told, since it is not"
                        + " known where the capture was taken.");
    }
}
