package org.portwitness.analyzer.verdict;

import java.util.HashMap;
import java.util.Map;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Evidence;
import org.portwitness.analyzer.evidence.Refusal;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.TcpContent;

/**
 * How far away servers are, and so whether a refusal in a server's name was made by something nearer.
 *
 * <p>Systems start the TTL (hop limit) of their packets at 64, 128 or 255, and each router takes one off; the distance to the next of
 * these numbers is the number of hops, an estimate. A refusal is compared with the SYN-ACKs, or else what TLS brought,
 * of other connections to the same server. It
 * comes from something nearer only where it is clearly nearer than all of them: load balancers and several paths make a server's own
 * packets differ by a hop or two, and who answers may start at another number than who refuses. Looked up when the first refusal asks.
 */
final class Distances {
    /** Further away than any host of the internet: then the start was another number, such as 32. */
    private static final int MOST_HOPS = 30;

    private static final int CLEARLY = 2;
    private static final int OTHER_START = 1;
    private static final int MOST_SERVERS = 100_000;
    private static final int UNKNOWN = -1;

    private final Evidence evidence;
    private Map<Address, Seen> servers;

    private static final class Seen {
        int nearest = Integer.MAX_VALUE;
        int farthest;
        int start;
    }

    /** Who refused. */
    enum Refuser {
        /** Something on the way. */
        NEARER,
        /** The server, or something beside it. */
        SERVER,
        /** It cannot be told. */
        UNKNOWN
    }

    Distances(Evidence evidence) {
        this.evidence = evidence;
    }

    Refuser of(Refusal refusal, Address server) {
        if (!refusal.by().equals(server)) {
            return Refuser.NEARER;
        }
        int hops = hops(refusal.ttl());
        Seen seen = servers().get(server);
        if (hops == UNKNOWN || seen == null) {
            return Refuser.UNKNOWN;
        }
        int spread = seen.farthest - seen.nearest;
        int margin = CLEARLY + spread + (start(refusal.ttl()) == seen.start ? 0 : OTHER_START);
        if (hops + margin <= seen.nearest) {
            return Refuser.NEARER;
        }
        return hops >= seen.nearest - 1 && hops <= seen.farthest + 1 ? Refuser.SERVER : Refuser.UNKNOWN;
    }

    /** Who reset a connection after the TLS hello, by the TTL of the RST and that of the same connection's other packets. */
    static Refuser ofReset(TcpContent.Tls tls) {
        int reset = tls.resetTtl();
        int server = tls.serverTtl();
        if (reset < 0 || server < 0 || reset == server) {
            return Refuser.SERVER;
        }
        int hops = hops(reset);
        int serverHops = hops(server);
        if (hops == UNKNOWN || serverHops == UNKNOWN) {
            return Refuser.UNKNOWN;
        }
        boolean sameStart = start(reset) == start(server);
        if (hops + CLEARLY + (sameStart ? 0 : OTHER_START) <= serverHops) {
            return Refuser.NEARER;
        }
        return sameStart && Math.abs(hops - serverHops) < CLEARLY ? Refuser.SERVER : Refuser.UNKNOWN;
    }

    /** {@code RST from a device about 2 hops away, not from 52.112.10.20, which is about 14 hops away}. */
    String inWords(Refusal refusal, Address server) {
        Refuser refuser = of(refusal, server);
        int hops = hops(refusal.ttl());
        if (!refusal.by().equals(server)) {
            return refusal.inWords() + " from " + refusal.by() + (hops == UNKNOWN ? "" : ", " + away(hops));
        }
        return switch (refuser) {
            case NEARER ->
                refusal.inWords() + " from a device " + away(hops) + ", not from " + server + ", which is "
                        + away(servers().get(server).nearest);
            case SERVER -> refusal.inWords() + " from the server itself";
            case UNKNOWN -> refusal.inWords() + " in the server's name" + guessed(hops, server);
        };
    }

    /** Where nothing else of the server is seen, its TTL alone says how far away a refusal was made, if it began at the usual number. */
    private String guessed(int hops, Address server) {
        if (hops == UNKNOWN || servers().containsKey(server)) {
            return "";
        }
        return " from " + (hops == 0 ? "this very network" : "about " + Words.count(hops, "hops") + " away")
                + " (guessed from its TTL alone)";
    }

    private static String away(int hops) {
        return hops == 0 ? "on this very network" : "about " + Words.count(hops, "hops") + " away";
    }

    private Map<Address, Seen> servers() {
        if (servers == null) {
            servers = new HashMap<>();
            for (TcpConnection connection : evidence.connections()) {
                TcpAttempt attempt = connection.attempt();
                if (attempt != null && attempt.outcome() == TcpAttempt.Outcome.ANSWERED) {
                    note(attempt.server().address(), attempt.answerTtl());
                } else if (connection.content().tls() != null) {
                    note(
                            connection.server().address(),
                            connection.content().tls().serverTtl());
                }
            }
        }
        return servers;
    }

    private void note(Address server, int ttl) {
        int hops = hops(ttl);
        Seen seen = servers.get(server);
        if (hops == UNKNOWN || seen == null && servers.size() >= MOST_SERVERS) {
            return;
        }
        if (seen == null) {
            seen = new Seen();
            servers.put(server, seen);
        }
        if (hops < seen.nearest) {
            seen.nearest = hops;
            seen.start = start(ttl);
        }
        seen.farthest = Math.max(seen.farthest, hops);
    }

    /** Routers that a packet with this TTL passed; {@link #UNKNOWN} where it cannot be said. */
    static int hops(int ttl) {
        if (ttl <= 0 || ttl > 255) {
            return UNKNOWN;
        }
        int hops = start(ttl) - ttl;
        return hops > MOST_HOPS ? UNKNOWN : hops;
    }

    private static int start(int ttl) {
        return ttl <= 64 ? 64 : ttl <= 128 ? 128 : 255;
    }
}
