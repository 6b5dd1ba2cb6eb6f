package org.portwitness.analyzer.evidence;

import java.util.List;

/**
 * One ClientHello over TCP, counted once however often it was sent or copied.
 *
 * @param serverName SNI in lower case, null without
 * @param version highest version offered, as {@code TLS 1.3}
 * @param alpn protocols offered, empty without the extension
 */
public record TlsHello(
        Endpoint client, Endpoint server, long nanos, String serverName, String version, List<String> alpn) {}
