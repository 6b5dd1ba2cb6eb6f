package org.portwitness.cli.html;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Report.Peer;
import org.portwitness.analyzer.report.Report.Row;
import org.portwitness.cli.render.Quantities;

/** Who was spoken to: all peers of all rows, those that answered least first. */
final class PeerPart {
    private static final int PEERS_SHOWN = 300;
    private static final Comparator<Peer> WORST_FIRST =
            Comparator.comparingLong((Peer peer) -> peer.answered() - peer.attempts());

    private final Report report;
    private final Html html;

    PeerPart(Report report, Html html) {
        this.report = report;
        this.html = html;
    }

    static boolean hasAny(Report report) {
        return report.rows().stream().anyMatch(row -> !row.peers().isEmpty());
    }

    void write() {
        if (!hasAny(report)) {
            return;
        }
        Map<Socket, Contact> contacts = new LinkedHashMap<>();
        long leftOut = 0;
        for (Row row : report.rows()) {
            leftOut += row.peersLeftOut();
            for (Peer peer : row.peers()) {
                contacts.computeIfAbsent(
                                new Socket(peer.address(), peer.port(), peer.protocol()), socket -> new Contact())
                        .add(peer, row.id());
            }
        }
        List<Map.Entry<Socket, Contact>> worstFirst = contacts.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> entry.getValue().answered - entry.getValue().attempts))
                .toList();
        html.open("section", "id", "peers", "aria-labelledby", "peers-title");
        html.leaf("h2", "Peers", "id", "peers-title");
        html.open("table", "class", "peers").open("thead").open("tr");
        html.leaf("th", "Address", "scope", "col").leaf("th", "Name", "scope", "col");
        html.leaf("th", "Answered", "scope", "col", "class", "number").leaf("th", "Rows", "scope", "col");
        html.close().close().open("tbody");
        worstFirst.stream().limit(PEERS_SHOWN).forEach(entry -> contact(entry.getKey(), entry.getValue()));
        html.close().close();
        leftOut += Math.max(0, worstFirst.size() - PEERS_SHOWN);
        if (leftOut > 0) {
            html.leaf("p", Quantities.count(leftOut, "more peer", "more peers") + " not shown here.", "class", "aside");
        }
        html.closeLine();
    }

    private void contact(Socket socket, Contact contact) {
        html.open("tr");
        html.leaf("td", Endpoint.text(socket.address, socket.port) + " " + socket.protocol, "class", "address");
        html.leaf("td", String.join(", ", contact.names), "class", "name");
        html.leaf(
                "td",
                Quantities.count(contact.answered) + " of " + Quantities.count(contact.attempts),
                "class",
                "number");
        html.open("td");
        boolean first = true;
        for (String row : contact.rows) {
            html.text(first ? "" : ", ");
            html.leaf("a", row, "href", "#row-" + row);
            first = false;
        }
        html.close().closeLine();
    }

    /** The peers of one row. */
    static void table(List<Peer> peers, long leftOut, String answered, Html html) {
        if (peers.isEmpty()) {
            return;
        }
        html.open("table", "class", "inner").open("thead").open("tr");
        html.leaf("th", "Peer", "scope", "col").leaf("th", "Name", "scope", "col");
        html.leaf("th", answered, "scope", "col", "class", "number");
        html.leaf("th", "Mean", "scope", "col", "class", "number");
        html.leaf("th", "Unit's side", "scope", "col", "class", "number");
        html.close().close().open("tbody");
        peers.stream().sorted(WORST_FIRST).forEach(peer -> {
            html.open("tr");
            html.leaf("td", Endpoint.text(peer.address(), peer.port()) + " " + peer.protocol(), "class", "address");
            html.leaf("td", Objects.requireNonNullElse(peer.name(), ""), "class", "name");
            html.leaf(
                    "td",
                    Quantities.count(peer.answered()) + " of " + Quantities.count(peer.attempts()),
                    "class",
                    "number");
            html.leaf("td", duration(peer.meanNanos()), "class", "number");
            html.leaf("td", duration(peer.nearNanos()), "class", "number");
            html.close();
        });
        html.close().close();
        if (leftOut > 0) {
            html.leaf("p", Quantities.count(leftOut, "more peer", "more peers") + " not kept.", "class", "aside");
        }
    }

    private static String duration(Double nanos) {
        return nanos == null ? "" : Quantities.duration(nanos);
    }

    private record Socket(String address, int port, String protocol) {}

    /** What several rows know of one socket. */
    private static final class Contact {
        private final TreeSet<String> names = new TreeSet<>();
        private final TreeSet<String> rows = new TreeSet<>();
        private long attempts;
        private long answered;

        void add(Peer peer, String row) {
            if (peer.name() != null) {
                names.add(peer.name());
            }
            rows.add(row);
            attempts += peer.attempts();
            answered += peer.answered();
        }
    }
}
