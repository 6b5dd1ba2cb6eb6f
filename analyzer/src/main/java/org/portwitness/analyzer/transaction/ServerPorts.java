package org.portwitness.analyzer.transaction;

/**
 * TCP ports that mark the server's side of a connection whose beginning was not captured; from the vendor's port tables, and DNS.
 *
 * <p>Only a guess for who is client: what a port means is for the port tables to say.
 */
final class ServerPorts {
    private ServerPorts() {}

    static boolean contains(int port) {
        return switch (port) {
            case 53, 80, 389, 443, 515, 1688, 3268, 3478, 5061, 8080, 8432, 8705, 31865 -> true;
            default -> false;
        };
    }
}
