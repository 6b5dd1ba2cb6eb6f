package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;
import org.portwitness.analyzer.evidence.Address;

/**
 * Reads a DNS message, RFC 1035 section 4; reused. What is cut is read as far as it goes.
 *
 * <pre>
 *  0  2  id    2  2  QR:1 opcode:4 AA TC RD RA Z:3 rcode:4    4  2  questions    6  2  answers    8  2  authorities   10  2  additional
 * 12     question: name, type 2, class 2
 *        record: name, type 2, class 2, TTL 4, length 2, data
 * name: labels (length 1..63, bytes) up to a 0; or a pointer: 11 and 14 bits, the position of the rest of the name
 * </pre>
 *
 * Names are lower case, labels joined by dots; a dot or backslash inside a label has a backslash before it. A pointer must point backwards,
 * so every name ends; a name is at most 255 bytes.
 */
final class DnsMessage {
    static final int HEADER_LENGTH = 12;

    /** Enough for every answer a resolver sends over UDP; further records are not read. */
    static final int MOST_RECORDS = 64;

    static final int TYPE_A = 1;
    static final int TYPE_CNAME = 5;
    static final int TYPE_AAAA = 28;

    private static final int FLAGS_AT = 2;
    private static final int QUESTIONS_AT = 4;
    private static final int ANSWERS_AT = 6;
    private static final int CLASS_IN = 1;
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_LABEL = 63;
    private static final int MOST_JUMPS = 32;
    private static final int NONE = -1;

    private final byte[] text = new byte[2 * LONGEST_NAME];
    private final NameTable names;
    private final int[] aliasOwners = new int[MOST_RECORDS];
    private final int[] aliasTargets = new int[MOST_RECORDS];
    private final int[] addressOwners = new int[MOST_RECORDS];
    private final long[] addressHighs = new long[MOST_RECORDS];
    private final long[] addressLows = new long[MOST_RECORDS];

    private ByteBuffer bytes;
    private int start;
    private int end;
    private int position;
    private int id;
    private int flags;
    private int questions;
    private int questionName;
    private int questionType;
    private int aliases;
    private int addresses;

    /** @param names where names are kept */
    DnsMessage(NameTable names) {
        this.names = names;
    }

    /**
     * Reads header, first question and the answers' A, AAAA and CNAME records.
     *
     * @return false where there is no header, or a question that cannot be read
     */
    boolean read(ByteBuffer from, int at, int length) {
        bytes = from;
        start = at;
        end = at + length;
        position = at + HEADER_LENGTH;
        questionName = NONE;
        questionType = NONE;
        aliases = 0;
        addresses = 0;
        if (length < HEADER_LENGTH) {
            return false;
        }
        id = from.getShort(at) & 0xffff;
        flags = from.getShort(at + FLAGS_AT) & 0xffff;
        questions = from.getShort(at + QUESTIONS_AT) & 0xffff;
        if (!readQuestions(questions)) {
            return false;
        }
        if (isResponse()) {
            readAnswers(Math.min(from.getShort(at + ANSWERS_AT) & 0xffff, MOST_RECORDS));
        }
        return true;
    }

    private boolean readQuestions(int count) {
        for (int i = 0; i < count; i++) {
            int length = readName();
            if (length < 0 || end - position < 4) {
                return i > 0;
            }
            if (i == 0) {
                questionName = names.intern(text, length);
                questionType = bytes.getShort(position) & 0xffff;
            }
            position += 4;
        }
        return true;
    }

    private void readAnswers(int count) {
        for (int i = 0; i < count; i++) {
            int length = readName();
            if (length < 0 || end - position < 10) {
                return;
            }
            int type = bytes.getShort(position) & 0xffff;
            // the top bit is mDNS's cache flush, RFC 6762 section 10.2
            boolean internet = (bytes.getShort(position + 2) & 0x7fff) == CLASS_IN;
            int dataLength = bytes.getShort(position + 8) & 0xffff;
            int dataAt = position + 10;
            if (end - dataAt < dataLength) {
                return;
            }
            if (internet) {
                readRecord(type, length, dataAt, dataLength);
            }
            position = dataAt + dataLength;
        }
    }

    private void readRecord(int type, int ownerLength, int dataAt, int dataLength) {
        if (type == TYPE_A && dataLength == 4) {
            addAddress(
                    names.intern(text, ownerLength),
                    Address.ofIpv4(bytes.getInt(dataAt)).low(),
                    0);
        } else if (type == TYPE_AAAA && dataLength == 16) {
            addAddress(names.intern(text, ownerLength), bytes.getLong(dataAt + 8), bytes.getLong(dataAt));
        } else if (type == TYPE_CNAME) {
            int owner = names.intern(text, ownerLength);
            position = dataAt;
            int targetLength = readName();
            if (targetLength >= 0) {
                aliasOwners[aliases] = owner;
                aliasTargets[aliases++] = names.intern(text, targetLength);
            }
        }
    }

    private void addAddress(int owner, long low, long high) {
        addressOwners[addresses] = owner;
        addressHighs[addresses] = high;
        addressLows[addresses++] = low;
    }

    /** Reads a name into {@link #text} and moves behind it; −1 where it is none or cut. */
    private int readName() {
        int at = position;
        int after = NONE;
        int length = 0;
        int jumps = 0;
        while (at < end) {
            int label = bytes.get(at) & 0xff;
            if (label == 0) {
                position = after != NONE ? after : at + 1;
                return length;
            }
            if (label <= LONGEST_LABEL) {
                if (end - at <= label || length + label + 1 > LONGEST_NAME) {
                    return NONE;
                }
                length = appendLabel(at + 1, label, length);
                if (length < 0) {
                    return NONE;
                }
                at += 1 + label;
            } else {
                if (label < 0xc0 || end - at < 2 || ++jumps > MOST_JUMPS) {
                    return NONE;
                }
                int to = start + (bytes.getShort(at) & 0x3fff);
                if (to >= at || to < start + HEADER_LENGTH) {
                    return NONE;
                }
                after = after != NONE ? after : at + 2;
                at = to;
            }
        }
        return NONE;
    }

    private int appendLabel(int at, int label, int from) {
        int length = from;
        if (length > 0) {
            text[length++] = '.';
        }
        for (int i = 0; i < label; i++) {
            byte b = bytes.get(at + i);
            if (length + 2 > text.length) {
                return NONE;
            }
            if (b == '.' || b == '\\') {
                text[length++] = '\\';
            }
            text[length++] = b;
        }
        return length;
    }

    int id() {
        return id;
    }

    boolean isResponse() {
        return (flags & 0x8000) != 0;
    }

    /** A standard query or its answer, RFC 1035 section 4.1.1. */
    boolean isStandardQuery() {
        return (flags >> 11 & 0xf) == 0;
    }

    int responseCode() {
        return flags & 0xf;
    }

    boolean hasQuestion() {
        return questionType != NONE;
    }

    /** Number of the name in the table; {@link NameTable#NONE} also where the table is full. */
    int questionName() {
        return questionName;
    }

    int questionType() {
        return questionType;
    }

    /** A and AAAA records among the answers. */
    int addresses() {
        return addresses;
    }

    int addressOwner(int i) {
        return addressOwners[i];
    }

    long addressHigh(int i) {
        return addressHighs[i];
    }

    long addressLow(int i) {
        return addressLows[i];
    }

    /** A name that is an alias of that one, other than those tried before; −1 where there is no further. */
    int nextAlias(int name, int after) {
        for (int i = after + 1; i < aliases; i++) {
            if (aliasTargets[i] == name) {
                return i;
            }
        }
        return NONE;
    }

    int aliasOwner(int i) {
        return aliasOwners[i];
    }

    int aliases() {
        return aliases;
    }
}
