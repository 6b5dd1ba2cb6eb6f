package org.portwitness.analyzer.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.portwitness.analyzer.call.MediaFlow.Directions;
import org.portwitness.analyzer.call.Relays.Asking;
import org.portwitness.analyzer.call.Relays.OverTcp;
import org.portwitness.analyzer.report.Call.LookAt;
import org.portwitness.analyzer.report.Call.Result;
import org.portwitness.analyzer.verdict.Assignments;
import org.portwitness.analyzer.verdict.Assignments.RefusedBy;
import org.portwitness.analyzer.verdict.Words;

/**
 * What a call amounts to, and whose matter it is, as far as the evidence carries; else that it cannot be told, and why.
 *
 * @param decisive the step that decided, null where none did
 */
record Conclusion(Result result, LookAt lookAt, String text, Event decisive) {

    static Conclusion of(
            CallSpan call,
            Assignments assignments,
            Relays relays,
            Checks checks,
            Event fallback,
            Map<MediaFlow, Event> media,
            Map<Pause, Event> pauses,
            boolean begunBefore,
            boolean goesOn) {
        return new Reasoning(call, assignments, relays, checks, fallback, media, pauses, begunBefore, goesOn)
                .conclude();
    }

    private static final class Reasoning {
        /** Hellos, certificates and a few allocations are smaller. */
        private static final long MORE_THAN_SETTING_UP_BYTES = 20_000;

        private final Assignments assignments;
        private final Relays relays;
        private final Checks checks;
        private final Event fallback;
        private final Map<MediaFlow, Event> media;
        private final Map<Pause, Event> pauses;
        private final boolean begunBefore;
        private final boolean goesOn;
        private final String doubt;

        Reasoning(
                CallSpan call,
                Assignments assignments,
                Relays relays,
                Checks checks,
                Event fallback,
                Map<MediaFlow, Event> media,
                Map<Pause, Event> pauses,
                boolean begunBefore,
                boolean goesOn) {
            this.assignments = assignments;
            this.relays = relays;
            this.checks = checks;
            this.fallback = fallback;
            this.media = media;
            this.pauses = pauses;
            this.begunBefore = begunBefore;
            this.goesOn = goesOn;
            doubt = assignments.doubt(call.unit);
        }

        Conclusion conclude() {
            List<MediaFlow> both = with(Directions.BOTH);
            List<MediaFlow> onlySent = with(Directions.ONLY_SENT);
            List<MediaFlow> onlyReceived = with(Directions.ONLY_RECEIVED);
            if (!onlySent.isEmpty() || !onlyReceived.isEmpty()) {
                return ofOneWay(both, onlySent, onlyReceived);
            }
            if (!both.isEmpty()) {
                return ofMedia(both);
            }
            List<MediaFlow> sent = with(Directions.SENT_AND_HEARD);
            List<MediaFlow> received = with(Directions.RECEIVED_AND_HEARD);
            if (!sent.isEmpty() && !received.isEmpty()) {
                return ofMedia(Stream.concat(sent.stream(), received.stream()).toList());
            }
            if (!sent.isEmpty() || !received.isEmpty()) {
                return ofOneSender(sent.isEmpty() ? received.get(0) : sent.get(0), !sent.isEmpty());
            }
            return media.isEmpty() ? withoutMedia() : tooShort();
        }

        private List<MediaFlow> with(Directions directions) {
            return media.keySet().stream()
                    .filter(flow -> flow.directions() == directions)
                    .toList();
        }

        private Conclusion ofMedia(List<MediaFlow> both) {
            long first = both.stream().mapToLong(MediaFlow::firstNanos).min().orElse(0);
            long last = both.stream().mapToLong(MediaFlow::lastNanos).max().orElse(0);
            Event start = media.get(both.get(0));
            boolean overTcp = both.stream().allMatch(MediaFlow::overTcp);
            String ran = "Media ran in both directions for " + Words.duration(last - first)
                    + (overTcp ? " over TCP" : " over UDP");
            Asking failing = failingAllocation();
            if (overTcp && failing != null) {
                return fallenBack(ran, failing);
            }
            if (!pauses.isEmpty()) {
                return ofPauses(ran);
            }
            return new Conclusion(Result.MEDIA, LookAt.NOTHING, ran + edges() + ": nothing was in its way.", start);
        }

        /** The way is open in both directions, and only one side uses it for media. */
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
                            assignments.capturePlace().equals("unit-side") ? LookAt.UNIT : LookAt.UNKNOWN,
                            "Media came from " + flow.peer() + span
                                    + " and none went back, though STUN or RTCP did: the way is open."
                                    + " The unit sent none; it may be muted.",
                            media.get(flow));
        }

        /** Pauses of a call that ran in both directions: the one that matters most decides. */
        private Conclusion ofPauses(String ran) {
            Pause worst = null;
            for (Pause pause : pauses.keySet()) {
                boolean worse = worst == null || (pause.missing() > 0) != (worst.missing() > 0)
                        ? worst == null || pause.missing() > 0
                        : pause.lengthNanos() > worst.lengthNanos();
                worst = worse ? pause : worst;
            }
            boolean unitSide = assignments.capturePlace().equals("unit-side");
            LookAt lookAt;
            String words;
            switch (worst.whose()) {
                case PEER -> {
                    lookAt = worst.missing() == 0 || unitSide ? LookAt.FAR_SIDE : LookAt.UNKNOWN;
                    words = worst.missing() == 0
                            ? "The far side itself sent nothing."
                            : unitSide
                                    ? "They were lost beyond this capture point: look at the way from the far side,"
                                            + " the firewall included."
                                    : "They were lost before this capture point.";
                }
                case UNIT -> {
                    lookAt = worst.missing() == 0 ? LookAt.UNIT : unitSide ? LookAt.SITE_NETWORK : LookAt.UNKNOWN;
                    words = worst.missing() == 0
                            ? "The unit itself sent nothing."
                            : "They were lost between the unit and this capture point.";
                }
                default -> {
                    lookAt = worst.missing() == 0 ? LookAt.UNKNOWN : LookAt.CAPTURE;
                    words = worst.missing() == 0
                            ? "Both sides paused at once, as on hold; why cannot be told."
                            : "Where both directions are missing at once, the capture itself may have lost them.";
                }
            }
            String detail = worst.inWords();
            return new Conclusion(
                    Result.GAPS,
                    lookAt,
                    ran + edges() + ", with " + Words.count(pauses.size(), "pauses") + ". "
                            + (pauses.size() > 1 ? "The worst: " + lower(detail) : detail) + ". " + words,
                    pauses.get(worst));
        }

        private String edges() {
            if (begunBefore) {
                return goesOn ? ", begun before the capture and going on after it" : ", begun before the capture";
            }
            return goesOn ? ", and goes on after the capture's end" : "";
        }

        private Conclusion fallenBack(String ran, Asking failing) {
            if (failing.isSilent() && doubt != null) {
                return new Conclusion(
                        Result.FALLBACK,
                        LookAt.CAPTURE,
                        ran + ". Whether " + failing.server + " answered over UDP cannot be told: " + doubt + ".",
                        fallback);
            }
            Place place = place(failing);
            return new Conclusion(
                    Result.FALLBACK,
                    place.lookAt(),
                    ran + ", which only the fallback offers: " + what(failing) + ". " + place.words()
                            + " Sound and picture suffer over TCP.",
                    failing.event);
        }

        private Conclusion ofOneWay(List<MediaFlow> both, List<MediaFlow> sent, List<MediaFlow> received) {
            String beside = both.isEmpty()
                    ? ""
                    : " Beside it media ran in both directions with "
                            + Words.list(
                                    both.stream()
                                            .map(f -> f.peer().toString())
                                            .distinct()
                                            .toList(),
                                    2) + ".";
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
                Place place = silence();
                return new Conclusion(
                        Result.ONE_WAY, place.lookAt(), what + "." + beside + " " + place.words(), media.get(flow));
            }
            MediaFlow flow = received.get(0);
            String what = "Media from " + flow.peer() + " came for " + Words.duration(flow.spanNanos())
                    + " and nothing went back";
            if (doubt != null) {
                return cannotBeTold(what, media.get(flow));
            }
            return assignments.capturePlace().equals("unit-side")
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

        private Conclusion withoutMedia() {
            OverTcp hidden = hiddenRelay();
            if (hidden != null) {
                return ofHidden(hidden);
            }
            Asking denied =
                    first(relays.allocations().stream().filter(Asking::isDenied).toList());
            if (denied != null) {
                return new Conclusion(
                        Result.NO_MEDIA,
                        LookAt.FAR_SIDE,
                        "No media: " + denied.denial() + ". The way to it is open; ask whoever runs the relay.",
                        denied.event);
            }
            boolean allocated = relays.allocations().stream().anyMatch(a -> a.successes > 0)
                    || relays.overTcp().stream().anyMatch(r -> r.event.outcome() == StepOutcome.OK);
            Asking failing = failingAllocation();
            if (!allocated && failing != null) {
                return ofFailingRelay(failing);
            }
            OverTcp broken = first(relays.overTcp().stream()
                    .filter(r -> r.event.outcome() != StepOutcome.OK)
                    .toList());
            if (!allocated && broken != null) {
                return ofBrokenRelay(broken);
            }
            if (!checks.isEmpty()) {
                return afterChecks(allocated);
            }
            return undecided(allocated);
        }

        private Conclusion ofFailingRelay(Asking failing) {
            if (failing.isSilent() && doubt != null) {
                return cannotBeTold("No media: " + failing.silence(), failing.event);
            }
            Place place = place(failing);
            return new Conclusion(
                    Result.NO_MEDIA,
                    place.lookAt(),
                    "No media: " + what(failing) + ", and " + overTcpInWords() + ". " + place.words(),
                    failing.event);
        }

        private String overTcpInWords() {
            OverTcp relay = first(new ArrayList<>(relays.overTcp()));
            if (relay == null) {
                return "TURN over TCP 443 was not tried";
            }
            return switch (relay.event.outcome()) {
                case NO_ANSWER -> relay.server + " over TCP had no answer either";
                case REFUSED -> relay.server + " over TCP was refused";
                case FAILED -> "TURN over TCP with " + relay.server + " failed";
                default -> relay.server + " over TCP led to nothing";
            };
        }

        private Conclusion ofBrokenRelay(OverTcp broken) {
            String what = broken.event.detail();
            return switch (broken.event.outcome()) {
                case NO_ANSWER ->
                    doubt != null
                            ? cannotBeTold("No media: " + withoutPoint(what), broken.event)
                            : new Conclusion(
                                    Result.NO_MEDIA,
                                    silence().lookAt(),
                                    "No media: " + what + " " + silence().words(),
                                    broken.event);
                case REFUSED, FAILED ->
                    broken.refusedBy != null
                            ? new Conclusion(
                                    Result.NO_MEDIA,
                                    refusal(broken.refusedBy).lookAt(),
                                    "No media: " + what + " "
                                            + refusal(broken.refusedBy).words(),
                                    broken.event)
                            : new Conclusion(
                                    Result.NO_MEDIA,
                                    LookAt.FIREWALL,
                                    "No media: " + what + " Look at the firewall and at TLS inspection on the way.",
                                    broken.event);
                default ->
                    new Conclusion(Result.UNKNOWN, LookAt.UNKNOWN, "Cannot be told: " + lower(what), broken.event);
            };
        }

        private Conclusion afterChecks(boolean allocated) {
            if (checks.foundAPath()) {
                return new Conclusion(
                        Result.NO_MEDIA,
                        LookAt.UNKNOWN,
                        "A path was found, and no media followed. The network let the checks through; whether the unit"
                                + " or the far side ended it cannot be told, since signalling is encrypted.",
                        checks.event());
            }
            if (!checks.allFailed() || checks.onlyPrivate()) {
                return new Conclusion(
                        Result.UNKNOWN,
                        LookAt.UNKNOWN,
                        "Cannot be told: " + lower(checks.event().detail())
                                + (checks.onlyPrivate() && checks.allFailed()
                                        ? " Private addresses need not be reachable from here, so this proves nothing."
                                        : ""),
                        checks.event());
            }
            if (doubt != null) {
                return cannotBeTold("No media: " + withoutPoint(checks.event().detail()), checks.event());
            }
            return new Conclusion(
                    Result.NO_MEDIA,
                    LookAt.UNKNOWN,
                    "No media: " + lower(checks.event().detail())
                            + (allocated ? " The relay itself works." : "")
                            + " Either the firewall drops the media ports or the far side does not answer: which, this"
                            + " capture cannot tell.",
                    checks.event());
        }

        private Conclusion undecided(boolean allocated) {
            Event last = null;
            for (Asking asking : relays.allocations()) {
                last = asking.event;
            }
            for (Asking asking : relays.bindings()) {
                last = last == null ? asking.event : last;
                if (asking.isSilent() && doubt == null) {
                    Place place = silence();
                    return new Conclusion(
                            Result.NO_MEDIA,
                            place.lookAt(),
                            "No media: " + asking.silence() + ". " + place.words(),
                            asking.event);
                }
            }
            String why = allocated
                    ? "the relay granted what was asked for, and the capture shows neither checks nor media"
                    : "the capture shows too little of it";
            return new Conclusion(Result.UNKNOWN, LookAt.UNKNOWN, "Cannot be told: " + why + ".", last);
        }

        /** A relay over TCP that carried more than setting up takes, in both directions: media, most likely. */
        private OverTcp hiddenRelay() {
            for (OverTcp relay : relays.overTcp()) {
                if (relay.event.outcome() == StepOutcome.OK
                        && Math.min(relay.bytes(true), relay.bytes(false)) >= MORE_THAN_SETTING_UP_BYTES) {
                    return relay;
                }
            }
            return null;
        }

        private Conclusion ofHidden(OverTcp relay) {
            Asking failing = failingAllocation();
            boolean fell = failing != null && !(failing.isSilent() && doubt != null);
            String text = "Media probably ran over TCP: the connection to the relay " + relay.server + " carried "
                    + Words.size(relay.bytes(true)) + " out and " + Words.size(relay.bytes(false))
                    + " in, more than setting up takes; what it was cannot be seen.";
            if (!fell) {
                return new Conclusion(Result.UNKNOWN, LookAt.UNKNOWN, text, relay.event);
            }
            Place place = place(failing);
            return new Conclusion(
                    Result.FALLBACK,
                    place.lookAt(),
                    text + " Over UDP nothing came of it: " + what(failing) + ". " + place.words(),
                    failing.event);
        }

        private Asking failingAllocation() {
            if (relays.allocations().stream().anyMatch(a -> a.successes > 0)) {
                return null;
            }
            Asking refused = first(
                    relays.allocations().stream().filter(Asking::isRefused).toList());
            return refused != null
                    ? refused
                    : first(relays.allocations().stream()
                            .filter(Asking::isSilent)
                            .toList());
        }

        private static String what(Asking failing) {
            return failing.isRefused() ? failing.refusal() : failing.silence();
        }

        private Place place(Asking failing) {
            return failing.isRefused() ? refusal(failing.refusedBy) : silence();
        }

        private static Place refusal(RefusedBy by) {
            return by == RefusedBy.DEVICE_ON_THE_WAY
                    ? new Place(LookAt.FIREWALL, "Look at the firewall: a device on the way refuses, not the server.")
                    : by == RefusedBy.SERVER
                            ? new Place(LookAt.FAR_SIDE, "Look at the server: it is reached, and refuses itself.")
                            : new Place(
                                    LookAt.UNKNOWN,
                                    "Whether the server refuses or a firewall in its name cannot be told from the"
                                            + " traffic.");
        }

        /** Where a silence belongs, seen from the capture point. */
        private Place silence() {
            return switch (assignments.capturePlace()) {
                case "unit-side" ->
                    new Place(
                            LookAt.FIREWALL,
                            "Look at the firewall first: what the unit sent, or what came back, was lost beyond this"
                                    + " capture point.");
                case "beyond-nat" ->
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

        private Conclusion cannotBeTold(String what, Event decisive) {
            return new Conclusion(
                    Result.UNKNOWN,
                    LookAt.CAPTURE,
                    "Cannot be told: " + lower(what) + ", but " + doubt + ".",
                    decisive);
        }

        private static String lower(String sentence) {
            // names of protocols keep their capitals
            return sentence.length() > 1 && Character.isLowerCase(sentence.charAt(1))
                    ? Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1)
                    : sentence;
        }

        private static String withoutPoint(String sentence) {
            return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        }

        private static <T> T first(List<T> list) {
            return list.isEmpty() ? null : list.get(0);
        }
    }

    private record Place(LookAt lookAt, String words) {}
}
