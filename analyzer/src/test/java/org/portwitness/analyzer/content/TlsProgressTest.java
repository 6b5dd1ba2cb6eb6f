package org.portwitness.analyzer.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.portwitness.analyzer.content.Bytes.alert;
import static org.portwitness.analyzer.content.Bytes.ascii;
import static org.portwitness.analyzer.content.Bytes.cipherChange;
import static org.portwitness.analyzer.content.Bytes.clientHello;
import static org.portwitness.analyzer.content.Bytes.data;
import static org.portwitness.analyzer.content.Bytes.join;
import static org.portwitness.analyzer.content.Bytes.record;
import static org.portwitness.analyzer.content.Bytes.serverHello;
import static org.portwitness.analyzer.content.Scene.part;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.TcpContent.Progress;
import org.portwitness.analyzer.facts.PacketFacts;

class TlsProgressTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int TLS_1_2 = 0x0303;
    private static final int TLS_1_3 = 0x0304;

    private final byte[] hello = clientHello("x.example");

    private Scene sent() {
        return Scene.connected().client(hello);
    }

    @Test
    void tls12IsEstablishedOnceBothSidesChangedTheCipher() {
        Scene scene = sent().server(serverHello(TLS_1_2), record(22, Bytes.message(14, new byte[0])));
        assertEquals(Progress.SERVER_HELLO_SEEN, scene.progress());
        scene.client(record(22, Bytes.message(16, new byte[66])), cipherChange(), record(22, new byte[40]));
        assertEquals(Progress.SERVER_HELLO_SEEN, scene.progress());
        scene.server(cipherChange(), record(22, new byte[40]));
        assertEquals(Progress.ESTABLISHED, scene.progress());
        assertEquals("TLS 1.2", scene.tls().version());
    }

    @Test
    void tls13IsEstablishedByTheClientsDataAfterTheServersFlightAndByNothingLess() {
        Scene scene = sent().server(serverHello(TLS_1_3), cipherChange(), data(2000));
        assertEquals(Progress.SERVER_HELLO_SEEN, scene.progress());
        scene.client(cipherChange());
        assertEquals(Progress.SERVER_HELLO_SEEN, scene.progress());
        scene.client(data(53));
        assertEquals(Progress.ESTABLISHED, scene.progress());
        assertEquals("TLS 1.3", scene.tls().version());
    }

    @Test
    void earlyDataBeforeTheServersFlightProvesNothing() {
        Scene scene = sent().client(cipherChange(), data(300));
        assertEquals(Progress.HELLO_PENDING, scene.progress());
        assertEquals(Progress.SILENCE_UNACKNOWLEDGED, scene.after(3 * SECOND).progress());
    }

    @Test
    void aShortHiddenRecordBeforeTheCloseIsProbablyTheClientsAlert() {
        Scene scene =
                sent().server(serverHello(TLS_1_3), cipherChange(), data(2000)).client(cipherChange(), data(19));
        assertEquals(Progress.SERVER_HELLO_SEEN, scene.progress());
        scene.clientEnds(PacketFacts.FIN);
        assertEquals(Progress.ALERT_BY_CLIENT, scene.progress());
        assertEquals(-1, scene.tls().alert());
    }

    @Test
    void aRecordOneByteLongerIsNoAlert() {
        Scene scene =
                sent().server(serverHello(TLS_1_3), cipherChange(), data(2000)).client(cipherChange(), data(20));
        assertEquals(Progress.ESTABLISHED, scene.progress());
    }

    @Test
    void aFatalAlertInClearIsToldWithItsNumberAndSender() {
        Scene byClient = sent().server(serverHello(TLS_1_2)).client(alert(2, 48));
        assertEquals(Progress.ALERT_BY_CLIENT, byClient.progress());
        assertEquals(48, byClient.tls().alert());
        Scene byServer = sent().server(alert(2, 112));
        assertEquals(Progress.ALERT_BY_SERVER, byServer.progress());
        assertEquals(112, byServer.tls().alert());
    }

    @Test
    void aWarningAloneIsNoFailure() {
        Scene scene = sent().server(alert(1, 112), serverHello(TLS_1_2));
        assertEquals(Progress.SERVER_HELLO_SEEN, scene.progress());
        assertEquals(-1, scene.tls().alert());
        scene.clientEnds(PacketFacts.FIN);
        assertEquals(Progress.ALERT_BY_SERVER, scene.progress());
        assertEquals(112, scene.tls().alert());
    }

    @Test
    void anAlertThatIsSplitOverSegmentsIsRead() {
        byte[] alert = alert(2, 40);
        for (int split = 1; split < alert.length; split++) {
            Scene scene = sent().server(part(alert, 0, split)).server(part(alert, split, alert.length));
            assertEquals(40, scene.tls().alert(), "split at " + split);
        }
    }

    @Test
    void theServersCertificateIsReadUpToTls12() {
        byte[] certificate = Bytes.certificate("Inspecting Root", "portal.example", "*.portal.example");
        Scene scene = sent().server(serverHello(TLS_1_2), Bytes.certificateRecord(certificate))
                .client(alert(2, 42));
        assertEquals(List.of("portal.example", "*.portal.example"), scene.tls().certificateNames());
        assertEquals("Inspecting Root, Trust Org", scene.tls().issuer());
        assertEquals(Progress.ALERT_BY_CLIENT, scene.progress());
    }

    @Test
    void withoutACertificateInClearThereAreNoNames() {
        Scene scene = sent().server(serverHello(TLS_1_3), data(2000));
        assertEquals(List.of(), scene.tls().certificateNames());
        assertNull(scene.tls().issuer());
    }

    @Test
    void aResetAfterTheHelloKeepsItsTtlBesideTheServers() {
        Scene scene = sent().serverResets(61);
        assertEquals(Progress.RESET_AFTER_HELLO, scene.progress());
        assertEquals(61, scene.tls().resetTtl());
        assertEquals(Scene.SERVER_TTL, scene.tls().serverTtl());
        assertEquals(-1, scene.tls().alert());
    }

    @Test
    void aResetOfTheServerAfterItsHelloIsAResetToo() {
        assertEquals(
                Progress.RESET_AFTER_HELLO,
                sent().server(serverHello(TLS_1_2))
                        .serverResets(Scene.SERVER_TTL)
                        .progress());
    }

    @Test
    void aResetAfterTheHandshakeIsNoFailure() {
        Scene scene =
                sent().server(serverHello(TLS_1_3), data(2000)).client(data(53)).serverResets(61);
        assertEquals(Progress.ESTABLISHED, scene.progress());
        assertEquals(-1, scene.tls().resetTtl());
    }

    @Test
    void aResetThatAnswersTheClientsCloseIsNotTheReason() {
        Scene scene =
                sent().server(serverHello(TLS_1_2)).clientEnds(PacketFacts.FIN).serverResets(61);
        assertEquals(Progress.ABORTED_BY_CLIENT, scene.progress());
        assertEquals(-1, scene.tls().resetTtl());
    }

    @Test
    void anUnacknowledgedHelloIsSilenceAfterThreeSeconds() {
        assertEquals(Progress.HELLO_PENDING, sent().after(3 * SECOND - 1).progress());
        assertEquals(Progress.SILENCE_UNACKNOWLEDGED, sent().after(3 * SECOND).progress());
    }

    @Test
    void threeSecondsOfARepeatedHelloRunFromItsFirstSending() {
        Scene scene = sent().after(2 * SECOND).clientAt(Scene.CLIENT_ISN + 1, hello);
        assertEquals(Progress.HELLO_PENDING, scene.progress());
        assertEquals(Progress.SILENCE_UNACKNOWLEDGED, scene.after(SECOND).progress());
    }

    @Test
    void aHelloThatWasNeverRepeatedAndWhoseServerWasNeverSeenIsAGlimpseOnly() {
        assertEquals(
                Progress.HELLO_PENDING,
                new Scene().client(hello).after(60 * SECOND).progress());
        Scene repeated = new Scene().client(hello).after(SECOND).clientAt(Scene.CLIENT_ISN + 1, hello);
        assertEquals(Progress.SILENCE_UNACKNOWLEDGED, repeated.after(2 * SECOND).progress());
    }

    @Test
    void aMirrorsCopyOfTheHelloIsNoRepetition() {
        assertEquals(
                Progress.HELLO_PENDING,
                new Scene().client(hello).copy(1000).after(60 * SECOND).progress());
    }

    @Test
    void anAcknowledgedHelloIsSilenceAfterTenSeconds() {
        Scene early = sent().serverAcknowledges();
        assertEquals(
                Progress.HELLO_PENDING, early.after(10 * SECOND - 1_000_001).progress());
        Scene late = sent().serverAcknowledges();
        assertEquals(Progress.SILENCE_ACKNOWLEDGED, late.after(10 * SECOND).progress());
    }

    @Test
    void aFinOfTheServerInsteadOfAnAnswerIsNoSilence() {
        assertEquals(
                Progress.CLOSED_BY_SERVER, sent().serverEnds(PacketFacts.FIN).progress());
        assertEquals(
                Progress.CLOSED_BY_SERVER,
                sent().serverEnds(PacketFacts.FIN).clientEnds(PacketFacts.FIN).progress());
        assertEquals(
                Progress.CLOSED_BY_SERVER,
                sent().serverEnds(PacketFacts.FIN).clientEnds(PacketFacts.RST).progress());
    }

    @Test
    void aFinOfTheServerInTheMiddleOfTheHandshakeIsItsOwn() {
        assertEquals(
                Progress.CLOSED_BY_SERVER,
                sent().server(serverHello(TLS_1_2))
                        .serverEnds(PacketFacts.FIN)
                        .clientEnds(PacketFacts.FIN)
                        .progress());
    }

    @Test
    void aFinOfTheServerThatAnswersTheClientsIsSilenceBeforeIt() {
        assertEquals(
                Progress.SILENCE_ACKNOWLEDGED,
                sent().serverAcknowledges()
                        .after(SECOND)
                        .clientEnds(PacketFacts.FIN)
                        .serverEnds(PacketFacts.FIN)
                        .progress());
    }

    @Test
    void aClientThatWaitedASecondAndClosedMetSilence() {
        Scene patient = sent().serverAcknowledges().after(SECOND).clientEnds(PacketFacts.FIN);
        assertEquals(Progress.SILENCE_ACKNOWLEDGED, patient.progress());
        Scene unheard = sent().after(SECOND).clientEnds(PacketFacts.RST);
        assertEquals(Progress.SILENCE_UNACKNOWLEDGED, unheard.progress());
    }

    @Test
    void aClientThatClosedAtOnceDidNotWaitForAnAnswer() {
        Scene scene = sent().serverAcknowledges().clientEnds(PacketFacts.RST).after(5 * SECOND);
        assertEquals(Progress.HELLO_PENDING, scene.progress());
        Scene lateAnswer = sent().clientEnds(PacketFacts.FIN).server(serverHello(TLS_1_2));
        assertEquals(
                Progress.SERVER_HELLO_SEEN,
                lateAnswer.clientEnds(PacketFacts.RST).progress());
    }

    @Test
    void aClientThatClosesAfterTheAnswerAborted() {
        assertEquals(
                Progress.ABORTED_BY_CLIENT,
                sent().server(serverHello(TLS_1_3), data(2000))
                        .clientEnds(PacketFacts.RST)
                        .progress());
    }

    @Test
    void aClientThatSentDataAheadOfTheServersLastFlightWasContent() {
        Scene scene = sent().server(serverHello(TLS_1_2));
        scene.client(record(22, Bytes.message(16, new byte[66])), cipherChange(), record(22, new byte[40]), data(100));
        assertEquals(Progress.SERVER_HELLO_SEEN, scene.progress());
        assertEquals(Progress.ESTABLISHED, scene.clientEnds(PacketFacts.FIN).progress());
    }

    @Test
    void whereTheCaptureLacksBytesAnEndIsNoFailure() {
        Scene scene = sent().server(serverHello(TLS_1_2));
        scene.clientNext += 126;
        assertEquals(
                Progress.SERVER_HELLO_SEEN, scene.clientEnds(PacketFacts.FIN).progress());
    }

    @Test
    void aServerThatTheClientHeardButTheCaptureDidNotIsNoSilence() {
        Scene scene = sent().clientAcknowledges(Scene.SERVER_ISN + 3000).after(60 * SECOND);
        assertEquals(Progress.HELLO_PENDING, scene.progress());
        scene.packet(true, scene.clientNext, Scene.SERVER_ISN + 3000, PacketFacts.ACK, data(53), 0);
        assertEquals(Progress.ESTABLISHED, scene.progress());
    }

    @Test
    void httpInsteadOfAServerHelloIsTold() {
        Scene scene = sent().server(ascii("HTTP/1.1 403 Forbidden\r\n\r\n"));
        assertEquals(Progress.HTTP_INSTEAD, scene.progress());
    }

    @Test
    void aServersFlightWithAGapThatTheClientAcknowledgedIsFollowedAll() {
        byte[] flight = join(serverHello(TLS_1_3), cipherChange(), data(4000));
        Scene scene = sent();
        int start = scene.serverNext;
        scene.serverAt(start, part(flight, 0, 1400));
        scene.serverAt(start + 2800, part(flight, 2800, flight.length));
        scene.serverNext += flight.length;
        scene.client(cipherChange(), data(53));
        assertEquals(Progress.ESTABLISHED, scene.progress());
    }

    @Test
    void aFlightWhoseFirstSegmentIsMissingIsPickedUpAtALaterRecord() {
        Scene scene = sent();
        scene.serverNext += 1400;
        scene.server(part(data(3000), 1000, 3005)).client(cipherChange(), data(53));
        scene.server(data(200)).client(data(300)).server(data(100)).client(data(300));
        assertEquals(Progress.ESTABLISHED, scene.progress());
    }

    @Test
    void aSettledConnectionIsNotLookedAtAgain() {
        Scene scene = sent().server(serverHello(TLS_1_3), data(2000)).client(data(53));
        scene.client(hello).server(alert(2, 40));
        assertEquals(1, scene.contents.helloCounts().total());
        assertEquals(Progress.ESTABLISHED, scene.progress());
    }
}
