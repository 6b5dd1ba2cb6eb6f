/**
 * In: frames of any source and a filter expression. Out: the frames that pass. Next: whoever reads frames. Expressions are
 * compiled by libpcap, the only native part; the programs it makes are checked and run here, so that a filter works on files as it
 * does for other tools, and a hostile capture meets checked code only.
 */
package org.portwitness.capture.filter;
