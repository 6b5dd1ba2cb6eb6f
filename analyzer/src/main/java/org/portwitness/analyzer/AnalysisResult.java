package org.portwitness.analyzer;

import java.util.List;
import java.util.function.Supplier;
import org.portwitness.analyzer.proof.Claim;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Transaction;

/**
 * What an analysis gives back.
 *
 * @param transactions everything that happened, ordered by its first packet
 * @param claims what the report says and by what the packets behind it are known; made when asked for
 */
public record AnalysisResult(Report report, Iterable<Transaction> transactions, Supplier<List<Claim>> claims) {
    /** A report that nobody will ask for proof of. */
    public AnalysisResult(Report report, Iterable<Transaction> transactions) {
        this(report, transactions, List::of);
    }
}
