package org.portwitness.analyzer.evidence;

/** One thing that happened on the wire: what a verdict counts, and what its packets are found by again. */
public sealed interface Observation
        permits TcpConnection, StunTransaction, UdpConversation, DiscoveryProbe, DnsQuery, DhcpExchange {}
