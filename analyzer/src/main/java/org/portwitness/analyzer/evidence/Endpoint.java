package org.portwitness.analyzer.evidence;

/** An address and a port. As text {@code ip:port}, {@code [v6]:port}. */
public record Endpoint(Address address, int port) implements Comparable<Endpoint> {
    @Override
    public int compareTo(Endpoint other) {
        int order = address.compareTo(other.address);
        return order != 0 ? order : Integer.compare(port, other.port);
    }

    @Override
    public String toString() {
        return address.isIpv4() ? address + ":" + port : "[" + address + "]:" + port;
    }
}
