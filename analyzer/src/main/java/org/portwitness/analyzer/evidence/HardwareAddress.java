package org.portwitness.analyzer.evidence;

/** The MAC address that an IP address was seen to send from, as 12 lower-case hex digits. */
public record HardwareAddress(Address address, String hardwareAddress) {}
