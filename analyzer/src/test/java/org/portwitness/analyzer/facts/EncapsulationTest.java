package org.portwitness.analyzer.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.portwitness.capture.Frame;

/** What holds for every encapsulation: the SYN inside is found, and no damage makes the decoder throw or lose count. */
final class EncapsulationTest {
    private static final int MUTATIONS = 300;
    private static final long SEED = 20260119L;

    private final FrameDecoder decoder = new FrameDecoder();
    private final PacketFacts facts = new PacketFacts();

    @TestFactory
    Stream<DynamicTest> theSynInsideIsFound() {
        return each((name, sample) -> {
            byte[] bytes = HexFrame.bytes(sample.hex());

            assertEquals(DecodeResult.DECODED, decode(sample, bytes, bytes.length));

            assertTrue(facts.isTcp());
            assertEquals(49153, facts.sourcePort);
            assertEquals(443, facts.destinationPort);
            assertEquals(0x11223344L, facts.sequence);
            assertEquals(PacketFacts.SYN, facts.tcpFlags);
            assertEquals(HexFrame.at(bytes.length), facts.tcpOptionsEnd);
            assertEquals(0, facts.payloadLength);
            assertEquals(0, facts.payloadWireLength);
            assertEquals(sample.ipVersion(), facts.ipVersion);
            assertEquals(facts.ipVersion == 4 ? 0x1234 : PacketFacts.NONE, facts.ipId);
        });
    }

    @TestFactory
    Stream<DynamicTest> trailingPaddingIsNeverPayload() {
        return each((name, sample) -> {
            byte[] bytes = HexFrame.bytes(sample.hex() + "aaaaaaaaaaaa");

            decode(sample, bytes, bytes.length);

            assertEquals(0, facts.payloadLength);
            assertEquals(0, facts.payloadWireLength);
        });
    }

    @TestFactory
    Stream<DynamicTest> everyPrefixHasANamedResultAndStaysWithinItsBytes() {
        return each((name, sample) -> {
            byte[] bytes = HexFrame.bytes(sample.hex());
            for (int captured = 0; captured < bytes.length; captured++) {
                int result = decode(sample, bytes, captured);
                assertNamed(result);
                if (DecodeResult.isIp(result)) {
                    assertWithin(captured);
                }
            }
            assertEquals(DecodeResult.CUT_LINK_HEADER, cutLinkOrIp(decode(sample, bytes, 0)));
        });
    }

    @TestFactory
    Stream<DynamicTest> aCutInTheTcpHeaderIsUsableFromTheFlagsOn() {
        return each((name, sample) -> {
            byte[] bytes = HexFrame.bytes(sample.hex());
            int tcpAt = bytes.length - 24;

            assertEquals(DecodeResult.TRANSPORT_CUT, decode(sample, bytes, tcpAt + 13));
            assertTrue(facts.isTcp());
            assertEquals(0, facts.tcpFlags);

            assertEquals(DecodeResult.DECODED, decode(sample, bytes, tcpAt + 14));
            assertEquals(443, facts.destinationPort);
            assertEquals(PacketFacts.SYN, facts.tcpFlags);
            assertEquals(0, facts.payloadLength);
            assertEquals(0, facts.payloadWireLength);
        });
    }

    @TestFactory
    Stream<DynamicTest> noMutationThrowsOrPointsBeyondTheFrame() {
        Random random = new Random(SEED);
        return each((name, sample) -> {
            byte[] original = HexFrame.bytes(sample.hex());
            for (int i = 0; i < MUTATIONS; i++) {
                byte[] bytes = original.clone();
                int changes = 1 + random.nextInt(4);
                for (int change = 0; change < changes; change++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                int captured = random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
                int result = decode(sample, bytes, captured);
                assertNamed(result);
                if (DecodeResult.isIp(result)) {
                    assertWithin(captured);
                }
            }
        });
    }

    @Test
    void randomBytesOfAnyLinkTypeNeverThrow() {
        Random random = new Random(SEED);
        int[] linkTypes = {0, 1, 9, 12, 14, 50, 51, 101, 108, 113, 147, 228, 229, 239, 276};
        for (int i = 0; i < 30_000; i++) {
            byte[] bytes = new byte[random.nextInt(120)];
            random.nextBytes(bytes);
            int linkType = linkTypes[random.nextInt(linkTypes.length)];
            Frame frame = HexFrame.of(linkType, bytes, bytes.length, random.nextInt());
            int result = decoder.decode(frame, facts);
            assertNamed(result);
            if (DecodeResult.isIp(result)) {
                assertWithin(bytes.length);
            }
        }
    }

    private static int cutLinkOrIp(int result) {
        return result == DecodeResult.CUT_IP_HEADER ? DecodeResult.CUT_LINK_HEADER : result;
    }

    private int decode(Samples.Sample sample, byte[] bytes, int captured) {
        return decoder.decode(HexFrame.of(sample.linkType(), bytes, captured, bytes.length), facts);
    }

    private static void assertNamed(int result) {
        assertTrue(result >= 0 && result < DecodeResult.COUNT, () -> "result " + result);
    }

    private void assertWithin(int captured) {
        int end = HexFrame.at(captured);
        assertTrue(facts.ipAt >= HexFrame.at(0) && facts.ipAt < end, "ipAt");
        assertTrue(facts.transportAt >= facts.ipAt && facts.transportAt <= end, "transportAt");
        assertTrue(facts.payloadAt >= facts.transportAt && facts.payloadAt <= end, "payloadAt");
        assertTrue(facts.payloadLength >= 0 && facts.payloadAt + facts.payloadLength <= end, "payloadLength");
        assertTrue(facts.payloadWireLength >= 0, "payloadWireLength");
        assertTrue(facts.tcpOptionsEnd <= end, "tcpOptionsEnd");
        assertTrue(
                facts.quotedPayloadAt == PacketFacts.NONE || facts.quotedPayloadAt + facts.quotedPayloadLength <= end,
                "quotedPayload");
    }

    private interface Check {
        void on(String name, Samples.Sample sample);
    }

    private static Stream<DynamicTest> each(Check check) {
        return Samples.all().entrySet().stream()
                .map(sample ->
                        DynamicTest.dynamicTest(sample.getKey(), () -> check.on(sample.getKey(), sample.getValue())));
    }
}
