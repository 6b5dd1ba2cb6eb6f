package org.portwitness.analyzer.verdict;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.DnsName;
import org.portwitness.analyzer.evidence.Evidence;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.TcpContent;

/**
 * The names of the other side, best source first (`protocols.md` 11): what the very connection says of itself, then the latest DNS answer
 * that this client saw for the address before the connection, then answers to others, then what other connections to the
 * address said.
 */
final class PeerNames {
    /** Names kept of one address: more serves crowded CDNs better, fewer bounds hostile captures. */
    private static final int MOST_NAMES = 64;

    private static final int MOST_ADDRESSES = 200_000;

    private final Map<Address, List<Answer>> answers = new HashMap<>();
    private final Map<Address, Set<String>> said = new HashMap<>();

    /** The names of one DNS answer for one address: the one asked for and its CNAME chain. */
    private record Answer(Address client, long nanos, List<String> names) {}

    PeerNames(Evidence evidence) {
        for (DnsName name : evidence.names()) {
            add(name);
        }
        for (TcpConnection connection : evidence.recognised()) {
            List<String> own = ownNames(connection);
            if (!own.isEmpty() && connectHost(connection) == null) {
                Set<String> names = said.get(connection.server().address());
                if (names == null && said.size() < MOST_ADDRESSES) {
                    names = new LinkedHashSet<>();
                    said.put(connection.server().address(), names);
                }
                if (names != null && names.size() < MOST_NAMES) {
                    names.addAll(own);
                }
            }
        }
    }

    private void add(DnsName name) {
        List<Answer> list = answers.get(name.address());
        if (list == null) {
            if (answers.size() >= MOST_ADDRESSES) {
                return;
            }
            list = new ArrayList<>(2);
            answers.put(name.address(), list);
        }
        if (!list.isEmpty()) {
            Answer last = list.get(list.size() - 1);
            if (last.nanos() == name.nanos() && java.util.Objects.equals(last.client(), name.client())) {
                last.names().add(name.name());
                return;
            }
        }
        if (list.size() < MOST_NAMES) {
            List<String> names = new ArrayList<>(2);
            names.add(name.name());
            list.add(new Answer(name.client(), name.nanos(), names));
        }
    }

    /** The host that a proxy was asked to connect to; null where the connection is no proxy's. */
    static String connectHost(TcpConnection connection) {
        TcpContent.Http http = connection.content().http();
        return http == null ? null : http.connectHost();
    }

    /** What a connection says of itself: CONNECT authority, else SNI, Host and certificate names. */
    static List<String> ownNames(TcpConnection connection) {
        TcpContent content = connection.content();
        String proxied = connectHost(connection);
        if (proxied != null) {
            return List.of(proxied);
        }
        List<String> names = new ArrayList<>(2);
        if (content.tls() != null && content.tls().serverName() != null) {
            names.add(content.tls().serverName());
        }
        if (content.http() != null && content.http().host() != null) {
            names.add(content.http().host());
        }
        if (names.isEmpty() && content.tls() != null) {
            names.addAll(content.tls().certificateNames());
        }
        return names;
    }

    /** Names of a connection's server, best first; empty where nothing names it. */
    List<String> of(TcpConnection connection) {
        if (connection.content().isNothing()) {
            return of(connection.client().address(), connection.server().address(), connection.firstNanos());
        }
        List<String> own = ownNames(connection);
        if (connectHost(connection) != null) {
            return own;
        }
        Set<String> names = new LinkedHashSet<>(own);
        if (own.isEmpty()) {
            names.addAll(of(connection.client().address(), connection.server().address(), connection.firstNanos()));
        } else {
            // the CNAME chain behind the connection's own name, and no other name that shares the address
            for (Answer answer : answers.getOrDefault(connection.server().address(), List.of())) {
                if (!Collections.disjoint(answer.names(), own)) {
                    names.addAll(answer.names());
                }
            }
        }
        return List.copyOf(names);
    }

    /** Whether anything ever named the address; where not, all lists here are empty. */
    boolean knows(Address server) {
        return answers.containsKey(server) || said.containsKey(server);
    }

    /** Names of an address as this client knew it at that time, best first. */
    List<String> of(Address client, Address server, long nanos) {
        Answer best = null;
        for (Answer answer : answers.getOrDefault(server, List.of())) {
            if (best == null || isBetter(answer, best, client, nanos)) {
                best = answer;
            }
        }
        if (best != null) {
            return best.names();
        }
        Set<String> names = said.get(server);
        return names == null ? List.of() : List.copyOf(names);
    }

    /** All names that an address ever had for this client; where it asked for none, those that others know. */
    List<String> everOf(Address client, Address server) {
        if (!knows(server)) {
            return List.of();
        }
        Set<String> own = new LinkedHashSet<>(said.getOrDefault(server, Set.of()));
        Set<String> others = new LinkedHashSet<>();
        for (Answer answer : answers.getOrDefault(server, List.of())) {
            (client.equals(answer.client()) ? own : others).addAll(answer.names());
        }
        return List.copyOf(own.isEmpty() ? others : own);
    }

    private static boolean isBetter(Answer a, Answer b, Address client, long nanos) {
        boolean aOwn = client.equals(a.client());
        boolean bOwn = client.equals(b.client());
        if (aOwn != bOwn) {
            return aOwn;
        }
        boolean aBefore = a.nanos() <= nanos;
        boolean bBefore = b.nanos() <= nanos;
        if (aBefore != bBefore) {
            return aBefore;
        }
        return aBefore ? a.nanos() >= b.nanos() : a.nanos() < b.nanos();
    }
}
