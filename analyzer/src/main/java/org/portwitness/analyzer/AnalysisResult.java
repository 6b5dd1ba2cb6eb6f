package org.portwitness.analyzer;

import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Transaction;

/**
 * What an analysis gives back.
 *
 * @param transactions everything that happened, ordered by its first packet
 */
public record AnalysisResult(Report report, Iterable<Transaction> transactions) {}
