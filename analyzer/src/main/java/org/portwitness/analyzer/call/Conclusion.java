package org.portwitness.analyzer.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.portwitness.analyzer.call.Relays.Asking;
import org.portwitness.analyzer.call.Relays.OverTcp;
import org.portwitness.analyzer.report.Call.LookAt;
import org.portwitness.analyzer.report.Call.Result;
import org.portwitness.analyzer.verdict.Assignments;
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
            Quality quality,
            boolean begunBefore,
            boolean goesOn) {
        return new Reasoning(call, assignments, relays, checks, fallback, media, pauses, quality, begunBefore, goesOn)
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
        private final Quality quality;
        private final boolean begunBefore;
        private final boolean goesOn;
        private final String doubt;
        private final long unread;

        Reasoning(
                CallSpan call,
                Assignments assignments,
                Relays relays,
                Checks checks,
                Event fallback,
                Map<MediaFlow, Event> media,
                Map<Pause, Event> pauses,
                Quality quality,
                boolean begunBefore,
                boolean goesOn) {
            this.assignments = assignments;
            this.relays = relays;
            this.checks = checks;
            this.fallback = fallback;
            this.media = media;
            this.pauses = pauses;
            this.quality = quality;
            this.begunBefore = begunBefore;
            this.goesOn = goesOn;
            doubt = assignments.doubt(call.unit);
            unread = call.unread();
        }

        Conclusion conclude() {
            if (media.isEmpty()) {
                return withoutMedia();
            }
            MediaConclusion ofMedia = new MediaConclusion(
                    media, pauses, quality, begunBefore, goesOn, assignments.capturePlace(), doubt, vainly());
            List<MediaFlow> both = ofMedia.inBothDirections();
            Conclusion conclusion = ofMedia.conclude();
            Asking failing = failingAllocation();
            boolean overTcp = !both.isEmpty() && both.stream().allMatch(MediaFlow::overTcp);
            return overTcp && failing != null && conclusion.result() != Result.ONE_WAY
                    ? fallenBack(MediaConclusion.ran(both), failing, ofMedia.badlyToo())
                    : conclusion;
        }

        private Conclusion fallenBack(String ran, Asking failing, String badly) {
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
                            + " Sound and picture suffer over TCP." + badly,
                    failing.event);
        }

        /** A relay that was asked in vain while the call found another way; null where there was none, or it cannot be told. */
        private String vainly() {
            Asking vain = first(relays.allocations().stream()
                    .filter(a -> a.isRefused() || a.isDenied() || a.isSilent() && doubt == null)
                    .toList());
            if (vain == null) {
                return null;
            }
            boolean served = relays.allocations().stream().anyMatch(a -> a.successes > 0);
            return (vain.isDenied() ? vain.denial() : what(vain)) + "; "
                    + (served ? "another relay served" : "media found a way without it");
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
                return cannotBeTold("No media: " + failing.silence(), doubt, failing.event);
            }
            if (unread > 0 && relays.overTcp().isEmpty()) {
                return ofUnread(what(failing), failing.event);
            }
            Place place = place(failing);
            return new Conclusion(
                    Result.NO_MEDIA,
                    place.lookAt(),
                    "No media: " + what(failing) + ", and " + overTcpInWords() + ". " + place.words(),
                    failing.event);
        }

        /** Media may have run in a connection of which a snap length left nothing to read. */
        private Conclusion ofUnread(String what, Event decisive) {
            return new Conclusion(
                    Result.UNKNOWN,
                    LookAt.CAPTURE,
                    "Cannot be told: " + what + ", and whether TURN over TCP 443 was tried cannot be seen: "
                            + Words.count(unread, "connections")
                            + " to port 443 carried data, of which this capture keeps too little. Capture whole packets.",
                    decisive);
        }

        private String overTcpInWords() {
            OverTcp relay = first(new ArrayList<>(relays.overTcp()));
            if (relay == null) {
                return "TURN over TCP 443 was not tried";
            }
            return switch (relay.event.outcome()) {
                case NO_ANSWER ->
                    relay.opened && relay.how != null
                            ? "over TCP " + relay.relay + " connects, but then: " + relay.how
                            : relay.relay + " over TCP had no answer either";
                case REFUSED -> relay.relay + " over TCP was refused" + (relay.how == null ? "" : ": " + relay.how);
                case FAILED ->
                    "TURN over TCP with " + relay.relay + " failed" + (relay.how == null ? "" : ": " + relay.how);
                default -> relay.relay + " over TCP led to nothing";
            };
        }

        private Conclusion ofBrokenRelay(OverTcp broken) {
            String what = broken.event.detail();
            return switch (broken.event.outcome()) {
                case NO_ANSWER ->
                    doubt != null
                            ? cannotBeTold("No media: " + withoutPoint(what), doubt, broken.event)
                            : noMedia(what, Place.ofSilence(assignments.capturePlace()), broken.event);
                case REFUSED, FAILED ->
                    broken.refusedBy != null
                            ? noMedia(what, Place.ofRefusal(broken.refusedBy), broken.event)
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
                return cannotBeTold("No media: " + withoutPoint(checks.event().detail()), doubt, checks.event());
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
                    if (unread > 0 && relays.overTcp().isEmpty()) {
                        return ofUnread(asking.silence(), asking.event);
                    }
                    Place place = Place.ofSilence(assignments.capturePlace());
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
            String text = "Media probably ran over TCP: the connection to the relay " + relay.relay + " carried "
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

        private static Conclusion noMedia(String what, Place place, Event decisive) {
            return new Conclusion(Result.NO_MEDIA, place.lookAt(), "No media: " + what + " " + place.words(), decisive);
        }

        private Place place(Asking failing) {
            return failing.isRefused()
                    ? Place.ofRefusal(failing.refusedBy)
                    : Place.ofSilence(assignments.capturePlace());
        }

        private static <T> T first(List<T> list) {
            return list.isEmpty() ? null : list.get(0);
        }
    }

    static Conclusion cannotBeTold(String what, String doubt, Event decisive) {
        return new Conclusion(
                Result.UNKNOWN, LookAt.CAPTURE, "Cannot be told: " + lower(what) + ", but " + doubt + ".", decisive);
    }

    /** Names of protocols keep their capitals. */
    static String lower(String sentence) {
        return sentence.length() > 1 && Character.isLowerCase(sentence.charAt(1))
                ? Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1)
                : sentence;
    }

    static String withoutPoint(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
