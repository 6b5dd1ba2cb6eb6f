package org.portwitness.analyzer.verdict;

/** Names of TLS alerts (RFC 8446 section 6). */
final class TlsAlert {
    static final int UNKNOWN_CA = 48;

    static final int CERTIFICATE_EXPIRED = 45;

    private TlsAlert() {}

    /** {@code 48 (unknown_ca)}; the bare number for one that has no name here. */
    static String inWords(int alert) {
        String name = name(alert);
        return name == null ? Integer.toString(alert) : alert + " (" + name + ")";
    }

    private static String name(int alert) {
        return switch (alert) {
            case 0 -> "close_notify";
            case 10 -> "unexpected_message";
            case 20 -> "bad_record_mac";
            case 40 -> "handshake_failure";
            case 42 -> "bad_certificate";
            case 43 -> "unsupported_certificate";
            case 44 -> "certificate_revoked";
            case CERTIFICATE_EXPIRED -> "certificate_expired";
            case 46 -> "certificate_unknown";
            case 47 -> "illegal_parameter";
            case UNKNOWN_CA -> "unknown_ca";
            case 49 -> "access_denied";
            case 50 -> "decode_error";
            case 51 -> "decrypt_error";
            case 70 -> "protocol_version";
            case 71 -> "insufficient_security";
            case 80 -> "internal_error";
            case 86 -> "inappropriate_fallback";
            case 90 -> "user_canceled";
            case 109 -> "missing_extension";
            case 112 -> "unrecognized_name";
            case 116 -> "certificate_required";
            case 120 -> "no_application_protocol";
            default -> null;
        };
    }
}
