/** Calls: which of a unit's traffic belongs together, its story step by step, and where to look. */
package org.portwitness.analyzer.call;
