package org.portwitness.capture.live;

import java.util.List;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.CaptureSummary.Drops;
import org.portwitness.capture.EndReason;
import org.portwitness.capture.Frame;
import org.portwitness.capture.LinkType;

/** What was handed on so far. Belongs to the reading thread. */
final class Counts {
    private long packets;
    private long bytes;
    private long firstNanos = Long.MAX_VALUE;
    private long lastNanos = Long.MIN_VALUE;

    void add(Frame frame) {
        packets++;
        bytes += frame.capturedLength();
        long time = frame.timeNanos();
        if (time < firstNanos) {
            firstNanos = time;
        }
        if (time > lastNanos) {
            lastNanos = time;
        }
    }

    long packets() {
        return packets;
    }

    long bytes() {
        return bytes;
    }

    CaptureSummary summary(String source, int linkType, String endDetail, Drops drops) {
        return new CaptureSummary(
                source,
                "live",
                null,
                List.of(LinkType.name(linkType)),
                packets,
                bytes,
                packets == 0 ? 0 : firstNanos,
                packets == 0 ? 0 : lastNanos,
                EndReason.STOPPED,
                endDetail,
                drops);
    }
}
