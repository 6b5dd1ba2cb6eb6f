package org.portwitness.analyzer.evidence;

/**
 * The MAC address that an IP address was seen to send from, as 12 lower-case hex digits.
 *
 * @param ttl TTL or hop limit of the packet that showed it: untouched, no router lies between
 */
public record HardwareAddress(Address address, String hardwareAddress, int ttl) {}
