package org.portwitness.capture.live;

import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.FrameSource;

/** The packets of an interface. */
public interface LiveSource extends FrameSource {
    /**
     * Sets what the reading thread shall do between packets now and then: it runs inside {@link #next}, a few times a second when nothing comes and
     * at least once for each full block of the kernel's buffer. Call before the first {@link #next}.
     */
    void onPause(Runnable task);

    /** What the kernel and the interface lost so far; any thread may ask. */
    CaptureSummary.Drops drops();
}
