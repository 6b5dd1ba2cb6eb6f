package org.portwitness.analyzer.ports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PortTablesTest {
    private final PortTables tables = PortTables.builtIn();

    @Test
    void theBuiltInRowsStandInTheOrderThatScriptsRelyOn() {
        String rows = tables.rows().stream()
                .map(row -> String.join(
                        " ",
                        row.id(),
                        row.table(),
                        row.from().text(),
                        String.join(",", row.protocolNames()),
                        row.ports().toString(),
                        row.requirement().text()))
                .collect(Collectors.joining("\n"));
        assertEquals("""
                onprem-sfb-https-443 on-premises unit TCP 443 required
                onprem-psom-443 on-premises unit TCP 443 optional
                onprem-turn-tcp-443 on-premises unit TCP 443 optional
                onprem-turn-udp-3478 on-premises unit UDP 3478 required
                onprem-media on-premises unit TCP,UDP 1024-65535 required
                onprem-exchange-http-80 on-premises unit TCP 80 optional
                onprem-exchange-https-443 on-premises unit TCP 443 required
                online-udp-3478 online unit UDP 3478 required
                online-udp-3479 online unit UDP 3479 required
                online-udp-3480 online unit UDP 3480 required
                online-udp-3481 online unit UDP 3481 required
                online-media-50000 online unit TCP,UDP 50000-59999 optional
                online-https-443 online unit TCP 443 required
                kickle-auth-8705 kickle unit TCP 8705 legacy
                kickle-updates-8432 kickle unit TCP 8432 legacy
                kickle-https-443 kickle unit TCP 443 required
                internet-http-80 internet unit TCP 80 optional
                internet-https-443 internet unit TCP 443 optional
                mirrorop-command-443 mirrorop sender TCP 443 one-of
                mirrorop-command-3268 mirrorop sender TCP 3268 one-of
                mirrorop-command-389 mirrorop sender TCP 389 one-of
                mirrorop-data-8080 mirrorop sender TCP 8080 one-of
                mirrorop-data-31865 mirrorop sender TCP 31865 one-of
                mirrorop-data-515 mirrorop sender TCP 515 one-of
                mirrorop-audio-1688 mirrorop sender TCP 1688 optional
                mirrorop-discovery-1047 mirrorop sender UDP 1047 one-of
                mirrorop-discovery-1048 mirrorop sender UDP 1048 one-of
                mirrorop-discovery-1049 mirrorop sender UDP 1049 one-of
                basic-dns-53 basic unit TCP,UDP 53 required
                basic-dhcp-67 basic unit UDP 67 required""", rows);
    }

    @Test
    void onlyTheTablesOfADeploymentAreBoundToIt() {
        for (PortRow row : tables.rows()) {
            Scope expected = switch (row.table()) {
                case "on-premises" -> Scope.ON_PREMISES;
                case "online" -> Scope.ONLINE;
                default -> Scope.ALWAYS;
            };
            assertEquals(expected, row.scope(), row.id());
            assertEquals(row.scope() == Scope.ONLINE, row.endpoints() != null, row.id());
        }
    }

    @Test
    void mirrorOpHasThreeGroupsOfThreeRows() {
        assertEquals(
                List.of("mirrorop-command-443", "mirrorop-command-3268", "mirrorop-command-389"),
                tables.group("mirrorop-command").stream().map(PortRow::id).toList());
        assertEquals(3, tables.group("mirrorop-data").size());
        assertEquals(3, tables.group("mirrorop-discovery").size());
        assertNull(tables.row("mirrorop-audio-1688").group());
    }

    @Test
    void theMediaRangeOfTheSiteChangesOnlyTheMediaRow() {
        PortTables changed = tables.withMediaPorts(new PortRange(49152, 57500));

        assertEquals("49152-57500", changed.row("onprem-media").ports().toString());
        assertTrue(changed.row("onprem-media").has(Protocol.UDP, 49152));
        assertFalse(changed.row("onprem-media").has(Protocol.UDP, 49151));
        assertFalse(changed.row("onprem-media").has(Protocol.TCP, 57501));
        for (PortRow row : tables.rows()) {
            if (!row.id().equals("onprem-media")) {
                assertEquals(row, changed.row(row.id()));
            }
        }
    }

    @Test
    void theLegacyRowsApplyStrictlyBelowTheirVersion() {
        PortRow row = tables.row("kickle-auth-8705");
        assertTrue(row.appliesTo(FirmwareVersion.parse("2.0.17317.1")));
        assertTrue(row.appliesTo(FirmwareVersion.parse("2.0.9999")));
        assertFalse(row.appliesTo(FirmwareVersion.parse("2.0.17317.02")));
        assertFalse(row.appliesTo(FirmwareVersion.parse("2.0.17317.2")));
        assertFalse(row.appliesTo(FirmwareVersion.parse("2.0.17410.1")));
        assertTrue(row.appliesTo(null));
        assertTrue(tables.row("kickle-https-443").appliesTo(FirmwareVersion.parse("2.0.17410.1")));
    }

    @Test
    void namesTellTheKickleCloudAndTheServersOfASite() {
        PortRow kickle = tables.row("kickle-https-443");
        assertTrue(kickle.isNamed("api.kickle.com"));
        assertTrue(kickle.isNamed("Portal.Kickle.COM."));
        assertFalse(kickle.isNamed("kickle.com.example.net"));
        assertFalse(kickle.isNamed("notkickle.com"));
        PortRow exchange = tables.row("onprem-exchange-https-443");
        assertTrue(exchange.isLikelyNamed("autodiscover.contoso.com"));
        assertFalse(exchange.isNamed("autodiscover.contoso.com"));
        assertTrue(tables.row("onprem-sfb-https-443").isLikelyNamed("lyncdiscoverinternal.contoso.com"));
        assertTrue(tables.row("onprem-psom-443").isLikelyNamed("webconf.contoso.com"));
        assertFalse(tables.row("onprem-sfb-https-443").isLikelyNamed("gossip.contoso.com"));
    }

    @Test
    void onlineHttpsIsSatisfiedByTlsAndByTurn() {
        assertEquals(
                Set.of(ServiceKind.HTTPS, ServiceKind.TURN_TCP),
                tables.row("online-https-443").services());
        assertEquals(Set.of(Role.OFFICE365), tables.row("online-https-443").servers());
        assertEquals(EndpointKind.WEB, tables.row("online-https-443").endpoints());
        assertEquals(EndpointKind.MEDIA, tables.row("online-udp-3478").endpoints());
    }

    @Test
    void aTableThatIsPrintedReadsBackTheSame() throws PortTableException {
        assertEquals(tables, PortTableFile.read("printed", tables.text()));
    }

    @Test
    void anUnknownRowIsNull() {
        assertNull(tables.row("onprem"));
    }
}
