/**
 * In: the tables of the lanes, when the capture is over. Out: one immutable record for each thing that happened on the wire. Next:
 * {@code verdict}. Records say what was seen and claim nothing; strings and objects are made here, not on the hot path.
 */
package org.portwitness.analyzer.evidence;
