package org.portwitness.analyzer.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.analyzer.transaction.UdpTrace.BINDING_REQUEST;
import static org.portwitness.analyzer.transaction.UdpTrace.BINDING_SUCCESS;
import static org.portwitness.analyzer.transaction.UdpTrace.CLIENT;
import static org.portwitness.analyzer.transaction.UdpTrace.MS_401;
import static org.portwitness.analyzer.transaction.UdpTrace.MS_ALLOCATE;
import static org.portwitness.analyzer.transaction.UdpTrace.MS_DATA_INDICATION;
import static org.portwitness.analyzer.transaction.UdpTrace.MS_SEND_REQUEST;
import static org.portwitness.analyzer.transaction.UdpTrace.MULTIPLEXED_SUCCESS;
import static org.portwitness.analyzer.transaction.UdpTrace.ROUTER;
import static org.portwitness.analyzer.transaction.UdpTrace.SERVER;
import static org.portwitness.analyzer.transaction.UdpTrace.endpoint;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Refusal;
import org.portwitness.analyzer.evidence.UdpConversation;

final class DatagramsTest {
    private static final Endpoint PEER = endpoint("203.0.113.5", 52_000);
    private static final String SENDER_REPORT = "80c80006000074ec" + "00".repeat(20);
    private static final List<String> EVERY_KIND = List.of(
            BINDING_REQUEST,
            BINDING_SUCCESS,
            MS_ALLOCATE,
            MS_401,
            MS_SEND_REQUEST,
            MS_DATA_INDICATION,
            MULTIPLEXED_SUCCESS,
            rtp(1, 0x74ec),
            SENDER_REPORT,
            "57505053",
            DiscoveryProbesTest.ANSWER,
            DhcpExchangesTest.message(1, 1, 7, 0, 0, 0),
            "4000000c" + rtp(1, 0x74ec));

    private final UdpTrace trace = new UdpTrace();

    private static String rtp(int sequence, int ssrc) {
        return String.format("8068%04x%08x%08x", sequence & 0xffff, sequence * 320, ssrc) + "a5".repeat(40);
    }

    private UdpConversation only() {
        List<UdpConversation> all = trace.conversations();
        assertEquals(1, all.size());
        return all.get(0);
    }

    @Test
    void fivePacketsOfOneSourceInStepAreMediaAndFourAreNot() {
        for (int i = 0; i < 4; i++) {
            trace.at(i * 20).send(CLIENT, PEER, rtp(65_534 + i, 0x74ec));
        }
        assertFalse(only().rtpOfOpener());

        trace.at(80).send(CLIENT, PEER, rtp(65_538, 0x74ec));
        assertTrue(only().rtpOfOpener());
        assertFalse(only().rtpOfResponder());
    }

    @Test
    void theDirectionsAreJudgedEachForItself() {
        for (int i = 0; i < 6; i++) {
            trace.at(i * 20).send(CLIENT, PEER, rtp(i, 1)).send(PEER, CLIENT, rtp(100 + 3 * i, 2));
        }

        assertTrue(only().rtpOfOpener());
        assertTrue(only().rtpOfResponder());
    }

    @Test
    void stepsOfFiftyAreLossAndLargerOnesAreNotMedia() {
        for (int i = 0; i < 5; i++) {
            trace.send(CLIENT, PEER, rtp(i * 51, 1));
        }
        assertFalse(only().rtpOfOpener());

        for (int i = 0; i < 5; i++) {
            trace.send(PEER, CLIENT, rtp(i * 50, 1));
        }
        assertTrue(only().rtpOfResponder());
    }

    @Test
    void aNumberThatNeverChangesIsNoSequenceNumber() {
        for (int i = 0; i < 100; i++) {
            trace.send(CLIENT, PEER, rtp(4711, 1));
        }

        assertFalse(only().rtpOfOpener());
    }

    private static final String QUIC_INITIAL = "c3" + "00000001" + "08" + "0102030405060708" + "00" + "00".repeat(40);

    private void sendMediaLike() {
        for (int i = 0; i < 12; i++) {
            trace.at(i * 20).send(CLIENT, PEER, rtp(i, 1)).send(PEER, CLIENT, rtp(i, 2));
        }
    }

    @Test
    void afterALongHeaderOfQuicNothingIsMediaOnAnyPort() {
        trace.send(CLIENT, PEER, QUIC_INITIAL);
        sendMediaLike();
        assertFalse(only().rtpOfOpener());
        assertFalse(only().rtpOfResponder());
    }

    @Test
    void whatIsNoVersionOfQuicIsNoLongHeader() {
        trace.send(CLIENT, PEER, QUIC_INITIAL.replace("c300000001", "c312345678"));
        sendMediaLike();
        assertTrue(only().rtpOfOpener());
    }

    @Test
    void aConversationThatSpeaksStunMayShareItsSocketWithQuic() {
        trace.send(CLIENT, PEER, QUIC_INITIAL).send(CLIENT, PEER, BINDING_REQUEST);
        sendMediaLike();
        assertTrue(only().rtpOfOpener());
    }

    @Test
    void lateInAConversationItIsNoOpening() {
        for (int i = 0; i < 9; i++) {
            trace.send(CLIENT, PEER, "55" + "00".repeat(20));
        }
        trace.send(CLIENT, PEER, QUIC_INITIAL);
        sendMediaLike();
        assertTrue(only().rtpOfOpener());
    }

    @Test
    void copiesMadeByTheMirrorNeitherHelpNorHurt() {
        for (int i = 0; i < 4; i++) {
            trace.send(CLIENT, PEER, rtp(i, 1)).send(CLIENT, PEER, rtp(i, 1));
        }
        assertFalse(only().rtpOfOpener());
        trace.send(CLIENT, PEER, rtp(4, 1));
        assertTrue(only().rtpOfOpener());
    }

    @Test
    void twoSourcesThatTakeTurnsAreRecognised() {
        for (int i = 0; i < 5; i++) {
            trace.send(CLIENT, PEER, rtp(i, 1)).send(CLIENT, PEER, rtp(900 + i, 2));
        }

        assertTrue(only().rtpOfOpener());
    }

    @Test
    void aSourceThatTakesOverIsFollowed() {
        trace.send(CLIENT, PEER, rtp(0, 1));
        for (int i = 0; i < 7; i++) {
            trace.send(CLIENT, PEER, rtp(900 + i, 2));
        }

        assertTrue(only().rtpOfOpener());
    }

    @Test
    void anotherSourceInEveryPacketIsNotMedia() {
        for (int i = 0; i < 1000; i++) {
            trace.send(CLIENT, PEER, rtp(i, i));
        }

        assertFalse(only().rtpOfOpener());
    }

    @Test
    void randomDatagramsAreNotMedia() {
        SplittableRandom random = new SplittableRandom(7);
        ByteBuffer payload = ByteBuffer.allocate(64);
        for (int i = 0; i < 100_000; i++) {
            random.nextBytes(payload.array());
            payload.put(0, (byte) (0x80 | payload.get(0) & 0x3f));
            trace.send(CLIENT, PEER, payload, 64, 64);
        }

        assertFalse(only().rtpOfOpener());
    }

    @ParameterizedTest
    @ValueSource(strings = {"8048", "80df", "4068", "c068", "8f68"})
    void whatCannotBeRtpIsNot(String start) {
        for (int i = 0; i < 10; i++) {
            trace.send(CLIENT, PEER, start + String.format("%04x", i) + "0000000000000001" + "00".repeat(8));
        }

        assertFalse(only().rtpOfOpener());
    }

    @Test
    void anExtensionThatDoesNotFitIsNotRtp() {
        for (int i = 0; i < 10; i++) {
            trace.send(
                    CLIENT, PEER, "9068" + String.format("%04x", i) + "0000000000000001" + "bede0002" + "00".repeat(7));
            trace.send(
                    PEER, CLIENT, "9068" + String.format("%04x", i) + "0000000000000001" + "bede0002" + "00".repeat(8));
        }

        assertFalse(only().rtpOfOpener());
        assertTrue(only().rtpOfResponder());
    }

    @Test
    void twoRtcpPacketsAreMediaAndOneIsNot() {
        trace.send(CLIENT, PEER, SENDER_REPORT);
        assertFalse(only().rtpOfOpener());
        trace.send(CLIENT, PEER, SENDER_REPORT + "80000001" + "00".repeat(10));
        assertTrue(only().rtpOfOpener());
    }

    @Test
    void rtcpThatIsShorterThanItSaysIsNot() {
        String cut = SENDER_REPORT.substring(0, SENDER_REPORT.length() - 2);
        trace.send(CLIENT, PEER, cut).send(CLIENT, PEER, cut).send(CLIENT, PEER, cut);

        assertFalse(only().rtpOfOpener());
    }

    @Test
    void oneCutRtpPacketIsEnoughOnceStunWasAnsweredThere() {
        trace.send(CLIENT, PEER, BINDING_REQUEST);
        trace.send(PEER, CLIENT, UdpTrace.bytes(rtp(1, 1)), 12, 52);
        assertFalse(only().rtpOfResponder());

        trace.send(PEER, CLIENT, BINDING_SUCCESS);
        trace.send(PEER, CLIENT, UdpTrace.bytes(rtp(2, 1)), 12, 52);
        assertTrue(only().rtpOfResponder());
        assertTrue(only().stun());
        assertFalse(only().multiplexed());
    }

    @Test
    void oneWrappedPacketIsEnough() {
        trace.send(CLIENT, SERVER, "ff10003c0011223344556677" + rtp(1, 1));

        assertTrue(only().rtpOfOpener());
        assertTrue(only().multiplexed());
        assertFalse(only().stun());
        assertEquals(List.of(CLIENT.address()), UdpTrace.list(trace.stun.msTurnSpeakers()));
    }

    @Test
    void aMultiplexFrameFromTheRelayNamesItsReceiverAsTheClient() {
        trace.send(SERVER, CLIENT, "ff10003c0011223344556677" + rtp(1, 1));

        assertEquals(List.of(CLIENT.address()), UdpTrace.list(trace.stun.msTurnSpeakers()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff10003b0011223344556677", "ff11003c0011223344556677"})
    void aFrameThatDoesNotFillItsDatagramIsNoMultiplexFrame(String header) {
        trace.send(CLIENT, SERVER, header + rtp(1, 1));

        assertFalse(only().multiplexed());
        assertFalse(only().rtpOfOpener());
    }

    @Test
    void mediaThatTheRelayCarriesCountsForItsFlow() {
        String data = "0013" + "0034" + rtp(1, 1);
        trace.send(CLIENT, SERVER, "000400402112a4420102030405060708090a0b0c" + "000f000472c64bc6" + data);
        assertTrue(only().rtpOfOpener());

        trace.send(SERVER, CLIENT, "001700382112a4420102030405060708090a0b0c" + data);
        assertTrue(only().rtpOfResponder());
    }

    @Test
    void channelDataCountsOnlyWhereStunWasSpoken() {
        trace.send(CLIENT, SERVER, "40000034" + rtp(1, 1));
        assertFalse(only().rtpOfOpener());

        trace.send(CLIENT, SERVER, BINDING_REQUEST).send(CLIENT, SERVER, "40000034" + rtp(1, 1));
        assertTrue(only().rtpOfOpener());
    }

    @Test
    void whatARelayCarriesIsNoTransactionOfItsFlow() {
        trace.send(CLIENT, SERVER, MS_SEND_REQUEST);
        trace.send(CLIENT, SERVER, BINDING_REQUEST);
        trace.send(SERVER, CLIENT, MS_DATA_INDICATION);

        assertEquals(1, trace.transactions().size());
    }

    @Test
    void theRefusalOfAConversationIsThatOfItsOpenersPackets() {
        trace.send(CLIENT, PEER, rtp(1, 1)).icmp(3, 3, PEER, CLIENT, "");
        assertNull(trace.conversations().get(0).refusal());

        trace.icmp(3, 10, CLIENT, PEER, "").icmp(3, 3, CLIENT, PEER, "");
        assertEquals(
                new Refusal(ROUTER.address(), 3, 10, 60, false),
                trace.conversations().get(0).refusal());
    }

    @Test
    void anErrorAboutAnUnknownConversationIsNothing() {
        trace.icmp(3, 3, CLIENT, PEER, BINDING_REQUEST).icmp(3, 3, CLIENT, endpoint("203.0.113.5", 1047), "57505053");

        assertEquals(List.of(), trace.conversations());
        assertEquals(List.of(), trace.transactions());
        assertEquals(List.of(), trace.probes());
    }

    @Test
    void everyPrefixOfEveryMessageIsReadWithoutHarm() {
        for (String hex : EVERY_KIND) {
            ByteBuffer whole = UdpTrace.bytes(hex);
            for (int length = 0; length <= whole.limit(); length++) {
                ByteBuffer prefix = whole.slice(0, length);
                onEveryPort(prefix, length, whole.limit());
                onEveryPort(prefix, length, length);
                trace.icmp(3, 3, CLIENT, SERVER, hex.substring(0, 2 * length));
            }
        }
        assertEverythingCanBeTold();
    }

    @Test
    void mutatedMessagesAreReadWithoutHarm() {
        SplittableRandom random = new SplittableRandom(20);
        for (String hex : EVERY_KIND) {
            for (int i = 0; i < 3000; i++) {
                ByteBuffer bytes = UdpTrace.bytes(hex);
                int changes = 1 + random.nextInt(4);
                for (int c = 0; c < changes; c++) {
                    bytes.put(random.nextInt(bytes.limit()), (byte) random.nextInt(256));
                }
                int captured = random.nextInt(bytes.limit() + 1);
                onEveryPort(bytes, captured, random.nextBoolean() ? captured : bytes.limit());
                trace.stun.onStunMessage(trace.facts, bytes, 0, captured);
            }
        }
        assertEverythingCanBeTold();
    }

    private void onEveryPort(ByteBuffer bytes, int captured, int wireLength) {
        trace.at(trace.atMillis + 1);
        ByteBuffer exact = bytes.slice(0, captured); // reading further would throw
        trace.send(CLIENT, SERVER, exact, captured, wireLength);
        trace.send(SERVER, CLIENT, exact, captured, wireLength);
        trace.send(endpoint("192.168.1.10", 1047), endpoint("192.168.1.255", 1047), exact, captured, wireLength);
        trace.send(endpoint("192.168.1.20", 1047), endpoint("192.168.1.10", 1047), exact, captured, wireLength);
        trace.send(endpoint("0.0.0.0", 68), endpoint("255.255.255.255", 67), exact, captured, wireLength);
    }

    private void assertEverythingCanBeTold() {
        assertTrue(trace.transactions().stream()
                .allMatch(it -> it.sendings() > 0 && it.id().text().length() >= 24));
        assertTrue(trace.probes().stream().allMatch(it -> it.outcome() != null));
        assertTrue(trace.exchanges().stream().allMatch(it -> it.answered() <= it.requests()));
        assertTrue(trace.conversations().size() >= 3);
    }

    @Test
    void aMillionPacketsAllocateNothing() {
        ByteBuffer request = UdpTrace.bytes(BINDING_REQUEST);
        ByteBuffer success = UdpTrace.bytes(BINDING_SUCCESS);
        ByteBuffer media = UdpTrace.bytes(rtp(1, 1));
        ByteBuffer wrapped = UdpTrace.bytes("ff10003c0011223344556677" + rtp(1, 1));
        ByteBuffer relayed =
                UdpTrace.bytes("000400402112a4420102030405060708090a0b0c000f000472c64bc600130034" + rtp(1, 1));
        ByteBuffer early = UdpTrace.bytes(BINDING_SUCCESS);
        UdpTrace small = new UdpTrace(1000, 256);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int i = 0; i < 1_200_000; i += 6) {
            if (i == 198_000) {
                before = threads.getCurrentThreadAllocatedBytes(); // tables have grown, code is loaded
            }
            request.putInt(12, i);
            success.putInt(12, i);
            early.putInt(12, ~i);
            media.putShort(2, (short) i);
            small.atMillis = i;
            small.send(CLIENT, SERVER, request, 44, 44);
            small.send(SERVER, CLIENT, success, 32, 32);
            small.send(CLIENT, PEER, media, 52, 52);
            small.send(CLIENT, SERVER, wrapped, 64, 64);
            small.send(CLIENT, SERVER, relayed, 84, 84);
            small.send(SERVER, CLIENT, early, 32, 32);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertTrue(allocated < 100_000, "bytes for a million packets: " + allocated);
        assertEquals(1000, small.transactions().size());
        assertEquals(199_000, small.stun.leftOut());
    }
}
