package org.portwitness.analyzer.evidence;

/**
 * What one client's DHCP showed, by hardware address.
 *
 * @param hardwareAddress 12 lower-case hex digits of chaddr
 * @param client ciaddr or yiaddr, null where neither was ever set
 * @param server server that answered, or the one a unicast request went to, else null
 * @param requests DISCOVER, REQUEST and INFORM messages
 * @param answered requests whose transaction id an OFFER, ACK or NAK answered
 * @param lastUnansweredNanos time of the last request without an answer, 0 where all were answered
 * @param decided the capture ran on for 5 s or more after that request
 */
public record DhcpExchange(
        String hardwareAddress,
        Address client,
        Address server,
        int requests,
        int answered,
        long firstNanos,
        long lastNanos,
        long lastUnansweredNanos,
        boolean decided)
        implements Observation {}
