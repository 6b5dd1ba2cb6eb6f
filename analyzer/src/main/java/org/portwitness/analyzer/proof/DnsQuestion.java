package org.portwitness.analyzer.proof;

import java.nio.ByteBuffer;

/**
 * The header and the first question of a DNS message, RFC 1035 section 4.1.
 *
 * <pre>
 *  0 12  header; 4 2 number of questions
 * 12     name: labels of a length byte (1..63) and so many bytes, then a 0; type 2; class 2
 * </pre>
 */
final class DnsQuestion {
    private static final int HEADER_LENGTH = 12;
    private static final int QUESTIONS_AT = 4;
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_NAME = 255;
    private static final int TYPE_AND_CLASS = 4;

    private DnsQuestion() {}

    /** Whether that name and type are asked; the name as {@link org.portwitness.analyzer.evidence.DnsQuery} has it, case aside. */
    static boolean is(ByteBuffer bytes, int at, int length, String name, int type) {
        int end = at + length;
        int behind = end(bytes, at, end);
        return behind > at + HEADER_LENGTH
                && behind <= end
                && (bytes.getShort(behind - TYPE_AND_CLASS) & 0xffff) == type
                && name(bytes, at + HEADER_LENGTH).equalsIgnoreCase(name);
    }

    /** Where the part ends that asks: behind the first question, or behind the header where there is none or it is cut. */
    static int end(ByteBuffer bytes, int at, int end) {
        if (end - at < HEADER_LENGTH) {
            return at;
        }
        int here = at + HEADER_LENGTH;
        if (bytes.getShort(at + QUESTIONS_AT) == 0) {
            return here;
        }
        while (here < end && here - at <= HEADER_LENGTH + LONGEST_NAME) {
            int label = bytes.get(here) & 0xff;
            if (label > LONGEST_LABEL) {
                break;
            }
            here += 1 + label;
            if (label == 0) {
                return here + TYPE_AND_CLASS <= end ? here + TYPE_AND_CLASS : at + HEADER_LENGTH;
            }
        }
        return at + HEADER_LENGTH;
    }

    /** The name at a place where {@link #end} found a whole one, written as names are kept: what is no printable ASCII as {@code \\xNN}. */
    private static String name(ByteBuffer bytes, int at) {
        StringBuilder text = new StringBuilder(LONGEST_NAME);
        int here = at;
        for (int label; (label = bytes.get(here) & 0xff) != 0; here += 1 + label) {
            if (text.length() > 0) {
                text.append('.');
            }
            for (int i = 1; i <= label; i++) {
                int b = bytes.get(here + i) & 0xff;
                if (b == '.' || b == '\\') {
                    text.append('\\');
                }
                text.append(b >= ' ' && b < 0x7f ? String.valueOf((char) b) : String.format("\\x%02x", b));
            }
        }
        return text.toString();
    }
}
