/**
 * In: verdicts and evidence. Out: the report as plain records, the shape of the JSON report. Next: {@code cli.render}. No formatting
 * here: instants are nanoseconds since the epoch, durations nanoseconds, absence is null.
 */
package org.portwitness.analyzer.report;
