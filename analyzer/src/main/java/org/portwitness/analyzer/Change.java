package org.portwitness.analyzer;

import org.portwitness.analyzer.report.Report.Finding;
import org.portwitness.analyzer.report.Report.Row;

/** Something that a live analysis sees for the first time, worth a line of its own. */
public sealed interface Change {
    /** Capture time at which it was seen, nanoseconds since the epoch. */
    long nanos();

    /** A finding that was not there before. */
    record Found(long nanos, Finding finding) implements Change {}

    /** A row that worked and fails now: two failures or more, and no success since. */
    record Stopped(long nanos, Row row, long failures, long lastOkNanos) implements Change {}

    /**
     * A row that failed and works again.
     *
     * @param failedFromNanos first failure of that stretch
     * @param failedToNanos the last one
     */
    record Healed(long nanos, Row row, long failedFromNanos, long failedToNanos) implements Change {}
}
