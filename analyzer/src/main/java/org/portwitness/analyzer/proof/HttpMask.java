package org.portwitness.analyzer.proof;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;

/**
 * What stays of the head of an HTTP/1 message: the first line without the query and without what a whole URL names, names of fields, and the values
 * of a few fields that say where a message goes and how long it is. Cookies, credentials and all other values are blanked. RFC 9112 sections 2 to 6.
 *
 * <p>A head may come in any number of pieces; of a field name that is cut in two only the second part is shown.
 */
final class HttpMask {
    /** The body goes on to the end, or in chunks. */
    static final long UNKNOWN_LENGTH = -1;

    private static final Set<String> SHOWN_FIELDS = Set.of(
            "host",
            "content-length",
            "content-type",
            "transfer-encoding",
            "connection",
            "proxy-connection",
            "upgrade",
            "server",
            "via",
            "date",
            "retry-after");

    private static final String[] BEGINNINGS = {
        "GET ", "POST ", "HEAD ", "PUT ", "OPTIONS ", "CONNECT ", "DELETE ", "PATCH ", "HTTP/1."
    };

    private static final int LONGEST_WORD = 256;

    private final StringBuilder word = new StringBuilder();
    private State state = State.FIRST_LINE;
    private boolean over;
    private boolean response;
    private int status;
    private long length;
    private boolean chunked;
    private boolean isEmptyLine;
    private String field;

    private enum State {
        FIRST_LINE,
        /** The rest of the request's target: a query, or whatever a whole URL names. */
        HIDDEN_TARGET,
        NAME,
        SHOWN_VALUE,
        HIDDEN_VALUE
    }

    /** Takes parts that may be seen. */
    @FunctionalInterface
    interface Shown {
        void keep(int from, int to);
    }

    static boolean begins(ByteBuffer bytes, int at, int end) {
        for (String beginning : BEGINNINGS) {
            if (end - at >= beginning.length() && isAt(bytes, at, beginning)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAt(ByteBuffer bytes, int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (bytes.get(at + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Another message. */
    void begin() {
        state = State.FIRST_LINE;
        word.setLength(0);
        over = false;
        response = false;
        status = 0;
        length = UNKNOWN_LENGTH;
        chunked = false;
        isEmptyLine = false;
    }

    /** The empty line was read. */
    boolean isOver() {
        return over;
    }

    /** Bytes of the body, {@link #UNKNOWN_LENGTH} where only its end tells. */
    long bodyLength() {
        if (chunked) {
            return UNKNOWN_LENGTH;
        }
        if (length != UNKNOWN_LENGTH) {
            return length;
        }
        // an answer to CONNECT has no body; without a field for its length another answer may have one
        boolean bodiless = status / 100 == 1 || status == 200 || status == 204 || status == 304;
        return !response || bodiless ? 0 : UNKNOWN_LENGTH;
    }

    /**
     * Reads on.
     *
     * @return the place behind the head, or {@code end} where it goes on
     */
    int read(ByteBuffer bytes, int from, int end, Shown shown) {
        int begin = from;
        for (int at = from; at < end; at++) {
            int b = bytes.get(at) & 0xff;
            if (b == '\n') {
                if (state == State.FIRST_LINE || state == State.SHOWN_VALUE) {
                    shown.keep(begin, at);
                }
                // the line's own end
                shown.keep(at > from && bytes.get(at - 1) == '\r' ? at - 1 : at, at + 1);
                if (endOfLine()) {
                    return at + 1;
                }
                begin = at + 1;
            } else {
                begin = step(b, begin, at, shown);
            }
        }
        if (state == State.FIRST_LINE || state == State.SHOWN_VALUE) {
            shown.keep(begin, end);
        }
        return end;
    }

    /** @return where what is to be shown next begins */
    private int step(int b, int begin, int at, Shown shown) {
        if (state != State.HIDDEN_VALUE && state != State.HIDDEN_TARGET && b != '\r' && word.length() < LONGEST_WORD) {
            word.append((char) b);
        }
        switch (state) {
            case FIRST_LINE -> {
                response |= word.toString().equals("HTTP/");
                boolean hides = !response && (b == '?' || endsWith("://") || b == '@');
                if (hides || word.length() >= LONGEST_WORD) {
                    shown.keep(begin, b == '@' ? begin : at + 1);
                    state = State.HIDDEN_TARGET;
                }
            }
            case HIDDEN_TARGET -> {
                if (b == ' ' && !response) {
                    state = State.FIRST_LINE;
                    // no second target
                    response = true;
                    return at;
                }
            }
            case NAME -> {
                isEmptyLine &= b == '\r';
                if (b == ':') {
                    field = word.substring(0, word.length() - 1).toLowerCase(Locale.ROOT);
                    boolean isName = isToken(field);
                    if (isName) {
                        shown.keep(begin, at + 1);
                    }
                    word.setLength(0);
                    state = isName && SHOWN_FIELDS.contains(field) ? State.SHOWN_VALUE : State.HIDDEN_VALUE;
                    return at + 1;
                }
                if (b == ' ' || b == '\t') {
                    // a field that goes on, or nothing that belongs here
                    state = State.HIDDEN_VALUE;
                }
            }
            case SHOWN_VALUE, HIDDEN_VALUE -> {}
        }
        return begin;
    }

    private boolean endsWith(String text) {
        int from = word.length() - text.length();
        return from >= 0 && word.indexOf(text, from) == from;
    }

    private static boolean isToken(String text) {
        return text.length() > 0
                && text.length() <= 40
                && text.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-');
    }

    /** @return whether the head ends here */
    private boolean endOfLine() {
        switch (state) {
            case FIRST_LINE, HIDDEN_TARGET -> firstLine();
            case SHOWN_VALUE -> value(word.toString().strip());
            case NAME -> over = isEmptyLine;
            case HIDDEN_VALUE -> {}
        }
        word.setLength(0);
        state = State.NAME;
        isEmptyLine = true;
        return over;
    }

    private void firstLine() {
        String line = word.toString();
        if (line.startsWith("HTTP/")) {
            String[] parts = line.split(" ", 3);
            status = parts.length > 1 && parts[1].matches("[1-9][0-9]{2}") ? Integer.parseInt(parts[1]) : 0;
            response = true;
        } else {
            response = false;
        }
    }

    private void value(String text) {
        if (field.equals("content-length")) {
            length = text.matches("[0-9]{1,15}") ? Long.parseLong(text) : UNKNOWN_LENGTH;
            chunked |= length == UNKNOWN_LENGTH;
        } else if (field.equals("transfer-encoding")) {
            chunked = true;
        }
    }
}
