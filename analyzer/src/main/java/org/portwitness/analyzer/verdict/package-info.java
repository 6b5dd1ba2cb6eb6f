/**
 * In: {@code evidence}, {@code ports}. Out: {@code report}. What evidence proves, row by row: {@link
 * org.portwitness.analyzer.verdict.Units} says for whom, {@link org.portwitness.analyzer.verdict.PeerNames} who the other side is, {@link
 * org.portwitness.analyzer.verdict.RowAssignment} which row an exchange counts for, {@link
 * org.portwitness.analyzer.verdict.RowVerdict} what follows. Works once, when the capture is over.
 */
package org.portwitness.analyzer.verdict;
