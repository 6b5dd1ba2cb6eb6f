package org.portwitness.capture.file;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.CaptureSummary.Drops;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;
import org.portwitness.capture.LinkType;

/**
 * Passes on another source's frames and keeps each one in a file. Where they cannot be kept any more, as on a full disk, it says so once
 * and passes on the rest all the same.
 */
public final class KeepingSource implements FrameSource {
    private final FrameSource source;
    private final String name;
    private final Consumer<String> notices;
    /** Null once it is finished or has failed. */
    private PacketFiles files;

    /** @param name of the file, for the notice */
    public KeepingSource(FrameSource source, PacketFiles files, String name, Consumer<String> notices) {
        this.source = source;
        this.files = files;
        this.name = name;
        this.notices = notices;
    }

    @Override
    public boolean next(Frame frame) {
        if (!source.next(frame)) {
            finish();
            return false;
        }
        if (files != null) {
            try {
                files.write(frame);
            } catch (IOException e) {
                giveUp(e);
            }
        }
        return true;
    }

    /** Another reader keeps nothing: this one keeps it all. */
    @Override
    public FrameSource another() throws CaptureException {
        return source.another();
    }

    /** The reading thread's, between frames: lets others see what was kept so far. */
    public void flush() {
        if (files != null) {
            try {
                files.flush();
            } catch (IOException e) {
                giveUp(e);
            }
        }
    }

    private void finish() {
        if (files != null) {
            List<CaptureSummary> summaries = source.summaries();
            Drops drops = summaries.isEmpty() ? Drops.UNKNOWN : summaries.get(0).dropped();
            try {
                files.finish(drops, LinkType.ETHERNET);
                files = null;
            } catch (IOException e) {
                giveUp(e);
            }
        }
    }

    private void giveUp(IOException failure) {
        notices.accept("No more packets are kept: " + name + " cannot be written: " + failure.getMessage() + ".");
        try {
            files.close();
        } catch (IOException e) {
            failure.addSuppressed(e); // the same disk is full twice
        }
        files = null;
    }

    @Override
    public long patienceNanos() {
        return source.patienceNanos();
    }

    @Override
    public int indexOfLast() {
        return source.indexOfLast();
    }

    @Override
    public void stop() {
        source.stop();
    }

    @Override
    public long inputPosition() {
        return source.inputPosition();
    }

    @Override
    public long inputLength() {
        return source.inputLength();
    }

    @Override
    public List<CaptureSummary> summaries() {
        return source.summaries();
    }

    @Override
    public void close() {
        finish();
        source.close();
    }
}
