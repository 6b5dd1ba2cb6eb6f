package org.portwitness.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.portwitness.analyzer.AnalysisResult;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Transaction;
import org.portwitness.capture.CaptureException;
import org.portwitness.cli.html.HtmlReport;
import org.portwitness.cli.render.CallText;
import org.portwitness.cli.render.Conclusion;
import org.portwitness.cli.render.JsonReport;
import org.portwitness.cli.render.RulesCsv;
import org.portwitness.cli.render.RulesText;
import org.portwitness.cli.render.TextReport;
import org.portwitness.cli.render.TransactionLines;

/**
 * Where the results of one run go: the text report, and a file for each option that asks for one. Files are opened before the analysis starts; what
 * a recorded and a live capture have in common at their end is written here.
 */
final class Results implements AutoCloseable {
    private final OutputOptions options;
    private final Console console;
    private final Map<String, ResultFile> files;
    private final boolean withText;

    private Results(OutputOptions options, Console console, Map<String, ResultFile> files, boolean withText) {
        this.options = options;
        this.console = console;
        this.files = files;
        this.withText = withText;
    }

    /**
     * @param sources the captures, none of which may be written over
     * @param standardOutputIsFree false where something else goes there, as the packets of {@code --write -}
     */
    static Results open(OutputOptions options, List<String> sources, Console console, boolean standardOutputIsFree)
            throws UsageException {
        Map<String, ResultFile> files = new TreeMap<>();
        Results results = new Results(options, console, files, options.wantsText() && standardOutputIsFree);
        try {
            for (Map.Entry<String, String> target : options.targets().entrySet()) {
                files.put(target.getKey(), ResultFile.open(target.getKey(), target.getValue(), sources, console));
            }
        } catch (UsageException e) {
            results.close();
            throw e;
        }
        return results;
    }

    /** Whether a text report, or a picture before it, goes to standard output. */
    boolean withText() {
        return withText;
    }

    /** The file for an option's result, null where it is not wanted. */
    ResultFile file(String option) {
        return files.get(option);
    }

    /** Everything that is made of the report alone. */
    void write(Report report, Conclusion conclusion) throws OutputException {
        if (withText) {
            String text =
                    TextReport.of(report, conclusion, console.columns(), options.colour(console), console.unicode());
            String calls = options.tellsCalls()
                    ? CallText.of(report, console.columns(), options.colour(console), console.unicode())
                    : "";
            ResultFile.onStandardOutput(console)
                    .write(out -> out.write((text + calls).getBytes(StandardCharsets.UTF_8)));
        }
        ResultFile json = file(OutputOptions.JSON);
        if (json != null) {
            json.write(out -> JsonReport.write(report, Version.NUMBER, out));
        }
        ResultFile rules = file(OutputOptions.RULES);
        if (rules != null) {
            String list = options.wantsRulesAsCsv() ? RulesCsv.of(report) : RulesText.of(report, console.unicode());
            rules.write(out -> out.write(list.getBytes(StandardCharsets.UTF_8)));
        }
        ResultFile html = file(OutputOptions.HTML);
        if (html != null) {
            html.write(out -> HtmlReport.write(report, conclusion, Version.NUMBER, out));
        }
    }

    /** Transactions behind those that were written while the capture went on. */
    void append(Supplier<? extends Iterable<Transaction>> transactions) throws OutputException {
        ResultFile file = file(OutputOptions.TRANSACTIONS);
        if (file != null) {
            file.append(out -> TransactionLines.write(transactions.get(), out));
        }
    }

    /** The packets behind what was found; reads the capture again. */
    void prove(SecondLook secondLook, AnalysisResult result) throws CaptureException, OutputException {
        ResultFile file = file(OutputOptions.EVIDENCE);
        if (file != null) {
            SecondLook.Found found = secondLook.look(result, options.masksEvidence());
            file.write(found::writeTo);
            found.notices().forEach(console::say);
        }
    }

    @Override
    public void close() {
        files.values().forEach(ResultFile::close);
    }
}
