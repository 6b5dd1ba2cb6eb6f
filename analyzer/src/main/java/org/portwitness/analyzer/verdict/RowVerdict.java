package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.portwitness.analyzer.ports.PortRow;
import org.portwitness.analyzer.ports.ServiceKind;
import org.portwitness.analyzer.report.Report.Verdict;

/**
 * What the evidence of one row and one unit amounts to: the verdict and the sentence that says what decided it.
 *
 * <p>Rules: contract, "Verdicts of a row"; `protocols.md` 12. Servers are compared within the unit. Silence counts only where {@link
 * Certainty} believes it.
 *
 * @param why one sentence, or two where a note belongs to it
 * @param failing servers that do not work, the ones to ask the firewall team about
 */
record RowVerdict(Verdict verdict, String why, List<ServerEvidence> failing) {

    /**
     * @param servers evidence by server; empty where the row was not tried
     * @param all the sum of it
     * @param doubt why silence proves nothing here, null where it does
     * @param excuses what makes a failing server no fault of the row's, see {@link Excuses}
     */
    static RowVerdict of(
            PortRow row, Collection<ServerEvidence> servers, ServerEvidence all, String doubt, Excuses excuses) {
        if (all.attempts() == 0) {
            return new RowVerdict(Verdict.NOT_SEEN, "Not seen in this capture.", List.of());
        }
        return all.works() ? ofWorking(row, servers, all, doubt, excuses) : ofFailing(servers, all, doubt);
    }

    private static RowVerdict ofWorking(
            PortRow row, Collection<ServerEvidence> servers, ServerEvidence all, String doubt, Excuses excuses) {
        List<ServerEvidence> failing = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        int working = 0;
        for (ServerEvidence server : servers) {
            if (server.works()) {
                working++;
            } else if (fails(row, server, doubt)) {
                String excuse = excuses.of(row, server, servers);
                if (excuse == null) {
                    failing.add(server);
                } else {
                    notes.add(excuse);
                }
            }
        }
        if (failing.isEmpty()) {
            String why = all.ok == all.attempts()
                    ? "Works: " + (all.ok == 1 ? "1 exchange" : all.ok + " exchanges") + " answered by "
                            + servers(working) + "."
                    : "Works: " + all.answered() + " of " + all.attempts() + " exchanges answered, " + servers(working)
                            + " of " + servers.size() + ".";
            if (all.okInPart == all.ok) {
                notes.add(0, "Reached, but " + all.okInPartHow + ".");
            }
            return new RowVerdict(Verdict.OK, notes.isEmpty() ? why : why + " " + notes.get(0), List.of());
        }
        return new RowVerdict(
                Verdict.PARTIAL,
                servers(working) + (working == 1 ? " works" : " work") + ", but not " + eachWithReason(failing) + ".",
                failing);
    }

    /** The servers and what is wrong with them; those that fail in the same way together. */
    private static String eachWithReason(List<ServerEvidence> failing) {
        Map<String, List<ServerEvidence>> kinds = new LinkedHashMap<>();
        for (ServerEvidence server : failing) {
            String kind = server.isRefused() ? "refused" : server.isSilentForSure() ? "silent" : "inside";
            kinds.computeIfAbsent(kind, k -> new ArrayList<>()).add(server);
        }
        return kinds.values().stream()
                .map(alike -> namedBriefly(alike) + ": " + how(sum(alike)))
                .collect(Collectors.joining("; nor "));
    }

    /** Tried with enough evidence to be called blocked or refused, or broken after TCP. */
    private static boolean fails(PortRow row, ServerEvidence server, String doubt) {
        if (server.isRefused() || server.tlsFailsFor(doubt)) {
            return !(row.serves(ServiceKind.MEDIA)
                    && server.failures.weakSilent + server.failures.refused + server.failures.unreachable
                            == server.attempts()
                    && server.failures.weakSilent > 0);
        }
        // of many ICE checks few succeed: beside a path that works the others prove nothing
        boolean onlyChecks = row.serves(ServiceKind.MEDIA) && server.failures.weakSilent == server.failures.silent;
        return server.isSilentForSure() && doubt == null && !onlyChecks;
    }

    private static RowVerdict ofFailing(Collection<ServerEvidence> servers, ServerEvidence all, String doubt) {
        List<ServerEvidence> failing =
                servers.stream().filter(ServerEvidence::isFailing).toList();
        if (failing.isEmpty() && all.isSilentForSure()) {
            failing = List.copyOf(servers);
        }
        if (all.isRefused()) {
            return new RowVerdict(Verdict.REFUSED, "Refused: " + how(all) + ".", failing);
        }
        if (all.isSilentForSure() && doubt == null) {
            return new RowVerdict(Verdict.BLOCKED, capital(silence(all, failing)) + ".", failing);
        }
        if (all.tlsFailsFor(doubt)) {
            return new RowVerdict(
                    Verdict.TLS_FAILED,
                    "The TCP port is open, but TLS fails: " + all.failures.tlsFailure + " (" + named(failing) + ").",
                    failing);
        }
        if (all.failures.oneWay > 0 && doubt == null) {
            return new RowVerdict(Verdict.ONE_WAY, "One-way: " + all.failures.oneWayHow + ".", failing);
        }
        return new RowVerdict(Verdict.INCONCLUSIVE, undecided(all, doubt), List.of());
    }

    private static String undecided(ServerEvidence all, String doubt) {
        if (all.isFlood()) {
            return "No answer to " + Words.count(all.failures.loneSilent, "senders")
                    + " of one SYN each: a flood or a scan proves nothing.";
        }
        if (all.isSilentForSure() || all.failures.oneWay > 0) {
            String seen = all.failures.oneWay > 0 ? all.failures.oneWayHow : silence(all, List.of());
            return capital(seen) + ", but " + doubt + ".";
        }
        if (all.failures.tlsFailed > 0) {
            return capital(all.failures.tlsFailure) + ", but " + doubt + ".";
        }
        if (all.ambiguousOk > 0) {
            return Words.count(all.ambiguousOk, "connections")
                    + " answered, but it cannot be told from the traffic which row they belong to.";
        }
        if (all.failures.undecided > 0) {
            return Words.count(all.failures.undecided, "attempts") + (all.failures.undecided == 1 ? " is" : " are")
                    + " undecided: "
                    + (all.failures.undecidedHow == null ? "the capture ends too soon" : all.failures.undecidedHow)
                    + ".";
        }
        if (all.failures.loneSilent > 1) {
            return "No answer to " + Words.count(all.failures.loneSilent, "senders")
                    + " of one SYN each: too little to tell, a sender that wants something tries again.";
        }
        if (all.failures.silent > 0) {
            return "A single packet without an answer can be an abandoned attempt: too little to tell.";
        }
        return "Broadcast requests without an answer prove nothing: whoever should answer may be elsewhere.";
    }

    /** The mixture of failures in words; a mixture of refusals and silence counts as refused. */
    private static String how(ServerEvidence bad) {
        if (bad.isRefused()) {
            return bad.failures.refusedHow;
        }
        if (bad.isSilentForSure()) {
            return silence(bad, List.of());
        }
        return bad.failures.tlsFailed > 0 ? bad.failures.tlsFailure : bad.failures.oneWayHow;
    }

    private static String silence(ServerEvidence all, List<ServerEvidence> failing) {
        return "no answer to " + Words.count(all.failures.silentSendings, all.failures.silentWhat)
                + (failing.size() == 1 ? " to " + failing.get(0).name() : "")
                + Words.within(all.failures.lastSilent - all.failures.firstSilent);
    }

    private static String named(List<ServerEvidence> servers) {
        return Words.list(servers.stream().map(ServerEvidence::name).toList(), 3);
    }

    /** Where a proxy refuses, the reason names it. */
    private static String namedBriefly(List<ServerEvidence> servers) {
        return Words.list(
                servers.stream()
                        .map(s -> s.asked != null && s.isRefused() ? s.asked : s.name())
                        .toList(),
                3);
    }

    private static String servers(int n) {
        return n == 1 ? "1 server" : n + " servers";
    }

    private static String capital(String sentence) {
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }

    static ServerEvidence sum(Collection<ServerEvidence> servers) {
        ServerEvidence all = new ServerEvidence(null, 0);
        servers.forEach(all::addAll);
        return all;
    }
}
