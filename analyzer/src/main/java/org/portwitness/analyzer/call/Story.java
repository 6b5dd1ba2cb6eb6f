package org.portwitness.analyzer.call;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.report.Call;
import org.portwitness.analyzer.verdict.Assignments;
import org.portwitness.analyzer.verdict.Words;

/** One call told from beginning to end: like things become one step, steps stand in time order, and the conclusion names the one that decided. */
final class Story {
    /** Steps told of a call; a call that needs more is no call that anybody reads. */
    static final int MOST_STEPS = 200;

    /** Media that is there so soon after the capture began was there before; likewise at its end. */
    private static final long AT_THE_EDGE_NANOS = 1_000_000_000L;

    private final CallSpan call;
    private final Assignments assignments;
    private final long captureFirstNanos;
    private final long captureLastNanos;
    private final List<Event> events = new ArrayList<>();
    private final Map<MediaFlow, Event> starts = new LinkedHashMap<>();
    private final Map<Pause, Event> pauses = new LinkedHashMap<>();

    Story(CallSpan call, Assignments assignments, long captureFirstNanos, long captureLastNanos) {
        this.call = call;
        this.assignments = assignments;
        this.captureFirstNanos = captureFirstNanos;
        this.captureLastNanos = captureLastNanos;
    }

    Call tell() {
        events.addAll(Signalling.of(call, assignments));
        Relays relays = new Relays(call, assignments);
        List<Event> ofRelays = relays.events();
        events.addAll(ofRelays);
        Checks checks = Checks.of(call, assignments);
        if (!checks.isEmpty()) {
            events.add(checks.event());
        }
        Event fallback = Fallback.of(relays, assignments.doubt(call.unit) == null);
        if (fallback != null) {
            events.add(fallback);
        }
        if (call.isOnlySigningIn()) {
            return told(new SigningInConclusion(call, assignments).conclude(events));
        }
        boolean begunBefore = beganBeforeTheCapture();
        boolean goesOn = media(relays, begunBefore);
        Quality quality = Quality.of(call, assignments);
        quality.poor().forEach(poor -> events.add(poor.event()));
        Conclusion conclusion = Conclusion.of(
                call, assignments, relays, checks, fallback, starts, pauses, quality, begunBefore, goesOn);
        return told(conclusion);
    }

    private boolean beganBeforeTheCapture() {
        long media = call.media.stream().mapToLong(MediaFlow::firstNanos).min().orElse(Long.MAX_VALUE);
        boolean preparedBefore = call.asked.stream().anyMatch(a -> a.makesACall() && a.firstNanos() < media)
                || call.relayed.stream().anyMatch(r -> r.connection().attempt() != null && r.firstNanos() < media);
        return media - captureFirstNanos < AT_THE_EDGE_NANOS && !preparedBefore;
    }

    /** True where media still runs when the capture ends. */
    private boolean media(Relays relays, boolean begunBefore) {
        if (call.media.isEmpty()) {
            return false;
        }
        long first = Long.MAX_VALUE;
        long last = 0;
        for (MediaFlow flow : call.media) {
            first = Math.min(first, flow.firstNanos());
            last = Math.max(last, flow.lastNanos());
            Event start = start(flow, relays);
            starts.put(flow, start);
            events.add(start);
            for (Pause pause : Pause.in(flow)) {
                Event gap = new Event(
                        StepKind.MEDIA_GAP,
                        pause.startNanos(),
                        pause.endNanos(),
                        start.row(),
                        start.peer(),
                        pause.missing() > 0 || pause.isDead() ? StepOutcome.FAILED : StepOutcome.NONE,
                        pause.inWords() + ".");
                pauses.put(pause, gap);
                events.add(gap);
            }
        }
        if (begunBefore) {
            events.add(new Event(
                    StepKind.CAPTURE_BEGIN,
                    first,
                    first,
                    null,
                    null,
                    StepOutcome.UNDECIDED,
                    "The call is already on when the capture begins."));
        }
        boolean goesOn = captureLastNanos - last < AT_THE_EDGE_NANOS;
        String lasted = Words.duration(last - first);
        events.add(new Event(
                StepKind.MEDIA_END,
                last,
                last,
                null,
                null,
                goesOn ? StepOutcome.UNDECIDED : StepOutcome.OK,
                goesOn
                        ? "Media still runs when the capture ends, after " + lasted + "."
                        : "The last media, after " + lasted + "."));
        return goesOn;
    }

    private Event start(MediaFlow flow, Relays relays) {
        Endpoint peer = flow.peer();
        TcpConnection connection = relays.connectionOf(flow);
        String way = (flow.overTcp() ? "over TCP " : "over UDP ")
                + (Relays.isProxied(connection)
                        ? "through the proxy and the relay " + relays.nameOf(connection)
                        : isRelayed(flow, relays) ? "through the relay" : "directly");
        StepOutcome outcome;
        String detail;
        String span = " for " + Words.duration(flow.spanNanos());
        switch (flow.directions()) {
            case BOTH -> {
                outcome = StepOutcome.OK;
                detail = "Media in both directions with " + peer + span + ", " + way + Quality.roundTrips(flow) + ".";
            }
            case SENT_AND_HEARD -> {
                boolean silent = flow.silentNanos() >= Pause.DEAD_NANOS;
                outcome = silent ? StepOutcome.ONE_WAY : StepOutcome.PARTIAL;
                detail = "Media to " + peer + span + ", " + way
                        + (silent ? "; nothing comes back" + sinceWhen(flow) : "; STUN or RTCP comes back, no media")
                        + Quality.roundTrips(flow) + ".";
            }
            case RECEIVED_AND_HEARD -> {
                boolean silent = flow.silentNanos() >= Pause.DEAD_NANOS;
                outcome = silent ? StepOutcome.ONE_WAY : StepOutcome.PARTIAL;
                detail = "Media from " + peer + span + ", " + way
                        + (silent ? "; nothing goes back" + sinceWhen(flow) : "; STUN or RTCP goes back, no media")
                        + Quality.roundTrips(flow) + ".";
            }
            case ONLY_SENT -> {
                outcome = flow.refusal() == null ? StepOutcome.ONE_WAY : StepOutcome.REFUSED;
                detail = "Media to " + peer + span + " and nothing comes back, " + way + ".";
            }
            case ONLY_RECEIVED -> {
                outcome = StepOutcome.ONE_WAY;
                detail = "Media from " + peer + span + " and nothing goes back, " + way + ".";
            }
            default -> {
                outcome = StepOutcome.UNDECIDED;
                detail = "Media " + (flow.sent().isEmpty() ? "from " : "to ") + peer + span
                        + ", too short to tell whether anything comes back.";
            }
        }
        return new Event(
                StepKind.MEDIA_START,
                flow.firstNanos(),
                flow.lastNanos(),
                connection != null
                        ? assignments.rowOf(connection)
                        : assignments.rowOfMedia(flow.unit(), peer, flow.overTcp(), flow.firstNanos()),
                peer.toString(),
                outcome,
                detail);
    }

    private static String sinceWhen(MediaFlow flow) {
        return flow.silentNanos() >= flow.spanNanos() ? "" : " in the last " + Words.duration(flow.silentNanos());
    }

    static boolean isRelayed(MediaFlow flow, Relays relays) {
        return flow.wrapped()
                || flow.isRelayPort()
                || relays.addresses().contains(flow.peer().address());
    }

    private Call told(Conclusion conclusion) {
        events.sort(Comparator.comparingLong(Event::firstNanos).thenComparing(Event::kind));
        boolean believable = assignments.doubt(call.unit) == null;
        List<Call.Step> steps = new ArrayList<>();
        for (Event event : events) {
            // the step that decided is never among those left out
            if (steps.size() < MOST_STEPS - 1
                    || event.equals(conclusion.decisive())
                    || event.equals(events.get(events.size() - 1))) {
                Event told = believable ? event : event.doubted();
                steps.add(told.step(event.equals(conclusion.decisive())));
            }
        }
        List<Call.Step> kept = steps.size() <= MOST_STEPS ? steps : steps.subList(0, MOST_STEPS);
        long first = events.isEmpty()
                ? call.firstNanos()
                : Math.min(call.firstNanos(), events.get(0).firstNanos());
        return new Call(
                call.unit.toString(),
                first,
                call.lastNanos(),
                conclusion.result(),
                conclusion.lookAt(),
                conclusion.text(),
                List.copyOf(kept),
                events.size() - kept.size());
    }
}
