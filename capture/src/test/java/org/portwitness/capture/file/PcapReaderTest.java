package org.portwitness.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.EndReason;
import org.portwitness.capture.file.Reading.Seen;

class PcapReaderTest {
    @ParameterizedTest
    @CsvSource({
        "LITTLE_ENDIAN, 0xa1b2c3d4, 1000",
        "BIG_ENDIAN,    0xa1b2c3d4, 1000",
        "LITTLE_ENDIAN, 0xa1b23c4d, 1",
        "BIG_ENDIAN,    0xa1b23c4d, 1",
        "LITTLE_ENDIAN, 0xa1b2cd34, 1000",
        "BIG_ENDIAN,    0xa1b2cd34, 1000",
    })
    void everyMagicIsReadInBothByteOrders(String order, long magic, long unitNanos) throws Exception {
        ByteOrder byteOrder = order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        Reading reading = Reading.of(CaptureBytes.pcap(byteOrder, (int) magic, 113)
                .record(1_600_000_000L, 5, "first")
                .record(1_600_000_001L, 6, "", 60));
        assertEquals(
                List.of(
                        new Seen(1_600_000_000_000_000_000L + 5 * unitNanos, "first", 5, 113),
                        new Seen(1_600_000_001_000_000_000L + 6 * unitNanos, "", 60, 113)),
                reading.frames());
        assertEquals(
                new CaptureSummary(
                        "-",
                        "pcap",
                        null,
                        List.of("LINUX_SLL"),
                        2,
                        5,
                        1_600_000_000_000_000_000L + 5 * unitNanos,
                        1_600_000_001_000_000_000L + 6 * unitNanos,
                        EndReason.COMPLETE,
                        null,
                        CaptureSummary.Drops.UNKNOWN),
                reading.summary());
    }

    @Test
    void aHeaderAloneIsACaptureWithoutPackets() throws Exception {
        Reading reading = Reading.of(CaptureBytes.pcap());
        assertEquals(List.of(), reading.frames());
        assertEquals(EndReason.COMPLETE, reading.end());
        assertNull(reading.summary().endDetail());
    }

    @Test
    void secondsAreUnsigned() throws Exception {
        Reading reading = Reading.of(CaptureBytes.pcap().record(0xffff_ffffL, 999_999, "x"));
        assertEquals(List.of(4_294_967_295_999_999_000L), reading.times());
    }

    @Test
    void aFractionOutOfRangeRunsIntoTheSeconds() throws Exception {
        Reading reading =
                Reading.of(CaptureBytes.pcap().record(1, 1_500_000, "x").record(1, 0xffff_ffffL, "y"));
        assertEquals(List.of(2_500_000_000L, 1_000_000_000L + 4_294_967_295_000L), reading.times());
    }

    @Test
    void timeMayRunBackwards() throws Exception {
        Reading reading = Reading.of(
                CaptureBytes.pcap().record(9, 0, "a").record(3, 0, "b").record(5, 0, "c"));
        assertEquals(List.of("a", "b", "c"), reading.packets());
        assertEquals(3_000_000_000L, reading.summary().firstNanos());
        assertEquals(9_000_000_000L, reading.summary().lastNanos());
    }

    @Test
    void recordsLongerThanTheSnapLengthAreRead() throws Exception {
        String packet = "p".repeat(300); // the header says 96
        assertEquals(
                List.of(packet),
                Reading.of(CaptureBytes.pcap().record(1, 0, packet)).packets());
    }

    @Test
    void theUpperBitsOfTheLinkTypeAreNotPartOfIt() throws Exception {
        CaptureBytes file = CaptureBytes.pcap(ByteOrder.LITTLE_ENDIAN, CaptureBytes.MICROSECONDS, 0x2000_0001);
        assertEquals(
                List.of(new Seen(0, "12345678", 8, 1)),
                Reading.of(file.record(0, 0, "12345678")).frames());
    }

    @Test
    void aFrameCheckSequenceThatTheHeaderTellsOfIsCutOff() throws Exception {
        CaptureBytes file = CaptureBytes.pcap(ByteOrder.LITTLE_ENDIAN, CaptureBytes.MICROSECONDS, 0x2400_0001)
                .record(0, 0, "datafcs!")
                .record(0, 0, "dataf", 8)
                .record(0, 0, "dat", 8)
                .record(0, 0, "fc", 2);
        assertEquals(
                List.of(
                        new Seen(0, "data", 4, 1),
                        new Seen(0, "data", 4, 1),
                        new Seen(0, "dat", 4, 1),
                        new Seen(0, "", 0, 1)),
                Reading.of(file).frames());
    }

    @Test
    void versionsBeforeTwoThreeHaveTheLengthsTheOtherWayRound() throws Exception {
        CaptureBytes old = CaptureBytes.pcap(ByteOrder.BIG_ENDIAN, CaptureBytes.MICROSECONDS, 2, 2, 1)
                .record(1, 0, 60, 3, "abc");
        CaptureBytes today = CaptureBytes.pcap(ByteOrder.BIG_ENDIAN, CaptureBytes.MICROSECONDS, 2, 3, 1)
                .record(1, 0, 3, 60, "abc");
        assertEquals(Reading.of(today).frames(), Reading.of(old).frames());
        assertEquals(
                List.of(new Seen(1_000_000_000L, "abc", 60, 1)), Reading.of(old).frames());
    }

    @Test
    void anotherMajorVersionIsRefused() {
        CaptureBytes file = CaptureBytes.pcap(ByteOrder.BIG_ENDIAN, CaptureBytes.MICROSECONDS, 3, 0, 1);
        CaptureException e = assertThrows(CaptureException.class, () -> Reading.of(file));
        assertEquals(
                "Standard input says that it is a pcap file of version 3, which does not exist; it is damaged or no"
                        + " capture.",
                e.getMessage());
    }

    @Test
    void anOriginalLengthBeyondTwoGibibytesStaysTheLargest() throws Exception {
        assertEquals(
                List.of(new Seen(0, "x", Integer.MAX_VALUE, 1)),
                Reading.of(CaptureBytes.pcap().record(0, 0, "x", 0x8000_0000)).frames());
    }

    @Test
    void aCutRecordIsNotDeliveredAndTheEndSaysWhereItBegins() throws Exception {
        CaptureBytes file = CaptureBytes.pcap().record(1, 0, "whole").record(2, 0, 9, 9, "cut");
        Reading reading = Reading.of(file);
        assertEquals(List.of("whole"), reading.packets());
        assertEquals(EndReason.CUT, reading.end());
        assertEquals(
                "Standard input ends inside the record at byte 45: 25 bytes are needed, 19 are there.",
                reading.summary().endDetail());
    }

    @Test
    void aCutRecordHeaderIsACutToo() throws Exception {
        Reading reading = Reading.of(CaptureBytes.pcap().record(1, 0, "whole").octets(1, 2, 3));
        assertEquals(List.of("whole"), reading.packets());
        assertEquals(EndReason.CUT, reading.end());
        assertEquals(
                "Standard input ends inside the header of the record at byte 45: 16 bytes are needed, 3 are there.",
                reading.summary().endDetail());
    }

    @Test
    void aLengthThatNoPacketHasIsDamage() throws Exception {
        Reading reading = Reading.of(CaptureBytes.pcap().record(1, 0, "whole").record(2, 0, -1, 60, "rest"));
        assertEquals(List.of("whole"), reading.packets());
        assertEquals(EndReason.CORRUPT, reading.end());
        assertEquals(
                "Standard input is damaged in the record at byte 45: it claims 4294967295 captured bytes, which no"
                        + " packet has.",
                reading.summary().endDetail());
    }

    @Test
    void theLargestRecordIsReadAndOneByteMoreIsDamage() throws Exception {
        String largest = "m".repeat(RecordReader.RECORD_LIMIT_BYTES);
        Reading reading = Reading.of(
                CaptureBytes.pcap().record(1, 0, largest).record(2, 0, "small").record(3, 0, largest + "x"));
        assertEquals(2, reading.frames().size());
        assertEquals(largest, reading.packets().get(0));
        assertEquals("small", reading.packets().get(1));
        assertEquals(EndReason.CORRUPT, reading.end());
    }
}
