package org.portwitness.analyzer;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Connections;
import org.portwitness.analyzer.evidence.TcpConnection;

/** The connections of several lanes as one lane would tell them. */
record MergedConnections(List<Connections> lanes) implements Connections {
    @Override
    public Iterator<TcpConnection> iterator() {
        return InOrder.of(lanes).iterator();
    }

    @Override
    public Iterable<TcpConnection> recognised() {
        return inOrder(Connections::recognised);
    }

    @Override
    public Iterable<TcpConnection> of(Predicate<Address> wanted) {
        return inOrder(lane -> lane.of(wanted));
    }

    private Iterable<TcpConnection> inOrder(Function<Connections, Iterable<TcpConnection>> part) {
        return InOrder.of(lanes.stream().map(part).toList());
    }

    @Override
    public Iterable<Address> clients() {
        Set<Address> clients = new LinkedHashSet<>();
        lanes.forEach(lane -> lane.clients().forEach(clients::add));
        return clients;
    }
}
