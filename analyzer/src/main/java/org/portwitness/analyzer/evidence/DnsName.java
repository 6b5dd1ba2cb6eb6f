package org.portwitness.analyzer.evidence;

/**
 * One name that a DNS answer gave to an address.
 *
 * @param client who asked; null where the answer went to a multicast group
 * @param name the name that was asked for, or a name on its CNAME chain; lower case, without a trailing dot
 * @param nanos when the answer was seen
 */
public record DnsName(Address client, String name, Address address, long nanos) {}
