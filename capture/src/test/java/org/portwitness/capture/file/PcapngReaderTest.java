package org.portwitness.capture.file;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.CaptureSummary.Drops;
import org.portwitness.capture.EndReason;
import org.portwitness.capture.file.Reading.Seen;

class PcapngReaderTest {
    private static final int TSRESOL = 9;
    private static final int TSOFFSET = 14;
    private static final int EPB_DROPCOUNT = 4;
    private static final int IFDROP = 5;
    private static final int OSDROP = 7;

    private static CaptureBytes ethernet() {
        return CaptureBytes.pcapng(LITTLE_ENDIAN).describe(1, 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyKindOfPacketBlockIsReadInBothByteOrders(boolean big) throws Exception {
        ByteOrder order = big ? BIG_ENDIAN : LITTLE_ENDIAN;
        Reading reading = Reading.of(CaptureBytes.pcapng(order)
                .describe(1, 4)
                .describe(113, 0)
                .enhanced(1, 1_600_000_000_000_001L, "abcde", 60)
                .simple(9, "abcd")
                .old(0, 0xffff, 1_600_000_000_000_002L, "xyz"));
        assertEquals(
                List.of(
                        new Seen(1_600_000_000_000_001_000L, "abcde", 60, 113),
                        new Seen(1_600_000_000_000_001_000L, "abcd", 9, 1),
                        new Seen(1_600_000_000_000_002_000L, "xyz", 3, 1)),
                reading.frames());
        assertEquals(
                new CaptureSummary(
                        "-",
                        "pcapng",
                        null,
                        List.of("EN10MB", "LINUX_SLL"),
                        3,
                        12,
                        1_600_000_000_000_001_000L,
                        1_600_000_000_000_002_000L,
                        EndReason.COMPLETE,
                        null,
                        Drops.UNKNOWN),
                reading.summary());
    }

    @Test
    void sectionsHaveTheirOwnByteOrderAndInterfaces() throws Exception {
        CaptureBytes file = ethernet().enhanced(0, 1, "a");
        file.section(BIG_ENDIAN)
                .describe(101, 0)
                .describe(1, 0)
                .enhanced(0, 2, "b")
                .enhanced(1, 3, "c");
        file.section(LITTLE_ENDIAN).describe(0, 0).enhanced(0, 4, "d");
        Reading reading = Reading.of(file);
        assertEquals(
                List.of(
                        new Seen(1000, "a", 1, 1),
                        new Seen(2000, "b", 1, 101),
                        new Seen(3000, "c", 1, 1),
                        new Seen(4000, "d", 1, 0)),
                reading.frames());
        assertEquals(List.of("EN10MB", "RAW", "NULL"), reading.summary().linkTypes());
    }

    @Test
    void interfacesOfAnEarlierSectionAreForgotten() throws Exception {
        Reading reading = Reading.of(ethernet().section(LITTLE_ENDIAN).enhanced(0, 1, "a"));
        assertEquals(List.of(), reading.frames());
        assertEquals(EndReason.CORRUPT, reading.end());
    }

    @Test
    void eachInterfaceHasItsOwnResolutionAndOffset() throws Exception {
        CaptureBytes file = CaptureBytes.pcapng(BIG_ENDIAN);
        file.describe(1, 0, file.octetOption(TSRESOL, 9))
                .describe(1, 0, file.textOption(2, "eth1"), file.octetOption(TSRESOL, 3), file.option(TSOFFSET, 100))
                .describe(1, 0, file.octetOption(TSRESOL, 0x81))
                .describe(1, 0, file.option(TSOFFSET, -1))
                .enhanced(0, 7, "nano")
                .enhanced(1, 7, "milli")
                .enhanced(2, 7, "half seconds")
                .enhanced(3, 7, "micro");
        assertEquals(
                List.of(7L, 100_007_000_000L, 3_500_000_000L, -999_993_000L),
                Reading.of(file).times());
    }

    @Test
    void blocksThatAreNoPacketsArePassedOver() throws Exception {
        CaptureBytes file = ethernet();
        file.block(4, file.body().words(0))
                .enhanced(0, 1, "a")
                .block(10, file.body().text("secrets!"))
                .block(0xbad, file.body().words(32473).text("y".repeat(200_000)))
                .block(0x4000_0bad, file.body())
                .enhanced(0, 2, "b");
        Reading reading = Reading.of(file);
        assertEquals(List.of("a", "b"), reading.packets());
        assertEquals(EndReason.COMPLETE, reading.end());
    }

    @Test
    void optionsBehindAPacketAreNotPartOfIt() throws Exception {
        CaptureBytes file = ethernet();
        file.enhanced(0, 1, "abc", file.textOption(1, "a comment"), file.octetOption(2, 1));
        assertEquals(List.of(new Seen(1000, "abc", 3, 1)), Reading.of(file).frames());
    }

    @Test
    void optionsThatRunOverTheirBlockEndThere() throws Exception {
        CaptureBytes file = CaptureBytes.pcapng(LITTLE_ENDIAN);
        file.block(1, file.body().shorts(1, 0).words(0).shorts(TSRESOL, 0xfff0).words(9))
                .enhanced(0, 1, "abc");
        assertEquals(List.of(1000L), Reading.of(file).times());
    }

    @Test
    void aSimplePacketBeforeTheFirstTimeStampIsGivenThatOne() throws Exception {
        Reading reading =
                Reading.of(ethernet().simple(1, "s").enhanced(0, 5, "e").simple(1, "t"));
        assertEquals(List.of(5000L, 5000L, 5000L), reading.times());
        assertEquals(List.of(0L), Reading.of(ethernet().simple(1, "s")).times());
    }

    @Test
    void aSimplePacketIsAsLongAsTheSnapLengthAllows() throws Exception {
        CaptureBytes cut = CaptureBytes.pcapng(LITTLE_ENDIAN).describe(1, 5).simple(100, "abcde");
        assertEquals(List.of(new Seen(0, "abcde", 100, 1)), Reading.of(cut).frames());
        CaptureBytes whole = CaptureBytes.pcapng(LITTLE_ENDIAN).describe(1, 6).simple(5, "abcde");
        assertEquals(List.of(new Seen(0, "abcde", 5, 1)), Reading.of(whole).frames());
    }

    @Test
    void statisticsTellDropsOfAllInterfacesAndTheLatestCount() throws Exception {
        CaptureBytes file = ethernet().describe(1, 0);
        file.statistics(0, file.option(IFDROP, 3), file.option(OSDROP, 10))
                .statistics(0, file.option(4, 1000), file.option(IFDROP, 5), file.option(OSDROP, 20))
                .statistics(1, file.option(IFDROP, 7));
        assertEquals(new Drops(20, 12, -1), Reading.of(file).summary().dropped());
    }

    @Test
    void dropsOfSectionsAddUp() throws Exception {
        CaptureBytes file = ethernet();
        file.statistics(0, file.option(IFDROP, 3)).section(BIG_ENDIAN).describe(1, 0);
        file.statistics(0, file.option(IFDROP, 4), file.option(OSDROP, 0));
        assertEquals(new Drops(0, 7, -1), Reading.of(file).summary().dropped());
    }

    @Test
    void packetsTellDropsWhereNoStatisticsDo() throws Exception {
        CaptureBytes file = ethernet().describe(1, 0);
        file.enhanced(0, 1, "abc", file.option(EPB_DROPCOUNT, 2))
                .enhanced(0, 2, "abcd", file.option(EPB_DROPCOUNT, 3))
                .old(0, 4, 3, "x")
                .old(0, 0xffff, 4, "x");
        assertEquals(new Drops(-1, -1, 9), Reading.of(file).summary().dropped());
        file.enhanced(1, 5, "abc", file.option(EPB_DROPCOUNT, 100)).statistics(1, file.option(IFDROP, 100));
        assertEquals(new Drops(-1, 100, 9), Reading.of(file).summary().dropped());
    }

    @Test
    void sillyDropCountersDoNotOverflow() throws Exception {
        CaptureBytes file = ethernet().describe(1, 0);
        file.statistics(0, file.option(IFDROP, Long.MAX_VALUE)).statistics(1, file.option(IFDROP, -2));
        assertEquals(new Drops(-1, 1L << 40, -1), Reading.of(file).summary().dropped());
    }

    @Test
    void statisticsOfAnUnknownInterfaceArePassedOver() throws Exception {
        CaptureBytes file = ethernet();
        file.statistics(1, file.option(IFDROP, 3))
                .statistics(-1, file.option(IFDROP, 3))
                .enhanced(0, 1, "a");
        assertEquals(new Drops(-1, -1, -1), Reading.of(file).summary().dropped());
        assertEquals(List.of("a"), Reading.of(file).packets());
    }

    @Test
    void aPacketOfAnInterfaceThatWasNotDescribedIsDamage() throws Exception {
        assertDamage(
                ethernet().enhanced(0, 1, "a").enhanced(1, 2, "b"),
                "enhanced packet block at byte 84: it belongs to interface 1, but the section describes 1 so far");
        assertDamage(
                ethernet().enhanced(0, 1, "a").enhanced(-1, 2, "b"),
                "enhanced packet block at byte 84: it belongs to interface 4294967295, but the section describes 1 so"
                        + " far");
        assertDamage(
                ethernet().enhanced(0, 1, "a").old(1, 0, 2, "b"),
                "packet block at byte 84: it belongs to interface 1, but the section describes 1 so far");
    }

    @Test
    void lengthsThatDifferAreDamage() throws Exception {
        CaptureBytes packet = ethernet().enhanced(0, 1, "a");
        packet.words(6, 36, 0, 0, 2, 1, 1).text("b").pad().words(40);
        assertDamage(packet, "enhanced packet block at byte 84: its length is 36 at its beginning and 40 at its end");
        CaptureBytes other = ethernet().enhanced(0, 1, "a").words(0x77, 16, 1, 12);
        assertDamage(
                other.enhanced(0, 2, "b"),
                "block of type 0x77 at byte 84: its length is 16 at its beginning and 12 at its end");
    }

    @Test
    void lengthsThatNoBlockHasAreDamage() throws Exception {
        assertDamage(
                ethernet().enhanced(0, 1, "a").words(0x77, 8, 8, 0),
                "block of type 0x77 at byte 84: its length is 8, less than such a block has at least");
        assertDamage(
                ethernet().enhanced(0, 1, "a").words(0x77, 18, 8, 0, 0),
                "block of type 0x77 at byte 84: its length is 18, no multiple of four");
        assertDamage(
                ethernet().enhanced(0, 1, "a").words(6, 28, 0, 0, 0, 0, 28),
                "enhanced packet block at byte 84: its length is 28, less than such a block has at least");
        assertDamage(
                ethernet().enhanced(0, 1, "a").words(6, 0xffff_fffc, 0, 0, 0, 0, 28),
                "enhanced packet block at byte 84: its length is 4294967292, more than such a block ever has");
    }

    @Test
    void aPacketLargerThanItsBlockIsDamage() throws Exception {
        CaptureBytes file = ethernet().enhanced(0, 1, "a");
        file.block(6, file.body().words(0, 0, 2, 5, 5).text("abcd"));
        assertDamage(file, "enhanced packet block at byte 84: it has room for 4 bytes and claims 5 captured ones");
        CaptureBytes simple = ethernet().enhanced(0, 1, "a").simple(-1, "abcd");
        assertDamage(
                simple, "simple packet block at byte 84: it has room for 4 bytes and claims 4294967295 captured ones");
    }

    @Test
    void aSectionHeaderWithoutByteOrderIsDamage() throws Exception {
        assertDamage(
                ethernet().enhanced(0, 1, "a").words(0x0a0d0d0a, 28, 0x12345678, 0, 0, 0, 28),
                "section header block at byte 84: its byte-order magic is neither of the two");
    }

    @Test
    void aFileWithADamagedFirstSectionHeaderIsRefused() {
        byte[] file = ethernet().bytes();
        file[8] = 0;
        CaptureException e = assertThrows(CaptureException.class, () -> Reading.of(file));
        assertEquals(
                "Standard input is damaged in the section header block at byte 0: its byte-order magic is neither of"
                        + " the two.",
                e.getMessage());
    }

    @Test
    void aCutBlockSaysWhatIsMissing() throws Exception {
        CaptureBytes file = ethernet().enhanced(0, 1, "a").words(0x77, 4000, 1, 2);
        Reading reading = Reading.of(file);
        assertEquals(List.of("a"), reading.packets());
        assertEquals(EndReason.CUT, reading.end());
        assertEquals(
                "Standard input ends inside the block of type 0x77 at byte 84: 4000 bytes are needed, 16 are there.",
                reading.summary().endDetail());
    }

    @Test
    void interfacesWithoutEndAreDamage() throws Exception {
        CaptureBytes file = CaptureBytes.pcapng(LITTLE_ENDIAN);
        for (int i = 0; i < PcapngInterfaces.LIMIT; i++) {
            file.describe(1, 0);
        }
        file.enhanced(PcapngInterfaces.LIMIT - 1, 1, "a");
        assertEquals(EndReason.COMPLETE, Reading.of(file).end());
        assertEquals(EndReason.CORRUPT, Reading.of(file.describe(1, 0)).end());
    }

    private static void assertDamage(CaptureBytes file, String how) throws CaptureException {
        Reading reading = Reading.of(file);
        assertEquals(List.of("a"), reading.packets());
        assertEquals(EndReason.CORRUPT, reading.end());
        assertEquals(
                "Standard input is damaged in the " + how + ".",
                reading.summary().endDetail());
    }
}
