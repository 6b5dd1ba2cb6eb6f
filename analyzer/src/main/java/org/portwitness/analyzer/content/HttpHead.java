package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;

/**
 * Reads the head of an HTTP/1.x request, RFC 9112; reused. Positions are absolute in the buffer that was read.
 *
 * <pre>
 *  method SP target SP HTTP/1.x CRLF, then field lines; Host: host[:port]
 * </pre>
 */
final class HttpHead {
    /** How far reading came. */
    enum State {
        /** What is there fits, but more is needed. */
        UNFINISHED,
        NOT_HTTP,
        /** The request line and the Host field, or the end of the head, were read. */
        WHOLE
    }

    /** Longer heads are read up to here; servers refuse request lines of this size. */
    static final int LONGEST = 8192;

    static final int STATUS_LINE_LENGTH = 12;

    private static final String[] METHODS = {
        "GET", "POST", "HEAD", "PUT", "OPTIONS", "CONNECT", "DELETE", "PATCH", "TRACE"
    };
    private static final int CONNECT = 5;
    private static final int LONGEST_METHOD = 7;
    private static final int HTTP_1 = 'H' << 24 | 'T' << 16 | 'T' << 8 | 'P';

    private int method;
    private int hostAt;
    private int hostLength;
    private int port;
    private int targetHostAt;
    private int targetHostLength;

    /** Whether a segment may begin with a request; needs four bytes. */
    static boolean mayBeginRequest(ByteBuffer bytes, int at, int end) {
        return methodOf(bytes, at, end) >= 0;
    }

    private static int methodOf(ByteBuffer bytes, int at, int end) {
        for (int i = 0; i < METHODS.length; i++) {
            String name = METHODS[i];
            int n = name.length();
            if (end - at > n && bytes.get(at + n) == ' ' && startsWith(bytes, at, name)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean startsWith(ByteBuffer bytes, int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (bytes.get(at + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** {@code HTTP/1.x NNN}: the status code, −1 where the bytes are no status line. */
    static int status(ByteBuffer bytes, int at, int end) {
        if (end - at < STATUS_LINE_LENGTH
                || bytes.getInt(at) != HTTP_1
                || bytes.getShort(at + 4) != ('/' << 8 | '1')
                || bytes.get(at + 6) != '.'
                || bytes.get(at + 8) != ' ') {
            return -1;
        }
        int code = 0;
        for (int i = 9; i < STATUS_LINE_LENGTH; i++) {
            int digit = bytes.get(at + i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            code = code * 10 + digit;
        }
        return code >= 100 ? code : -1;
    }

    /** Reads a request; {@code whole} says that nothing more will come. */
    State read(ByteBuffer bytes, int at, int end, boolean whole) {
        hostAt = -1;
        hostLength = 0;
        port = 0;
        targetHostAt = -1;
        targetHostLength = 0;
        method = methodOf(bytes, at, end);
        if (method < 0) {
            return end - at <= LONGEST_METHOD && !whole ? State.UNFINISHED : State.NOT_HTTP;
        }
        int lineEnd = lineEnd(bytes, at, end);
        if (lineEnd < 0) {
            return whole || end - at >= LONGEST ? State.NOT_HTTP : State.UNFINISHED;
        }
        int targetAt = at + METHODS[method].length() + 1;
        int versionAt = lineEnd - 8;
        if (versionAt <= targetAt
                || bytes.get(versionAt - 1) != ' '
                || bytes.getInt(versionAt) != HTTP_1
                || bytes.getShort(versionAt + 4) != ('/' << 8 | '1')
                || bytes.get(versionAt + 6) != '.') {
            return State.NOT_HTTP;
        }
        readTarget(bytes, targetAt, versionAt - 1);
        return readFields(bytes, afterLine(bytes, lineEnd, end), end) || whole || end - at >= LONGEST
                ? State.WHOLE
                : State.UNFINISHED;
    }

    private void readTarget(ByteBuffer bytes, int at, int end) {
        if (method == CONNECT) {
            readAuthority(bytes, at, end);
            targetHostAt = hostAt;
            targetHostLength = hostLength;
            hostAt = -1;
            hostLength = 0;
            return;
        }
        // an absolute target, as a proxy is asked: its authority stands in for a missing Host field
        for (int i = at; i + 2 < end && i - at < 8; i++) {
            if (bytes.get(i) == ':' && bytes.get(i + 1) == '/' && bytes.get(i + 2) == '/') {
                int authorityEnd = i + 3;
                while (authorityEnd < end && bytes.get(authorityEnd) != '/') {
                    authorityEnd++;
                }
                readAuthority(bytes, i + 3, authorityEnd);
                port = 0;
                return;
            }
        }
    }

    /** True once the Host field or the end of the head was seen. */
    private boolean readFields(ByteBuffer bytes, int from, int end) {
        int at = from;
        while (at < end) {
            int lineEnd = lineEnd(bytes, at, end);
            if (lineEnd < 0) {
                return false;
            }
            if (lineEnd == at) {
                return true;
            }
            if (isHostField(bytes, at, lineEnd)) {
                int connectPort = port;
                readAuthority(bytes, at + 5, lineEnd);
                port = connectPort;
                return true;
            }
            at = afterLine(bytes, lineEnd, end);
        }
        return false;
    }

    private static boolean isHostField(ByteBuffer bytes, int at, int end) {
        return end - at > 5
                && (bytes.get(at) | 0x20) == 'h'
                && (bytes.get(at + 1) | 0x20) == 'o'
                && (bytes.get(at + 2) | 0x20) == 's'
                && (bytes.get(at + 3) | 0x20) == 't'
                && bytes.get(at + 4) == ':';
    }

    /** host, host:port, [v6], [v6]:port, with blanks around. */
    private void readAuthority(ByteBuffer bytes, int from, int to) {
        int at = from;
        int end = to;
        while (at < end && bytes.get(at) == ' ') {
            at++;
        }
        while (end > at && bytes.get(end - 1) == ' ') {
            end--;
        }
        int hostEnd = at;
        boolean bracketed = at < end && bytes.get(at) == '[';
        if (bracketed) {
            at++;
            hostEnd = at;
            while (hostEnd < end && bytes.get(hostEnd) != ']') {
                hostEnd++;
            }
        } else {
            while (hostEnd < end && bytes.get(hostEnd) != ':') {
                hostEnd++;
            }
        }
        hostAt = hostEnd > at ? at : -1;
        hostLength = hostEnd - at;
        int portAt = bracketed ? hostEnd + 2 : hostEnd + 1;
        int number = 0;
        for (int i = portAt; i < end && i < portAt + 5; i++) {
            int digit = bytes.get(i) - '0';
            number = digit >= 0 && digit <= 9 ? number * 10 + digit : 0;
        }
        port = number <= 0xffff ? number : 0;
    }

    /** Position of the CR or LF that ends the line, −1 where it does not end. */
    private static int lineEnd(ByteBuffer bytes, int at, int end) {
        for (int i = at; i < end; i++) {
            byte b = bytes.get(i);
            if (b == '\n') {
                return i > at && bytes.get(i - 1) == '\r' ? i - 1 : i;
            }
        }
        return -1;
    }

    private static int afterLine(ByteBuffer bytes, int lineEnd, int end) {
        return Math.min(end, bytes.get(lineEnd) == '\r' ? lineEnd + 2 : lineEnd + 1);
    }

    String method() {
        return METHODS[method];
    }

    /** Position of the host without port; −1 where there is none. */
    int hostAt() {
        return hostAt;
    }

    int hostLength() {
        return hostLength;
    }

    boolean isConnect() {
        return method == CONNECT;
    }

    /** Of CONNECT: position of the host asked for; −1 where there is none. */
    int connectHostAt() {
        return targetHostAt;
    }

    int connectHostLength() {
        return targetHostLength;
    }

    /** Of CONNECT: the port asked for. */
    int connectPort() {
        return isConnect() ? port : 0;
    }
}
