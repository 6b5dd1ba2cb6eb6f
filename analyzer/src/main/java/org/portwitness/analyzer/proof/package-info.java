/**
 * In: what a report claims, each with the things on the wire that it rests on, and the same capture a second time. Out: the packets that prove it,
 * with a comment each and without what nobody needs to see. Next: a file that Wireshark opens. Nothing here runs unless somebody asks for proof.
 */
package org.portwitness.analyzer.proof;
