package org.portwitness.cli.html;

/** One end of a conversation as the documentation writes it. */
final class Endpoint {
    private Endpoint() {}

    /** {@code ip:port} or {@code [v6]:port}; the address alone where no port means anything. */
    static String text(String address, Integer port) {
        if (port == null || port == 0) {
            return address;
        }
        return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
    }
}
