package org.portwitness.analyzer.facts;

import java.nio.ByteBuffer;

/**
 * What the headers of one packet say, in primitive fields; reused, and valid only until the next packet is decoded.
 *
 * <p>Addresses are two longs each in network order; an IPv4 address is the mapped form {@code ::ffff:a.b.c.d}, so that one
 * comparison serves both families. Ports are 0 for protocols without ports. Where several IP headers are stacked (tunnels,
 * mirrors) the innermost one counts. All positions are absolute indexes into {@link #bytes}.
 *
 * <p>Fields are public and mutable on purpose: they are written once and read a few times in the hottest loop there is. One lane
 * owns one instance.
 */
public final class PacketFacts {
    /** No such thing in this packet. */
    public static final int NONE = -1;

    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int PSH = 0x08;
    public static final int ACK = 0x10;
    public static final int URG = 0x20;

    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int ICMPV6 = 58;

    /** The buffer that holds the packet; belongs to the capture source. */
    public ByteBuffer bytes;

    /** Capture time, nanoseconds since the epoch. */
    public long timeNanos;

    /** IP protocol number of the innermost header, after IPv6 extension headers. */
    public int protocol;

    /** 4 or 6, of the innermost IP header. */
    public int ipVersion;

    /** Position of the innermost IP header. */
    public int ipAt;

    /** Position of the innermost Ethernet header, {@link #NONE} where there is none: for MAC addresses. */
    public int ethernetAt;

    /** TTL or hop limit of the innermost IP header. */
    public int ttl;

    /** IPv4 identification, {@link #NONE} for IPv6. */
    public int ipId;

    /** DSCP of the innermost IP header, 0..63. */
    public int dscp;

    /** This is the first fragment of a fragmented datagram: its transport header is here, its payload is not whole. */
    public boolean firstFragment;

    public long sourceHigh;
    public long sourceLow;
    public long destinationHigh;
    public long destinationLow;
    public int sourcePort;
    public int destinationPort;

    /** Position of the transport header. */
    public int transportAt;

    /** Position of the transport payload. */
    public int payloadAt;

    /** Captured bytes of the transport payload from {@link #payloadAt} on; padding of the link layer is not counted. */
    public int payloadLength;

    /** Bytes of the transport payload on the wire as the headers tell; more than captured where the frame was cut. */
    public int payloadWireLength;

    /** TCP only: sequence number, 0..2^32-1. */
    public long sequence;

    /** TCP only: acknowledgement number, 0..2^32-1. */
    public long acknowledgement;

    /** TCP only: the low eight flag bits; 0 where the header was cut before them. */
    public int tcpFlags;

    /** TCP only: position behind the captured part of the options; options stand from transportAt + 20 up to here. */
    public int tcpOptionsEnd;

    /** ICMP and ICMPv6 only: type and code. */
    public int icmpType;

    public int icmpCode;

    /**
     * ICMP and ICMPv6 errors only: protocol of the quoted packet, {@link #NONE} where nothing usable is quoted. The quoted addresses,
     * ports and sequence number below are those of the packet that caused the error, as its sender sent it.
     */
    public int quotedProtocol;

    public long quotedSourceHigh;
    public long quotedSourceLow;
    public long quotedDestinationHigh;
    public long quotedDestinationLow;
    public int quotedSourcePort;
    public int quotedDestinationPort;

    /** Sequence number of a quoted TCP header, −1 where it is not quoted. */
    public long quotedSequence;

    /** Position of the quoted transport payload (for a STUN transaction id), {@link #NONE} where none is quoted. */
    public int quotedPayloadAt;

    /** Captured bytes from {@link #quotedPayloadAt} on. */
    public int quotedPayloadLength;

    /** Set by the flow table: the packet's slot there, {@link #NONE} before it was looked up. */
    public int flow;

    /** Set by the flow table: sent by the side whose packet opened the flow (the sender of the SYN, once one was seen). */
    public boolean fromOpener;

    public boolean isTcp() {
        return protocol == TCP;
    }

    public boolean isUdp() {
        return protocol == UDP;
    }

    /** True where all of the given flag bits are set. */
    public boolean has(int flags) {
        return (tcpFlags & flags) == flags;
    }
}
