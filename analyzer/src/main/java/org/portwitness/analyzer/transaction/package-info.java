/**
 * In: packet facts and flows. Out: what was asked and what became of it, as evidence when the capture is over. Next: {@code evidence}.
 * One class for each kind of exchange; all tables are bounded and say what they could not keep.
 */
package org.portwitness.analyzer.transaction;
