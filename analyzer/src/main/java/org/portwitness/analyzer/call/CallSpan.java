package org.portwitness.analyzer.call;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.DnsQuery;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.TcpConnection;

/**
 * All that belongs to one call of one unit.
 *
 * <p>Work on media that follows closely belongs together. A new call is begun by an allocation or a connection to a relay after a rest:
 * 20 s, or 8 s where media had run and the sockets are new ones. After a minute without anything, whatever comes is another call.
 */
final class CallSpan {
    /** What led to a call began at most so long before. */
    static final long LEAD_NANOS = 30_000_000_000L;

    private static final long LONGEST_REST_NANOS = 60_000_000_000L;
    private static final long REST_NANOS = 20_000_000_000L;
    private static final long REST_AFTER_MEDIA_NANOS = 8_000_000_000L;

    /** Connections and lookups kept of a call. */
    private static final int MOST_OTHERS = 2_000;

    final Address unit;
    final List<Trace.Asked> asked = new ArrayList<>();
    final List<Trace.Relayed> relayed = new ArrayList<>();
    final List<MediaFlow> media = new ArrayList<>();
    /** Connections to servers that calls are set up with. */
    final List<TcpConnection> connections = new ArrayList<>();

    final List<DnsQuery> lookups = new ArrayList<>();
    private final Set<Endpoint> sockets = new HashSet<>();
    private long firstNanos;
    private long lastNanos;
    private boolean isCall;
    private long othersLeftOut;
    private long unread;

    private CallSpan(Address unit, Trace first) {
        this.unit = unit;
        firstNanos = first.firstNanos();
        lastNanos = first.lastNanos();
    }

    private CallSpan(Address unit, long firstNanos, long lastNanos) {
        this.unit = unit;
        this.firstNanos = firstNanos;
        this.lastNanos = lastNanos;
    }

    /** A call that never began, since signing in came to nothing. */
    static CallSpan ofSigningIn(Address unit, long firstNanos, long lastNanos) {
        return new CallSpan(unit, firstNanos, lastNanos);
    }

    /** No work on media was seen. */
    boolean isOnlySigningIn() {
        return !isCall;
    }

    /** The calls among a unit's traces, in time order. */
    static List<CallSpan> among(Address unit, List<Trace> traces) {
        List<Trace> inOrder = new ArrayList<>(traces);
        inOrder.sort(Comparator.comparingLong(Trace::firstNanos));
        List<CallSpan> calls = new ArrayList<>();
        CallSpan call = null;
        for (Trace trace : inOrder) {
            if (call == null || call.isOverFor(trace)) {
                call = new CallSpan(unit, trace);
                calls.add(call);
            }
            call.add(trace);
        }
        calls.removeIf(c -> !c.isCall);
        return calls;
    }

    private boolean isOverFor(Trace trace) {
        long rest = trace.firstNanos() - lastNanos;
        if (rest >= LONGEST_REST_NANOS) {
            return true;
        }
        if (!trace.begins()) {
            return false;
        }
        return rest >= REST_NANOS
                || rest >= REST_AFTER_MEDIA_NANOS && !media.isEmpty() && !sockets.contains(trace.local());
    }

    private void add(Trace trace) {
        lastNanos = Math.max(lastNanos, trace.lastNanos());
        isCall |= trace.makesACall();
        sockets.add(trace.local());
        if (trace instanceof Trace.Asked one) {
            asked.add(one);
        } else if (trace instanceof Trace.Relayed one) {
            relayed.add(one);
        } else if (trace instanceof Trace.Media one) {
            add(one.flow());
        }
    }

    /** Media between the same sockets is one flow, whatever pauses it made. */
    private void add(MediaFlow flow) {
        for (int i = 0; i < media.size(); i++) {
            if (media.get(i).isBetween(flow)) {
                media.set(i, media.get(i).with(flow));
                return;
            }
        }
        media.add(flow);
    }

    /** Whether something that began then may have led to the call or belong to it. */
    boolean covers(long nanos) {
        return nanos >= firstNanos - LEAD_NANOS && nanos <= lastNanos;
    }

    void add(TcpConnection connection) {
        if (connections.size() < MOST_OTHERS) {
            connections.add(connection);
        } else {
            othersLeftOut++;
        }
    }

    void add(DnsQuery lookup) {
        if (lookups.size() < MOST_OTHERS) {
            lookups.add(lookup);
        } else {
            othersLeftOut++;
        }
    }

    /** Time of the first work on media. */
    long firstNanos() {
        return firstNanos;
    }

    long lastNanos() {
        return lastNanos;
    }

    /** Whether a connection that began then may be the fallback of this call: in it, or so soon after it that it would belong to it. */
    boolean mayGoOnAt(long nanos) {
        return nanos >= firstNanos && nanos - lastNanos < REST_NANOS;
    }

    /** A connection to port 443 of which the capture keeps too little to tell what it was for. */
    void addUnread() {
        unread++;
    }

    long unread() {
        return unread;
    }

    /** Connections and lookups beyond the bound. */
    long othersLeftOut() {
        return othersLeftOut;
    }

    /** Addresses that the call's media and STUN went to. */
    Set<Address> peers() {
        Set<Address> peers = new HashSet<>();
        for (Trace.Asked one : asked) {
            StunTransaction stun = one.stun();
            peers.add((one.byUnit() ? stun.server() : stun.client()).address());
        }
        relayed.forEach(one -> peers.add(one.connection().server().address()));
        media.forEach(one -> peers.add(one.peer().address()));
        connections.forEach(one -> peers.add(one.server().address()));
        return peers;
    }
}
