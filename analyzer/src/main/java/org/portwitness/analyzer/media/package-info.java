/**
 * In: payloads that look like RTP or RTCP, whatever carried them. Out: media streams with what was lost, late and uneven of each, as evidence. Next:
 * {@code evidence}. Streams are recognised by how they go on; until then their headers wait in a log, so that each is counted from its first packet on.
 */
package org.portwitness.analyzer.media;
