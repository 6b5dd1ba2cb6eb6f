package org.portwitness.analyzer.call;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.portwitness.analyzer.call.MediaFlow.Directions;
import org.portwitness.analyzer.report.Call.LookAt;
import org.portwitness.analyzer.report.Call.Result;
import org.portwitness.analyzer.verdict.StreamQuality;
import org.portwitness.analyzer.verdict.Words;

/** What a call amounts to in which media was seen: how it ran, in which directions, how well, and what interrupted it. */
final class MediaConclusion {
    private final Map<MediaFlow, Event> media;
    private final Map<Pause, Event> pauses;
    private final Quality quality;
    private final boolean begunBefore;
    private final boolean goesOn;
    private final String capturePlace;
    private final String doubt;
    private final String vainly;

    /**
     * @param doubt why silence proves nothing, null where it does
     * @param vainly what else was tried in vain, null where nothing was
     */
    MediaConclusion(
            Map<MediaFlow, Event> media,
            Map<Pause, Event> pauses,
            Quality quality,
            boolean begunBefore,
            boolean goesOn,
            String capturePlace,
            String doubt,
            String vainly) {
        this.media = media;
        this.pauses = pauses;
        this.quality = quality;
        this.begunBefore = begunBefore;
        this.goesOn = goesOn;
        this.capturePlace = capturePlace;
        this.doubt = doubt;
        this.vainly = vainly;
    }

    /** What ran in both directions, or in one on one pair of sockets and in the other on another; empty where nothing did. */
    List<MediaFlow> inBothDirections() {
        List<MediaFlow> both = with(Directions.BOTH);
        if (!both.isEmpty()) {
            return both;
        }
        List<MediaFlow> crossed =
                media.keySet().stream().filter(this::isCrossed).toList();
        if (!crossed.isEmpty()) {
            return crossed;
        }
        List<MediaFlow> sent = with(Directions.SENT_AND_HEARD);
        List<MediaFlow> received = with(Directions.RECEIVED_AND_HEARD);
        return sent.isEmpty() || received.isEmpty()
                ? List.of()
                : Stream.concat(sent.stream(), received.stream()).toList();
    }

    /** One direction of media whose other direction runs on the same socket of the unit with another peer, as relays in pairs do. */
    private boolean isCrossed(MediaFlow flow) {
        boolean sends = !flow.sent().isEmpty();
        return sends == flow.received().isEmpty()
                && media.keySet().stream()
                        .anyMatch(other -> other.unit().equals(flow.unit())
                                && other.overTcp() == flow.overTcp()
                                && (sends
                                        ? other.sent().isEmpty()
                                                && !other.received().isEmpty()
                                        : other.received().isEmpty()
                                                && !other.sent().isEmpty())
                                && Math.min(other.lastNanos(), flow.lastNanos())
                                                - Math.max(other.firstNanos(), flow.firstNanos())
                                        > flow.spanNanos() / 2);
    }

    private List<MediaFlow> withoutCounterpart(Directions directions) {
        return with(directions).stream().filter(flow -> !isCrossed(flow)).toList();
    }

    private List<MediaFlow> with(Directions directions) {
        return media.keySet().stream()
                .filter(flow -> flow.directions() == directions)
                .toList();
    }

    Conclusion conclude() {
        List<MediaFlow> both = inBothDirections();
        List<MediaFlow> onlySent = withoutCounterpart(Directions.ONLY_SENT);
        List<MediaFlow> onlyReceived = withoutCounterpart(Directions.ONLY_RECEIVED);
        if (!onlySent.isEmpty() || !onlyReceived.isEmpty()) {
            return ofOneWay(with(Directions.BOTH), onlySent, onlyReceived);
        }
        MediaFlow silenced = media.keySet().stream()
                .filter(flow -> flow.silentNanos() >= Pause.DEAD_NANOS && !isCrossed(flow))
                .findFirst()
                .orElse(null);
        if (silenced != null) {
            return ofSilenced(silenced, with(Directions.BOTH));
        }
        if (!both.isEmpty()) {
            return ofMedia(both);
        }
        List<MediaFlow> sent = with(Directions.SENT_AND_HEARD);
        List<MediaFlow> received = with(Directions.RECEIVED_AND_HEARD);
        if (!sent.isEmpty() || !received.isEmpty()) {
            return ofOneSender(sent.isEmpty() ? received.get(0) : sent.get(0), !sent.isEmpty());
        }
        return tooShort();
    }

    /** {@code Media ran in both directions for 40 s over UDP}. */
    static String ran(List<MediaFlow> both) {
        long first = both.stream().mapToLong(MediaFlow::firstNanos).min().orElse(0);
        long last = both.stream().mapToLong(MediaFlow::lastNanos).max().orElse(0);
        return "Media ran in both directions for " + Words.duration(last - first) + way(both);
    }

    private static String way(List<MediaFlow> both) {
        List<MediaFlow> overTcp = both.stream().filter(MediaFlow::overTcp).toList();
        if (overTcp.isEmpty() || overTcp.size() == both.size()) {
            return overTcp.isEmpty() ? " over UDP" : " over TCP";
        }
        long firstOverTcp =
                overTcp.stream().mapToLong(MediaFlow::firstNanos).min().orElse(0);
        boolean later = both.stream().filter(flow -> !flow.overTcp()).allMatch(flow -> flow.lastNanos() < firstOverTcp);
        return later ? " over UDP, then over TCP" : " over UDP and TCP";
    }

    private Conclusion ofMedia(List<MediaFlow> both) {
        String ran = ran(both) + edges();
        Pause worst = worstPause();
        boolean broken = worst != null && (worst.missing() > 0 || worst.toTheEnd());
        if (broken) {
            return ofPauses(worst, ran, both);
        }
        if (quality.worst() != null) {
            return ofPoor(quality.worst(), ran, both);
        }
        if (worst != null) {
            return ofPauses(worst, ran, both);
        }
        Event start = media.get(both.get(0));
        if (!quality.poor().isEmpty()) {
            return ofDoubtfulLoss(quality.poor().get(0), ran, both, start);
        }
        String way =
                vainly == null ? ": nothing was in its way." : ": nothing was in the way of it. Yet " + vainly + ".";
        return new Conclusion(Result.MEDIA, LookAt.NOTHING, ran + way + besides(both), start);
    }

    /** One direction only is normal for video, sharing and whoever is muted; it is told all the same. */
    private String besides(List<MediaFlow> both) {
        List<String> others = media.keySet().stream()
                .filter(flow -> both.stream().noneMatch(flow::isBetween))
                .filter(flow -> flow.directions() == Directions.SENT_AND_HEARD
                        || flow.directions() == Directions.RECEIVED_AND_HEARD)
                .map(flow -> (flow.sent().isEmpty() ? "from " : "to ") + flow.peer())
                .distinct()
                .toList();
        return others.isEmpty()
                ? ""
                : " Beside it media ran " + Words.list(others, 2)
                        + " only, as is normal for video, for sharing and for whoever is muted.";
    }

    /** Missing packets weigh most, then who never came again, then who was away longest. */
    private Pause worstPause() {
        return pauses.keySet().stream()
                .max(Comparator.comparing((Pause p) -> p.missing() > 0)
                        .thenComparing(Pause::toTheEnd)
                        .thenComparingLong(Pause::lengthNanos)
                        .thenComparing(
                                Comparator.comparingLong(Pause::startNanos).reversed()))
                .orElse(null);
    }

    private Conclusion ofPauses(Pause worst, String ran, List<MediaFlow> both) {
        String detail = worst.inWords();
        Place place = worst.toTheEnd() ? ofEnd(worst) : Place.ofPause(worst.whose(), worst.missing() > 0, capturePlace);
        long others = pauses.size() - 1L;
        String with = worst.toTheEnd() && others == 0
                ? ". "
                : ", with " + Words.count(worst.toTheEnd() ? others : pauses.size(), "pauses") + ". ";
        return new Conclusion(
                Result.GAPS,
                place.lookAt(),
                ran + with
                        + (pauses.size() > 1 && !worst.toTheEnd() ? "The worst: " + Conclusion.lower(detail) : detail)
                        + ". " + place.words() + besides(both),
                pauses.get(worst));
    }

    private Place ofEnd(Pause worst) {
        boolean ofUnit = worst.whose() == Pause.Whose.UNIT;
        if (!worst.isDead() && !worst.isHeard()) {
            return Place.ofShortEnd(ofUnit);
        }
        return doubt != null && worst.isDead()
                ? new Place(LookAt.CAPTURE, "Whether anything was sent cannot be told: " + doubt + ".")
                : Place.ofEnd(ofUnit, worst.isDead(), capturePlace);
    }

    private Conclusion ofPoor(Quality.Poor worst, String ran, List<MediaFlow> both) {
        StreamQuality seen = worst.quality();
        Place place = placeOf(worst);
        List<String> others = quality.poor().stream()
                .skip(1)
                .filter(poor -> !poor.quality().isDoubtful())
                .map(Quality.Poor::way)
                .toList();
        return new Conclusion(
                Result.POOR,
                place.lookAt(),
                ran + ", but badly: " + worst.way() + " " + seen.inWords() + ". " + place.words()
                        + (others.isEmpty() ? "" : " Also poor: media " + Words.list(others, 2) + ".")
                        + besides(both),
                worst.event());
    }

    private Place placeOf(Quality.Poor poor) {
        return poor.quality().fault() == StreamQuality.Fault.BEFORE_TCP
                ? Place.beforeTcp(poor.ofUnit())
                : Place.ofLoss(poor.ofUnit(), poor.quality().fault() == StreamQuality.Fault.BEFORE, capturePlace);
    }

    /** How badly the media came that ran over TCP, as a sentence of its own; empty where it came well. */
    String badlyToo() {
        Quality.Poor worst = quality.worst();
        return worst == null
                ? ""
                : " It came badly, too: " + worst.way() + " " + worst.quality().inWords() + ". "
                        + placeOf(worst).words();
    }

    /** Packets are missing, and the mirror is as likely to have lost them as the network. */
    private Conclusion ofDoubtfulLoss(Quality.Poor worst, String ran, List<MediaFlow> both, Event start) {
        boolean well = worst.quality().fault() == StreamQuality.Fault.CAPTURE_ALONE;
        return well
                ? new Conclusion(
                        Result.MEDIA,
                        LookAt.CAPTURE,
                        ran + ". Packets " + worst.way()
                                + " are missing in the capture, not in the call: the receiver reports fewer losses."
                                + " Nothing was in the call's way; mend the mirror." + besides(both),
                        start)
                : new Conclusion(
                        Result.MEDIA,
                        LookAt.CAPTURE,
                        ran + ". How well it came cannot be told: " + worst.way() + " "
                                + worst.quality().inWords()
                                + ", and "
                                + (worst.quality().fault() == StreamQuality.Fault.CAPTURE
                                        ? "the capture itself lost packets, perhaps these."
                                        : "both directions are missing at once, so the capture may have lost them.")
                                + " Mend the mirror before anybody is blamed." + besides(both),
                        worst.event());
    }

    private String edges() {
        if (begunBefore) {
            return goesOn ? ", begun before the capture and going on after it" : ", begun before the capture";
        }
        return goesOn ? ", and goes on after the capture's end" : "";
    }

    /** The way was open in both directions, and only one side used it for media. */
    private Conclusion ofOneSender(MediaFlow flow, boolean unitSends) {
        String span = " for " + Words.duration(flow.spanNanos());
        return unitSends
                ? new Conclusion(
                        Result.ONE_WAY,
                        LookAt.FAR_SIDE,
                        "Media went to " + flow.peer() + span
                                + " and none came back, though STUN or RTCP did: the way is open."
                                + " Look at the far side, which sent none; it may be muted.",
                        media.get(flow))
                : new Conclusion(
                        Result.ONE_WAY,
                        capturePlace.equals(Place.UNIT_SIDE) ? LookAt.UNIT : LookAt.UNKNOWN,
                        "Media came from " + flow.peer() + span
                                + " and none went back, though STUN or RTCP did: the way is open."
                                + " The unit sent none; it may be muted.",
                        media.get(flow));
    }

    /** {@code STUN or RTCP came at first, and nothing at all in the last 40 s}, of the side that sent no media. */
    private static String heard(MediaFlow flow, boolean unitSends) {
        String who = unitSends ? "STUN or RTCP came " : "The unit sent STUN or RTCP ";
        return flow.silentNanos() >= flow.spanNanos()
                ? who + "before it, and nothing at all while it ran"
                : who + "at first, and nothing at all in the last " + Words.duration(flow.silentNanos());
    }

    /** The way was open once, and then nothing at all came any more. */
    private Conclusion ofSilenced(MediaFlow flow, List<MediaFlow> both) {
        boolean unitSends = flow.directions() == Directions.SENT_AND_HEARD;
        String span = " for " + Words.duration(flow.spanNanos());
        String heard = heard(flow, unitSends);
        String what = unitSends
                ? "Media went to " + flow.peer() + span + " and none came back. " + heard
                : "Media came from " + flow.peer() + span + " and none went back. " + heard;
        if (doubt != null) {
            return cannotBeTold(what, media.get(flow));
        }
        Place place = Place.ofEnd(!unitSends, true, capturePlace);
        return new Conclusion(
                Result.ONE_WAY, place.lookAt(), what + "." + beside(both) + " " + place.words(), media.get(flow));
    }

    private static String beside(List<MediaFlow> both) {
        return both.isEmpty()
                ? ""
                : " Beside it media ran in both directions with "
                        + Words.list(
                                both.stream()
                                        .map(f -> f.peer().toString())
                                        .distinct()
                                        .toList(),
                                2)
                        + ".";
    }

    private Conclusion ofOneWay(List<MediaFlow> both, List<MediaFlow> sent, List<MediaFlow> received) {
        String beside = beside(both);
        if (!sent.isEmpty()) {
            MediaFlow flow = sent.get(0);
            String what = "Media left the unit for " + flow.peer() + " for " + Words.duration(flow.spanNanos())
                    + " and nothing came back";
            if (flow.refusal() != null) {
                return new Conclusion(
                        Result.ONE_WAY,
                        flow.refusal().isProhibited() ? LookAt.FIREWALL : LookAt.FAR_SIDE,
                        what + " but " + flow.refusal().inWords() + " from "
                                + flow.refusal().by() + "." + beside,
                        media.get(flow));
            }
            if (doubt != null) {
                return cannotBeTold(what, media.get(flow));
            }
            Place place = Place.ofSilence(capturePlace);
            return new Conclusion(
                    Result.ONE_WAY, place.lookAt(), what + "." + beside + " " + place.words(), media.get(flow));
        }
        MediaFlow flow = received.get(0);
        String what = "Media from " + flow.peer() + " came for " + Words.duration(flow.spanNanos())
                + " and nothing went back";
        if (doubt != null) {
            return cannotBeTold(what, media.get(flow));
        }
        return capturePlace.equals(Place.UNIT_SIDE)
                ? new Conclusion(
                        Result.ONE_WAY,
                        LookAt.UNIT,
                        what + "." + beside
                                + " Look at the unit: what it should have sent never passed this capture point.",
                        media.get(flow))
                : new Conclusion(
                        Result.ONE_WAY,
                        LookAt.UNKNOWN,
                        what + "." + beside
                                + " Whether the unit sent nothing or the site kept it back cannot be told from"
                                + " this capture point.",
                        media.get(flow));
    }

    private Conclusion tooShort() {
        MediaFlow flow = media.keySet().iterator().next();
        return new Conclusion(
                Result.UNKNOWN,
                LookAt.UNKNOWN,
                "Cannot be told: media in one direction for " + Words.duration(flow.spanNanos())
                        + " is too short to say that nothing came back.",
                media.get(flow));
    }

    private Conclusion cannotBeTold(String what, Event decisive) {
        return Conclusion.cannotBeTold(what, doubt, decisive);
    }
}
