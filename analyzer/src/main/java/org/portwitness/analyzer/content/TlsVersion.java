package org.portwitness.analyzer.content;

/** Version numbers of TLS, RFC 8446 section 4.2.1. */
final class TlsVersion {
    static final int TLS_1_3 = 0x0304;

    static final int SSL_3_0 = 0x0300;
    static final int TLS_1_2 = 0x0303;
    private static final int DRAFTS = 0x7f00;

    private TlsVersion() {}

    /** Drafts of TLS 1.3 (7f00..7f1c) count as it. */
    static int canonical(int version) {
        return (version & 0xff00) == DRAFTS ? TLS_1_3 : version;
    }

    static boolean isKnown(int version) {
        return version >= SSL_3_0 && version <= TLS_1_3;
    }

    /** As {@code TLS 1.2}; the number in hexadecimal where it has no name; null for a negative number. */
    static String inWords(int version) {
        if (version < 0) {
            return null;
        }
        if (version == SSL_3_0) {
            return "SSL 3.0";
        }
        return isKnown(version) ? "TLS 1." + ((version & 0xff) - 1) : String.format("0x%04x", version);
    }
}
