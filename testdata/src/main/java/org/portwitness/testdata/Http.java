package org.portwitness.testdata;

/** HTTP/1.1 messages, as short as they can be. */
public final class Http {
    private Http() {}

    public static byte[] get(String host, String path) {
        return Bytes.ascii("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: Kickle/2.0\r\n\r\n");
    }

    /** Asks a proxy for a tunnel. */
    public static byte[] connect(String host, int port) {
        String authority = host + ':' + port;
        return Bytes.ascii("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
    }

    /** A response without a body; {@code headers} are whole lines without their ends. */
    public static byte[] response(int status, String reason, String... headers) {
        StringBuilder text =
                new StringBuilder("HTTP/1.1 ").append(status).append(' ').append(reason);
        for (String header : headers) {
            text.append("\r\n").append(header);
        }
        return Bytes.ascii(text.append("\r\nContent-Length: 0\r\n\r\n").toString());
    }

    /** The answer to CONNECT, which has no length. */
    public static byte[] connected() {
        return Bytes.ascii("HTTP/1.1 200 Connection established\r\n\r\n");
    }
}
