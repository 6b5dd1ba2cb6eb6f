package org.portwitness.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.portwitness.analyzer.AnalysisResult;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.FrameSource;

/** A capture that is read once for the analysis, and a second time for the packets that prove what was found. */
interface SecondLook extends AutoCloseable {
    /** What the analysis reads. */
    FrameSource source();

    /**
     * Reads the capture again, once the analysis is through.
     *
     * @param masked whether payload that proves nothing is blanked
     * @throws CaptureException where it cannot be opened any more
     */
    Found look(AnalysisResult result, boolean masked) throws CaptureException;

    /** The packets that were found. */
    interface Found {
        /** As pcapng, with a comment on each packet. */
        void writeTo(OutputStream out) throws IOException;

        /** One sentence for each thing that is missing. */
        List<String> notices();
    }

    /** Takes away what was kept to be read again, and closes the source. */
    @Override
    void close();
}
