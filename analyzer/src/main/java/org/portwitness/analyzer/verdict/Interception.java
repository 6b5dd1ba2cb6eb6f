package org.portwitness.analyzer.verdict;

import java.util.List;
import java.util.Locale;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.ports.PortRow;
import org.portwitness.analyzer.ports.Role;

/**
 * Whether a refused certificate looks like the work of TLS inspection (`protocols.md` 7.2: "with an unexpected issuer").
 *
 * <p>Office 365 and the vendor's cloud have certificates of public authorities. One that the unit does not trust and that no public
 * authority issued was made on the way. Servers of the site's own rightly have certificates of the site's own authority.
 */
final class Interception {
    /** Parts of the names of authorities that the public web's certificates come from; an old unit may not know the newest of them. */
    private static final List<String> PUBLIC_AUTHORITIES = List.of(
            "actalis",
            "amazon",
            "baltimore",
            "certum",
            "comodo",
            "cybertrust",
            "digicert",
            "entrust",
            "geotrust",
            "globalsign",
            "go daddy",
            "godaddy",
            "google trust",
            "gts ",
            "isrg",
            "let's encrypt",
            "microsoft",
            "quovadis",
            "rapidssl",
            "sectigo",
            "starfield",
            "swisssign",
            "symantec",
            "thawte",
            "trustwave",
            "usertrust",
            "verisign",
            "zerossl");

    private static final int BAD_CERTIFICATE = 42;

    private Interception() {}

    /** {@code server}: the name it was asked for, or its address. */
    static String sentence(TcpContent.Tls tls, String server) {
        return "TLS inspection is likely: "
                + (tls.selfIssued()
                        ? "the certificate of " + server + " is self-signed (" + tls.issuer() + ")."
                        : tls.issuer() + ", which is no public authority, issued the certificate of " + server + ".");
    }

    /** {@code tls} failed; {@code row} is the one it counts for, null where there is none. */
    static boolean isLikely(TcpContent.Tls tls, PortRow row) {
        if (!issuerIsStrange(tls, row)) {
            return false;
        }
        boolean notTrusted = tls.progress() == TcpContent.Progress.ABORTED_BY_CLIENT
                || (tls.progress() == TcpContent.Progress.ALERT_BY_CLIENT
                        && (tls.alert() < 0 || (tls.alert() >= BAD_CERTIFICATE && tls.alert() <= TlsAlert.UNKNOWN_CA)));
        return notTrusted;
    }

    /** No public authority issued the certificate, and the row's servers have certificates of public authorities only. */
    static boolean issuerIsStrange(TcpContent.Tls tls, PortRow row) {
        if (tls == null || tls.issuer() == null || row == null) {
            return false;
        }
        boolean publicService = row.accepts(Role.OFFICE365) || row.accepts(Role.KICKLE);
        String issuer = tls.issuer().toLowerCase(Locale.ROOT);
        return publicService && PUBLIC_AUTHORITIES.stream().noneMatch(issuer::contains);
    }
}
