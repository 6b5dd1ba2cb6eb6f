package org.portwitness.analyzer.evidence;

/** An address and a port. As text {@code ip:port}, {@code [v6]:port}. */
public record Endpoint(Address address, int port) implements Comparable<Endpoint> {
    @Override
    public int hashCode() {
        return 31 * address.hashCode() + port;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Endpoint endpoint && endpoint.port == port && endpoint.address.equals(address);
    }

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
