package org.portwitness.cli.html;

import org.portwitness.analyzer.report.Report.Verdict;

/** What a colour means on the page. A sign and a word always say the same, for those who cannot tell the colours. */
enum Tone {
    BAD("bad"),
    DOUBTFUL("doubt"),
    GOOD("good"),
    QUIET("quiet");

    private final String style;

    Tone(String style) {
        this.style = style;
    }

    /** The class in {@code report.css}. */
    String style() {
        return style;
    }

    static Tone of(Verdict verdict) {
        return switch (verdict) {
            case BLOCKED, REFUSED, TLS_FAILED, ONE_WAY -> BAD;
            case PARTIAL, INCONCLUSIVE -> DOUBTFUL;
            case OK -> GOOD;
            case NOT_SEEN, NOT_APPLICABLE -> QUIET;
        };
    }

    /** For what is a {@code problem} or a {@code note}. */
    static Tone ofSeverity(String severity) {
        return severity.equals("problem") ? BAD : QUIET;
    }
}
