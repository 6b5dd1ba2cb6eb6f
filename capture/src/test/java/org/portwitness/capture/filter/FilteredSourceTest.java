package org.portwitness.capture.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.capture.filter.Listings.ethernet;
import static org.portwitness.capture.filter.Listings.udp;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.EndReason;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;
import org.portwitness.capture.LinkType;

class FilteredSourceTest {
    private static final String STUN = ethernet("0800", udp(50000, 3478));
    private static final String OTHER = ethernet("0800", udp(50000, 9));

    @BeforeEach
    void libpcapIsThere() {
        FilterCompilerTest.assumeLibpcap();
    }

    @Test
    void onlyFramesThatPassAreGivenOnAndCounted() throws FilterException {
        FilteredSource source = FilteredSource.open(
                new Frames().add(1, 0, OTHER).add(1, 0, STUN).add(1, 0, OTHER).add(1, 0, STUN), "udp port 3478");

        assertEquals(List.of(2_000L, 4_000L), times(source));
        assertEquals(2, source.framesLeftOut());
        CaptureSummary summary = source.summaries().get(0);
        assertEquals(2, summary.packets());
        assertEquals(2L * Listings.length(STUN), summary.bytes());
        assertEquals(2_000, summary.firstNanos());
        assertEquals(4_000, summary.lastNanos());
        assertEquals(EndReason.COMPLETE, summary.end());
        assertEquals(List.of(), source.notes());
    }

    @Test
    void theFirstFrameIsNotLost() throws FilterException {
        assertEquals(List.of(1_000L), times(FilteredSource.open(new Frames().add(1, 0, STUN), "udp")));
        assertEquals(List.of(), times(FilteredSource.open(new Frames().add(1, 0, STUN), "tcp")));
    }

    @Test
    void eachCaptureCountsItsOwn() throws FilterException {
        FilteredSource source = FilteredSource.open(
                new Frames().add(1, 1, STUN).add(1, 0, OTHER).add(1, 2, STUN).add(1, 1, STUN), "udp port 3478");
        times(source);
        assertEquals(
                List.of(0L, 2L, 1L),
                source.summaries().stream().map(CaptureSummary::packets).toList());
        assertEquals(0, source.summaries().get(0).firstNanos());
        assertEquals(3_000, source.summaries().get(2).firstNanos());
    }

    @Test
    void theExpressionIsReadAnewForAnotherLinkType() throws FilterException {
        FilteredSource source = FilteredSource.open(
                new Frames()
                        .add(1, 0, STUN)
                        .add(101, 0, udp(1, 3478))
                        .add(101, 0, udp(1, 2))
                        .add(1, 0, STUN),
                "udp port 3478");
        assertEquals(List.of(1_000L, 2_000L, 4_000L), times(source));
    }

    @Test
    void aLaterLinkTypeThatTheExpressionDoesNotFitIsLeftOutWithANote() throws FilterException {
        FilteredSource source = FilteredSource.open(
                new Frames().add(1, 0, STUN).add(101, 0, udp(1, 3478)).add(1, 0, STUN), "ether host 02:00:00:00:00:01");
        assertEquals(List.of(1_000L, 3_000L), times(source));
        assertEquals(1, source.framesLeftOut());
        assertEquals(1, source.notes().size());
        assertTrue(
                source.notes().get(0).startsWith("Frames of another link type were left out. The filter \"ether host"));
    }

    @Test
    void loopbackFramesOfBothByteOrdersPassSideBySide() throws FilterException {
        FilteredSource source = FilteredSource.open(
                new Frames()
                        .add(0, 0, "1e000000 60000000")
                        .add(0, 0, "0000001e 60000000")
                        .add(0, 0, "00000002 45000000")
                        .add(0, 0, ""),
                "ip6");
        assertEquals(List.of(1_000L, 2_000L), times(source));
    }

    @Test
    void aMistakeIsToldBeforeAnythingIsRead() {
        assertThrows(FilterException.class, () -> FilteredSource.open(new Frames().add(1, 0, STUN), "udp prot 1"));
        assertThrows(FilterException.class, () -> FilteredSource.open(new Frames(), "udp prot 1"));
    }

    @Test
    void aCaptureWithoutFramesHasNoneLeft() throws FilterException {
        FilteredSource source = FilteredSource.open(new Frames(), "udp");
        assertFalse(source.next(new Frame()));
        assertEquals(0, source.summaries().get(0).packets());
    }

    private static List<Long> times(FrameSource source) {
        List<Long> times = new ArrayList<>();
        Frame frame = new Frame();
        while (source.next(frame)) {
            times.add(frame.timeNanos());
        }
        assertFalse(source.next(frame));
        return times;
    }

    /** Frames one microsecond apart, of one to three captures. */
    private static final class Frames implements FrameSource {
        private record Given(int linkType, int index, String hex) {}

        private final List<Given> given = new ArrayList<>();
        private int next;

        Frames add(int linkType, int index, String hex) {
            given.add(new Given(linkType, index, hex));
            return this;
        }

        @Override
        public boolean next(Frame frame) {
            if (next == given.size()) {
                return false;
            }
            Given now = given.get(next++);
            int length = Listings.length(now.hex());
            frame.set(Listings.frame(now.hex()), Listings.AT, length, length, now.linkType(), next * 1_000L);
            return true;
        }

        @Override
        public int indexOfLast() {
            return given.get(next - 1).index();
        }

        @Override
        public List<CaptureSummary> summaries() {
            int captures = given.stream().mapToInt(Given::index).max().orElse(0) + 1;
            List<CaptureSummary> summaries = new ArrayList<>();
            for (int i = 0; i < captures; i++) {
                summaries.add(new CaptureSummary(
                        "capture " + i,
                        "pcap",
                        null,
                        List.of(LinkType.name(LinkType.ETHERNET)),
                        given.size(),
                        1_000_000,
                        1,
                        2,
                        EndReason.COMPLETE,
                        null,
                        CaptureSummary.Drops.UNKNOWN));
            }
            return summaries;
        }

        @Override
        public void stop() {}

        @Override
        public long inputPosition() {
            return next;
        }

        @Override
        public long inputLength() {
            return given.size();
        }

        @Override
        public void close() {}
    }
}
