package org.portwitness.analyzer.call;

import java.util.Comparator;
import java.util.List;
import org.portwitness.analyzer.evidence.DnsQuery;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.report.Call.LookAt;
import org.portwitness.analyzer.report.Call.Result;
import org.portwitness.analyzer.verdict.Assignments;

/** Why a call never began: the first step that failed, and whose matter that is. */
final class SigningInConclusion {
    private final CallSpan call;
    private final Assignments assignments;
    private final String doubt;

    SigningInConclusion(CallSpan call, Assignments assignments) {
        this.call = call;
        this.assignments = assignments;
        doubt = assignments.doubt(call.unit);
    }

    /** {@code steps}: all of the call. */
    Conclusion conclude(List<Event> steps) {
        Event decisive = steps.stream()
                .filter(step -> step.outcome() == StepOutcome.FAILED
                        || step.outcome() == StepOutcome.REFUSED
                        || step.outcome() == StepOutcome.NO_ANSWER)
                .min(Comparator.comparingLong(Event::firstNanos).thenComparing(Event::kind))
                .orElse(null);
        if (decisive == null) {
            return new Conclusion(
                    Result.UNKNOWN, LookAt.UNKNOWN, "Cannot be told: the capture shows too little of it.", null);
        }
        String what = Conclusion.withoutPoint(Conclusion.lower(decisive.detail()));
        if (doubt != null && decisive.outcome() == StepOutcome.NO_ANSWER) {
            return Conclusion.cannotBeTold("no call began: " + what, doubt, decisive);
        }
        Place place = decisive.kind() == StepKind.DNS ? ofNames(decisive) : ofConnection(decisive);
        return new Conclusion(
                Result.NO_MEDIA, place.lookAt(), "No call began: " + what + ". " + place.words(), decisive);
    }

    private Place ofNames(Event decisive) {
        boolean ofSite = call.lookups.stream()
                .map(DnsQuery::server)
                .anyMatch(server -> server.toString().equals(decisive.peer())
                        && server.address().isPrivate());
        return decisive.outcome() == StepOutcome.NO_ANSWER
                ? new Place(
                        ofSite ? LookAt.SITE_NETWORK : LookAt.FIREWALL,
                        "Look at the name server " + decisive.peer() + " and the way to it.")
                : new Place(
                        ofSite ? LookAt.SITE_NETWORK : LookAt.FAR_SIDE,
                        "Look at the name server " + decisive.peer() + ": it is reached, and gives no address.");
    }

    private Place ofConnection(Event decisive) {
        TcpConnection connection = call.connections.stream()
                .filter(c -> c.server().toString().equals(decisive.peer()))
                .filter(c -> {
                    Assignments.Ending ending = assignments.endingOf(c);
                    return ending != null && StepOutcome.of(ending.fate()) == decisive.outcome();
                })
                .findFirst()
                .orElse(null);
        if (decisive.kind() == StepKind.PROXY) {
            return ofProxy(decisive, connection);
        }
        if (decisive.kind() == StepKind.TLS
                && connection != null
                && connection.content().tls() != null) {
            return ofTls(connection, connection.content().tls());
        }
        return decisive.outcome() == StepOutcome.REFUSED && connection != null
                ? Place.ofRefusal(assignments.endingOf(connection).by())
                : Place.ofSilence(assignments.capturePlace());
    }

    private Place ofProxy(Event decisive, TcpConnection connection) {
        TcpContent.Http http = connection == null ? null : connection.content().http();
        if (decisive.outcome() == StepOutcome.NO_ANSWER) {
            return new Place(
                    LookAt.FIREWALL,
                    "Look at the proxy " + decisive.peer()
                            + " and the firewall behind it: it takes the connection and does not answer.");
        }
        return new Place(
                LookAt.FIREWALL,
                http != null && http.statuses().stream().anyMatch(s -> s >= 502 && s <= 504)
                        ? "Look at the proxy " + decisive.peer()
                                + " and the firewall behind it: it does not reach the destination itself."
                        : "Look at the proxy " + decisive.peer() + ": it does not let the unit out.");
    }

    private Place ofTls(TcpConnection connection, TcpContent.Tls tls) {
        return switch (tls.progress()) {
            case ALERT_BY_CLIENT, ABORTED_BY_CLIENT -> ofCertificate(connection);
            case RESET_AFTER_HELLO ->
                Assignments.isResetOnTheWay(tls)
                        ? new Place(
                                LookAt.FIREWALL,
                                "Look at the firewall: a device on the way ends the connection, not the server.")
                        : new Place(LookAt.FAR_SIDE, "Look at the server, or at a firewall that resets in its name.");
            case CLOSED_BY_SERVER ->
                new Place(
                        LookAt.FAR_SIDE,
                        "Look at the server, or at a device that answers in its name: it closes the connection itself.");
            case HTTP_INSTEAD ->
                new Place(
                        LookAt.FIREWALL, "Look at the proxy or captive portal on the way: it answers for the server.");
            case ALERT_BY_SERVER ->
                new Place(LookAt.FAR_SIDE, "Look at the server: it is reached, and refuses itself.");
            default -> Place.ofSilence(assignments.capturePlace());
        };
    }

    private Place ofCertificate(TcpConnection connection) {
        return assignments.isIntercepted(connection)
                ? new Place(
                        LookAt.FIREWALL,
                        "Look at TLS inspection in the firewall or a proxy: no public authority issued this certificate.")
                : new Place(
                        LookAt.UNKNOWN,
                        "The unit does not trust what it was shown: look at the server's certificate, at what the unit"
                                + " trusts, and for TLS inspection on the way.");
    }
}
