package org.portwitness.capture.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.capture.filter.Listings.AT;
import static org.portwitness.capture.filter.Listings.accepts;
import static org.portwitness.capture.filter.Listings.ethernet;
import static org.portwitness.capture.filter.Listings.filter;
import static org.portwitness.capture.filter.Listings.frame;
import static org.portwitness.capture.filter.Listings.instructions;
import static org.portwitness.capture.filter.Listings.length;
import static org.portwitness.capture.filter.Listings.udp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketFilterTest {
    /** {@code tcpdump -ddd -y EN10MB 'udp port 3478 and host 10.0.0.1'}. */
    private static final String STUN_OF_A_HOST = """
            40 0 0 12; 21 15 0 34525; 21 0 14 2048; 48 0 0 23; 21 0 12 17; 40 0 0 20; 69 10 0 8191; 177 0 0 14; 72 0 0 14;
            21 2 0 3478; 72 0 0 16; 21 0 5 3478; 32 0 0 26; 21 2 0 167772161; 32 0 0 30; 21 0 1 167772161; 6 0 0 262144; 6 0 0 0
            """;

    @Test
    void aFilterForAPortAndAHostPassesBothDirectionsAndNothingElse() {
        PacketFilter filter = filter(STUN_OF_A_HOST);
        assertTrue(accepts(filter, ethernet("0800", udp(50000, 3478))));
        assertTrue(accepts(filter, ethernet("0800", udp(3478, 50000))));
        assertFalse(accepts(filter, ethernet("0800", udp(50000, 3479))));
        assertFalse(accepts(filter, ethernet("0800", udp(50000, 3478).replace("0a000001", "0a000003"))));
        assertFalse(accepts(filter, ethernet("0800", udp(50000, 3478).replace("40 11", "40 06"))));
        assertFalse(accepts(filter, ethernet("86dd", udp(50000, 3478))));
        assertFalse(
                accepts(filter, ethernet("0800", udp(50000, 3478).replace("0001 0000", "0001 0001"))),
                "later fragment");
    }

    @Test
    void headerOptionsMoveThePorts() {
        String options = udp(50000, 3478).replace("45 00", "46 00").replace("0a000002", "0a000002 01010101");
        assertTrue(accepts(filter(STUN_OF_A_HOST), ethernet("0800", options)));
    }

    @Test
    void aFrameThatIsCutBeforeWhatTheFilterReadsIsRejected() {
        PacketFilter filter = filter(STUN_OF_A_HOST);
        String whole = ethernet("0800", udp(50000, 3478));
        ByteBuffer bytes = frame(whole);
        // the destination port ends at byte 38
        for (int captured = 0; captured <= length(whole); captured++) {
            assertEquals(captured >= 38, filter.accepts(bytes, AT, captured, length(whole)), "captured " + captured);
        }
    }

    /**
     * {@code tcpdump -ddd -y EN10MB 'ip[2:2] / 4 * 2 - 1 > ip[0] % (7 + (ip[1] << 3))'}: arithmetic, memory, the index register.
     * The first byte is 0x45 = 69.
     */
    @ParameterizedTest
    @CsvSource({
        "0014, 00, true", // 20 / 4 * 2 - 1 = 9 > 69 % 7 = 6
        "0014, 01, false", // 9 > 69 % 15 = 9
        "0018, 01, true", // 11 > 9
        "0010, 00, true", // 7 > 6
        "000f, 00, false", // 5 > 6
        "0003, 00, true", // 0 / 4 * 2 - 1 wraps round to the largest number
    })
    void arithmeticIsUnsignedAndScratchMemoryKeepsValues(String totalLength, String service, boolean passes) {
        PacketFilter filter = filter("""
                40 0 0 12; 21 0 19 2048; 40 0 0 16; 52 0 0 4; 36 0 0 2; 20 0 0 1; 2 0 0 4; 48 0 0 14; 2 0 0 6; 48 0 0 15;
                100 0 0 3; 7 0 0 10; 0 0 0 7; 12 0 0 0; 7 0 0 10; 96 0 0 6; 156 0 0 0; 7 0 0 10; 96 0 0 4; 45 0 1 0;
                6 0 0 262144; 6 0 0 0
                """);
        assertEquals(passes, accepts(filter, ethernet("0800", "45" + service + totalLength + "0000 0000 40110000")));
    }

    @Test
    void theLengthIsTheOneOnTheWire() {
        PacketFilter longerThan100 = filter("128 0 0 0; 37 0 1 100; 6 0 0 262144; 6 0 0 0");
        ByteBuffer bytes = frame("00");
        assertFalse(longerThan100.accepts(bytes, AT, 1, 100));
        assertTrue(longerThan100.accepts(bytes, AT, 1, 101));
    }

    /** Each: a program that ends in "return A" after it has set A, and whether A is not zero. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "load immediate | 0 0 0 5; 22 0 0 0 | true",
                "load immediate zero | 0 0 0 0; 22 0 0 0 | false",
                "return constant zero | 6 0 0 0 | false",
                "first byte | 48 0 0 0; 22 0 0 0 | true",
                "byte behind the frame | 48 0 0 4; 22 0 0 0 | false",
                "last byte | 48 0 0 3; 22 0 0 0 | true",
                "half word over the end | 40 0 0 3; 22 0 0 0 | false",
                "word exactly | 32 0 0 0; 22 0 0 0 | true",
                "word over the end | 32 0 0 1; 22 0 0 0 | false",
                "offset of 2 GiB | 48 0 0 2147483648; 22 0 0 0 | false",
                "indirect wraps round | 1 0 0 4294967295; 80 0 0 1; 22 0 0 0 | false",
                "indirect word exactly | 1 0 0 0; 64 0 0 0; 22 0 0 0 | true",
                "indirect word over the end | 1 0 0 1; 64 0 0 0; 22 0 0 0 | false",
                "indirect half word | 1 0 0 1; 72 0 0 1; 22 0 0 0 | true",
                "header length: (0x45 & 15) * 4 - 20 | 177 0 0 0; 135 0 0 0; 20 0 0 20; 22 0 0 0 | false",
                "header length behind the frame | 177 0 0 4; 0 0 0 1; 22 0 0 0 | false",
                "negate | 0 0 0 1; 132 0 0 0; 20 0 0 4294967295; 22 0 0 0 | false",
                "divide unsigned | 0 0 0 4294967295; 52 0 0 2; 20 0 0 2147483647; 22 0 0 0 | false",
                "modulo unsigned | 0 0 0 4294967295; 148 0 0 2; 20 0 0 1; 22 0 0 0 | false",
                "divide by X of zero | 0 0 0 1; 1 0 0 0; 60 0 0 0; 6 0 0 1 | false",
                "modulo X of zero | 0 0 0 1; 1 0 0 0; 156 0 0 0; 6 0 0 1 | false",
                "divide by X | 0 0 0 8; 1 0 0 2; 60 0 0 0; 20 0 0 4; 22 0 0 0 | false",
                "exclusive or | 0 0 0 5; 164 0 0 5; 22 0 0 0 | false",
                "or, and | 0 0 0 4; 68 0 0 1; 84 0 0 1; 22 0 0 0 | true",
                "shift left by 31 | 0 0 0 1; 100 0 0 31; 22 0 0 0 | true",
                "shift left by 32 | 0 0 0 1; 100 0 0 32; 22 0 0 0 | false",
                "shift right without sign | 0 0 0 2147483648; 116 0 0 31; 20 0 0 1; 22 0 0 0 | false",
                "shift right by X of 32 | 0 0 0 1; 1 0 0 32; 124 0 0 0; 22 0 0 0 | false",
                "multiply wraps | 0 0 0 65536; 36 0 0 65536; 22 0 0 0 | false",
                "memory keeps A and X | 0 0 0 3; 2 0 0 15; 1 0 0 4; 3 0 0 0; 96 0 0 0; 97 0 0 15; 28 0 0 0; 20 0 0 1; 22 0 0 0"
                        + " | false",
                "X to A and back | 0 0 0 9; 7 0 0 0; 0 0 0 0; 135 0 0 0; 22 0 0 0 | true",
                "jump always | 5 0 0 1; 6 0 0 1; 6 0 0 0 | false",
                "jump if equal | 0 0 0 7; 21 0 1 7; 6 0 0 1; 6 0 0 0 | true",
                "jump if greater is unsigned | 0 0 0 4294967295; 37 0 1 1; 6 0 0 1; 6 0 0 0 | true",
                "jump if greater not when equal | 0 0 0 1; 37 0 1 1; 6 0 0 1; 6 0 0 0 | false",
                "jump if greater or equal | 0 0 0 1; 53 0 1 1; 6 0 0 1; 6 0 0 0 | true",
                "jump if a bit is set | 0 0 0 6; 69 0 1 2; 6 0 0 1; 6 0 0 0 | true",
                "jump if equal to X | 0 0 0 6; 1 0 0 6; 29 0 1 0; 6 0 0 1; 6 0 0 0 | true",
                "jump if greater or equal to X | 0 0 0 5; 1 0 0 6; 61 0 1 0; 6 0 0 1; 6 0 0 0 | false",
                "jump if a bit of X is set | 0 0 0 6; 1 0 0 9; 77 0 1 0; 6 0 0 1; 6 0 0 0 | false",
                "length into X | 129 0 0 0; 135 0 0 0; 20 0 0 4; 22 0 0 0 | false",
            })
    void eachInstructionDoesWhatItSays(String what, String listing, boolean passes) {
        assertEquals(passes, accepts(filter(listing), "45 02 03 04"), what);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 0 0 1 | The filter runs over its end: its last instruction does not return.",
                "5 0 0 1; 6 0 0 1 | Instruction 0 of the filter jumps out of the program.",
                "5 0 0 4294967295; 6 0 0 1 | Instruction 0 of the filter jumps backwards, as protochain needs it; name the"
                        + " protocol without protochain.",
                "21 0 1 1; 6 0 0 1 | Instruction 0 of the filter jumps out of the program.",
                "21 1 0 1; 6 0 0 1 | Instruction 0 of the filter jumps out of the program.",
                "96 0 0 16; 6 0 0 1 | Instruction 0 of the filter uses a word of scratch memory that does not exist.",
                "3 0 0 4294967295; 6 0 0 1 | Instruction 0 of the filter uses a word of scratch memory that does not exist.",
                "0 0 0 1; 52 0 0 0; 6 0 0 1 | Instruction 1 of the filter divides by zero.",
                "0 0 0 1; 148 0 0 0; 6 0 0 1 | Instruction 1 of the filter divides by zero.",
                "6 0 0 1; 255 0 0 0; 6 0 0 1 | Instruction 1 of the filter has the unknown code 255.",
                "48 0 0 4294963204; 6 0 0 1 | Instruction 0 of the filter asks for what only a live interface knows, such as"
                        + " inbound or outbound; leave that out for recorded captures.",
            })
    void aProgramThatCouldMisbehaveIsRefused(String listing, String sentence) {
        assertEquals(
                sentence,
                assertThrows(FilterException.class, () -> BpfProgram.of(instructions(listing)))
                        .getMessage());
    }

    @Test
    void aProgramHasAtLeastOneAndAtMostFourThousandInstructions() throws FilterException {
        BpfInstruction pass = new BpfInstruction(6, 0, 0, 1);
        assertThrows(FilterException.class, () -> BpfProgram.of(List.of()));
        List<BpfInstruction> many = new ArrayList<>();
        for (int i = 0; i < 4096; i++) {
            many.add(pass);
        }
        assertEquals(4096, BpfProgram.of(many).length());
        many.add(pass);
        assertThrows(FilterException.class, () -> BpfProgram.of(many));
    }

    @Test
    void whatIsAcceptedAsAProgramRunsOnAnyFrameWithoutFailing() {
        long seed = 1993;
        SplittableRandom random = new SplittableRandom(seed);
        int[] codes = {
            0, 1, 2, 3, 4, 5, 6, 7, 12, 20, 21, 22, 28, 29, 32, 36, 37, 40, 44, 45, 48, 52, 53, 60, 61, 64, 68, 69, 72,
            76, 77, 80, 84, 92, 96, 97, 100, 108, 116, 124, 128, 129, 132, 135, 148, 156, 164, 172, 177, 8, 33
        };
        int[] constants = {0, 1, 2, 3, 15, 16, 40, 60, 61, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, -4096};
        int ran = 0;
        int refused = 0;
        for (int round = 0; round < 200_000; round++) {
            List<BpfInstruction> program = new ArrayList<>();
            for (int i = random.nextInt(1, 8); i > 0; i--) {
                program.add(new BpfInstruction(
                        codes[random.nextInt(codes.length)],
                        random.nextInt(3),
                        random.nextInt(3),
                        constants[random.nextInt(constants.length)]));
            }
            program.add(new BpfInstruction(random.nextBoolean() ? 6 : 22, 0, 0, 1));
            int length = random.nextInt(61);
            ByteBuffer exact = ByteBuffer.allocate(length);
            try {
                new PacketFilter(BpfProgram.of(program)).accepts(exact, 0, length, random.nextInt());
                ran++;
            } catch (FilterException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + program, e);
            }
        }
        assertTrue(refused > 10_000, "too few programs were refused to show anything: " + refused);
        assertTrue(ran > 10_000, "too few programs were accepted to show anything: " + ran);
    }
}
