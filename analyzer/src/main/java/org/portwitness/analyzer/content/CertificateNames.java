package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.portwitness.analyzer.evidence.TcpContent;

/**
 * The names in a server's certificate as TLS up to 1.2 shows it in clear: RFC 5246 section 7.4.2 around RFC 5280 section 4.1.
 *
 * <pre>
 *  0  1  handshake type 0b    1  3  length    4  3  length of the list    7  3  length of the first certificate   10  DER:
 *  SEQUENCE { SEQUENCE { [0] version, serial, algorithm, issuer, validity, subject, key, ..., [3] { SEQUENCE { extensions } } } ... }
 * </pre>
 *
 * Best effort: what cannot be read is left out.
 *
 * @param names the subject's common name, then the dNSName alternatives, each once
 * @param issuer common name and organisation of the issuer, null where neither could be read
 * @param selfIssued issuer and subject are the same: nobody vouches for it
 * @param validFromNanos begin of its validity, nanoseconds since the epoch; {@link TcpContent.Tls#UNKNOWN_TIME} where it could not be
 *     read; likewise the end
 */
record CertificateNames(List<String> names, String issuer, boolean selfIssued, long validFromNanos, long validToNanos) {
    static final int MESSAGE_TYPE = 11;

    private static final int LIST_LENGTH_AT = ClientHello.MESSAGE_HEADER_LENGTH;
    private static final int FIRST_LENGTH_AT = LIST_LENGTH_AT + 3;
    private static final int FIRST_AT = FIRST_LENGTH_AT + 3;

    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int OCTET_STRING = 0x04;
    private static final int BMP_STRING = 0x1e;
    private static final int VERSION = 0xa0;
    private static final int EXTENSIONS = 0xa3;
    private static final int DNS_NAME = 0x82;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;

    // 2.5.4.3, 2.5.4.10 and 2.5.29.17 as DER
    private static final int COMMON_NAME = 0x550403;
    private static final int ORGANISATION = 0x55040a;
    private static final int SUBJECT_ALTERNATIVE_NAME = 0x551d11;

    private static final long LAST_SECOND = Long.MAX_VALUE / 1_000_000_000L;

    /** A certificate with as many names may have more: that a name is missing then proves nothing. */
    static final int MOST_NAMES = TcpContent.Tls.MOST_CERTIFICATE_NAMES;

    private static final int LONGEST_NAME = 255;

    /** Positions in the DER of the first certificate, as far as the message goes; an empty range where there is none. */
    static int firstAt(int at) {
        return at + FIRST_AT;
    }

    static int firstEnd(ByteBuffer bytes, int at, int end) {
        if (end - at < FIRST_AT) {
            return at + FIRST_AT;
        }
        int length = (bytes.get(at + FIRST_LENGTH_AT) & 0xff) << 16 | bytes.getShort(at + FIRST_LENGTH_AT + 1) & 0xffff;
        return Math.min(end, at + FIRST_AT + length);
    }

    /** Reads one certificate in DER. */
    static CertificateNames read(ByteBuffer bytes, int at, int end) {
        List<String> names = new ArrayList<>();
        Der certificate = new Der(bytes, at, end);
        String issuer = null;
        boolean selfIssued = false;
        long validFrom = TcpContent.Tls.UNKNOWN_TIME;
        long validTo = TcpContent.Tls.UNKNOWN_TIME;
        if (certificate.next(SEQUENCE)) {
            Der body = certificate.inside();
            if (body.next(SEQUENCE)) {
                Der fields = body.inside();
                fields.next();
                if (fields.tag == VERSION) {
                    fields.next();
                }
                fields.next(); // algorithm
                fields.next();
                issuer = distinguishedName(fields.inside(), true, null);
                ByteBuffer issuerBytes = fields.value();
                if (fields.next(SEQUENCE)) {
                    Der validity = fields.inside();
                    validFrom = validity.next() ? validity.time() : validFrom;
                    validTo = validity.next() ? validity.time() : validTo;
                }
                fields.next();
                selfIssued = issuerBytes.hasRemaining() && issuerBytes.equals(fields.value());
                distinguishedName(fields.inside(), false, names);
                while (fields.next()) {
                    if (fields.tag == EXTENSIONS) {
                        alternativeNames(fields.inside(), names);
                    }
                }
            }
        }
        return new CertificateNames(List.copyOf(names), issuer, selfIssued, validFrom, validTo);
    }

    /** Gives common name and organisation in one text, or adds the common name to a list. */
    private static String distinguishedName(Der name, boolean withOrganisation, List<String> commonNames) {
        String common = null;
        String organisation = null;
        while (name.next()) {
            if (name.tag != SET) {
                continue;
            }
            Der set = name.inside();
            while (set.next(SEQUENCE)) {
                Der pair = set.inside();
                if (!pair.next(OBJECT_IDENTIFIER)) {
                    continue;
                }
                int type = pair.threeBytes();
                if (!pair.next()) {
                    continue;
                }
                if (type == COMMON_NAME) {
                    common = pair.text();
                } else if (type == ORGANISATION) {
                    organisation = pair.text();
                }
            }
        }
        if (!withOrganisation) {
            add(commonNames, common);
            return null;
        }
        return common == null ? organisation : organisation == null ? common : common + ", " + organisation;
    }

    private static void alternativeNames(Der wrapped, List<String> names) {
        if (!wrapped.next(SEQUENCE)) {
            return;
        }
        Der extensions = wrapped.inside();
        while (extensions.next(SEQUENCE)) {
            Der extension = extensions.inside();
            if (!extension.next(OBJECT_IDENTIFIER) || extension.threeBytes() != SUBJECT_ALTERNATIVE_NAME) {
                continue;
            }
            while (extension.next()) {
                if (extension.tag == OCTET_STRING) {
                    Der value = extension.inside();
                    if (value.next(SEQUENCE)) {
                        Der alternatives = value.inside();
                        while (alternatives.next()) {
                            if (alternatives.tag == DNS_NAME) {
                                add(names, alternatives.text());
                            }
                        }
                    }
                }
            }
        }
    }

    private static void add(List<String> names, String name) {
        if (name != null && !name.isEmpty() && names.size() < MOST_NAMES && !names.contains(name)) {
            names.add(name);
        }
    }

    /** Walks the elements of one level of DER; elements that do not fit end the walk. */
    private static final class Der {
        private final ByteBuffer bytes;
        private final int end;
        private int at;
        private int tag;
        private int valueAt;
        private int valueEnd;

        Der(ByteBuffer bytes, int at, int end) {
            this.bytes = bytes;
            this.at = at;
            this.end = end;
        }

        boolean next(int wanted) {
            return next() && tag == wanted;
        }

        boolean next() {
            tag = 0;
            valueAt = end;
            valueEnd = end;
            if (end - at < 2) {
                at = end;
                return false;
            }
            int length = bytes.get(at + 1) & 0xff;
            int from = at + 2;
            if (length > 0x80) {
                int lengthBytes = length & 0x7f;
                if (lengthBytes > 3 || end - from < lengthBytes) {
                    at = end;
                    return false;
                }
                length = 0;
                for (int i = 0; i < lengthBytes; i++) {
                    length = length << 8 | bytes.get(from + i) & 0xff;
                }
                from += lengthBytes;
            } else if (length == 0x80) {
                at = end;
                return false;
            }
            tag = bytes.get(at) & 0xff;
            valueAt = from;
            // an element that is cut is read as far as it is there: the names stand before the signature
            valueEnd = Math.min(end, from + length);
            at = valueEnd;
            return true;
        }

        Der inside() {
            return new Der(bytes, valueAt, valueEnd);
        }

        /** The value's bytes, to be compared. */
        ByteBuffer value() {
            return bytes.slice(valueAt, valueEnd - valueAt);
        }

        /** UTCTime or GeneralizedTime to the second in UTC, as RFC 5280 section 4.1.2.5 wants them. */
        long time() {
            int yearDigits = tag == GENERALIZED_TIME ? 4 : 2;
            if ((tag != UTC_TIME && tag != GENERALIZED_TIME) || valueEnd - valueAt != yearDigits + 11) {
                return TcpContent.Tls.UNKNOWN_TIME;
            }
            int year = number(valueAt, yearDigits);
            if (tag == UTC_TIME) {
                year += year < 50 ? 2000 : 1900;
            }
            int from = valueAt + yearDigits;
            try {
                long seconds = LocalDateTime.of(
                                year,
                                number(from, 2),
                                number(from + 2, 2),
                                number(from + 4, 2),
                                number(from + 6, 2),
                                number(from + 8, 2))
                        .toEpochSecond(ZoneOffset.UTC);
                // 9999-12-31, "no end", is beyond what nanoseconds in a long can tell
                return seconds > LAST_SECOND ? Long.MAX_VALUE : seconds * 1_000_000_000L;
            } catch (DateTimeException e) {
                return TcpContent.Tls.UNKNOWN_TIME;
            }
        }

        private int number(int from, int digits) {
            int number = 0;
            for (int i = from; i < from + digits; i++) {
                int digit = bytes.get(i) - '0';
                if (digit < 0 || digit > 9) {
                    return -1;
                }
                number = number * 10 + digit;
            }
            return number;
        }

        /** The value of an identifier of three bytes, 0 for others. */
        int threeBytes() {
            return valueEnd - valueAt == 3
                    ? (bytes.get(valueAt) & 0xff) << 16 | bytes.getShort(valueAt + 1) & 0xffff
                    : 0;
        }

        String text() {
            byte[] value = new byte[Math.min(valueEnd - valueAt, LONGEST_NAME)];
            bytes.get(valueAt, value);
            if (tag == BMP_STRING) {
                byte[] narrow = new String(value, StandardCharsets.UTF_16BE).getBytes(StandardCharsets.UTF_8);
                return PlainText.of(narrow, 0, narrow.length);
            }
            return PlainText.of(value, 0, value.length);
        }
    }
}
