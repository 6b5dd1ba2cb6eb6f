package org.portwitness.analyzer;

import java.util.List;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Transaction;

/**
 * A live analysis as it stood between two packets. Never changes.
 *
 * @param report as if the capture had ended here
 * @param nowNanos until when the capture had come, nanoseconds since the epoch; 0 before the first packet
 * @param changes what is new since the snapshot before
 * @param decided transactions whose outcome became final since the snapshot before, in order of that; empty unless asked for
 */
public record Snapshot(Report report, long nowNanos, List<Change> changes, List<Transaction> decided) {}
