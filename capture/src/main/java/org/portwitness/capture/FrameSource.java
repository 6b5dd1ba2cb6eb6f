package org.portwitness.capture;

import java.io.Closeable;
import java.util.List;

/**
 * A capture that is read frame by frame by one thread.
 *
 * <p>Damage in the middle of a capture is no exception: {@link #next} then returns false and the {@link CaptureSummary} says
 * where the capture ended and why. Only what cannot be opened at all throws, when it is opened.
 */
public interface FrameSource extends Closeable {
    /**
     * Moves {@code frame} to the next frame. May block on a pipe that is still growing.
     *
     * @return false at the end, however it came about
     */
    boolean next(Frame frame);

    /**
     * Which of the captures the frame came from that {@link #next} gave last: its place in {@link #summaries}. The reading thread
     * asks, before it reads on.
     */
    default int indexOfLast() {
        return 0;
    }

    /**
     * Another reader over the same capture from its beginning, for another thread; the caller closes it. Null where there can be only one, as for a
     * pipe, and where a second would cost more than it gains, as for compressed input.
     *
     * @throws CaptureException where the capture cannot be opened any more
     */
    default FrameSource another() throws CaptureException {
        return null;
    }

    /**
     * How long its reader may do something else before packets are lost, going by how fast they came of late: nanoseconds, {@link Long#MAX_VALUE}
     * where nothing is lost. For the reading thread.
     */
    default long patienceNanos() {
        return Long.MAX_VALUE;
    }

    /** Asks a blocked or running source to end soon; any thread may call. The summary then says {@link EndReason#STOPPED}. */
    void stop();

    /** Bytes of input consumed so far, compressed ones where the input is compressed; for a progress display, any thread may ask. */
    long inputPosition();

    /** Bytes of input in all, −1 where that is not known (pipes, interfaces). */
    long inputLength();

    /** What was read, one summary for each file or interface; complete once {@link #next} has returned false. */
    List<CaptureSummary> summaries();

    @Override
    void close();
}
