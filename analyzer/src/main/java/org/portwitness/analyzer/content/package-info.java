/**
 * In: TCP segments and DNS messages of one lane. Out: what the first bytes of each connection showed (TLS hellos and how handshakes
 * ended, HTTP, TURN over TCP, MirrorOp), DNS questions and names. Knows nothing of ports' meaning, units or verdicts.
 *
 * <p>Most connections cost a look at the first four bytes of each segment; only those whose opening is worth following have state, and
 * all of it is bounded: what is given up is counted with a reason.
 */
package org.portwitness.analyzer.content;
