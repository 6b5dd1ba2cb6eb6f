package org.portwitness.analyzer.report;

/**
 * Something about the capture itself that weakens verdicts.
 *
 * @param kind one of a small set of words
 * @param severity {@code problem} or {@code note}
 * @param detail what it is, which verdicts it touches, and how to mend the mirror
 */
public record Health(String kind, String severity, long count, String detail) {}
