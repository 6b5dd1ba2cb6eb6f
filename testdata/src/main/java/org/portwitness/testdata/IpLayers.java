package org.portwitness.testdata;

/** IP headers, what may stand between them and the transport, the transports, ICMP and ARP. */
// The arrays are written once, handed to nobody and never compared
@SuppressWarnings("ArrayRecordComponent")
final class IpLayers {
    private IpLayers() {}

    /**
     * IPv4.
     *
     * @param fragment flags and fragment offset as the header's 16 bits
     * @param protocol −1 to name what follows
     */
    record Ipv4(
            byte[] source,
            byte[] destination,
            int ttl,
            int id,
            int trafficClass,
            int fragment,
            int protocol,
            byte[] options)
            implements Layer.Ip {
        @Override
        public int etherType() {
            return 0x0800;
        }

        @Override
        public int ipProtocol() {
            return 4;
        }

        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            int headerLength = 20 + options.length;
            byte[] header = Bytes.start()
                    .u8(0x40 | headerLength / 4)
                    .u8(trafficClass)
                    .u16(headerLength + inside.length)
                    .u16(id)
                    .u16(fragment)
                    .u8(ttl)
                    .u8(protocol >= 0 ? protocol : next.ipProtocol())
                    .u16(0)
                    .raw(source)
                    .raw(destination)
                    .raw(options)
                    .toArray();
            Packets.put16(header, 10, Checksums.internet(header));
            return Bytes.join(header, inside);
        }
    }

    record Ipv6(byte[] source, byte[] destination, int hopLimit, int trafficClass, int flowLabel, int protocol)
            implements Layer.Ip {
        @Override
        public int etherType() {
            return 0x86DD;
        }

        @Override
        public int ipProtocol() {
            return 41;
        }

        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            return Bytes.start()
                    .u32(0x60000000L | ((long) trafficClass << 20) | flowLabel)
                    .u16(inside.length)
                    .u8(protocol >= 0 ? protocol : next.ipProtocol())
                    .u8(hopLimit)
                    .raw(source)
                    .raw(destination)
                    .raw(inside)
                    .toArray();
        }
    }

    /** Hop-by-hop (0), routing (43) or destination options (60): filled with PadN to {@code words} further 8-byte words. */
    record Ipv6Options(int ipProtocol, int words) implements Layer {
        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            int padding = 8 * (words + 1) - 4;
            return Bytes.start()
                    .u8(next.ipProtocol())
                    .u8(words)
                    .u8(1)
                    .u8(padding)
                    .zeros(padding)
                    .raw(inside)
                    .toArray();
        }
    }

    record Ipv6Fragment(int offset, boolean more, long id, int protocol) implements Layer {
        @Override
        public int ipProtocol() {
            return 44;
        }

        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            return Bytes.start()
                    .u8(protocol >= 0 ? protocol : next.ipProtocol())
                    .u8(0)
                    .u16((offset & 0xFFF8) | (more ? 1 : 0))
                    .u32(id)
                    .raw(inside)
                    .toArray();
        }
    }

    record Tcp(
            int sourcePort,
            int destinationPort,
            long sequence,
            long acknowledgment,
            int flags,
            int window,
            byte[] options)
            implements Layer {
        @Override
        public int ipProtocol() {
            return 6;
        }

        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            byte[] padded = Bytes.start().raw(options).padTo(4).toArray();
            byte[] segment = Bytes.start()
                    .u16(sourcePort)
                    .u16(destinationPort)
                    .u32(sequence)
                    .u32(acknowledgment)
                    .u16((20 + padded.length) / 4 << 12 | flags)
                    .u16(window)
                    .u16(0)
                    .u16(0)
                    .raw(padded)
                    .raw(inside)
                    .toArray();
            return checked(segment, 16, 6, outside, false);
        }
    }

    /** UDP; RFC 768 lets an IPv4 sender leave the checksum out. */
    record Udp(int sourcePort, int destinationPort, boolean withoutChecksum) implements Layer {
        @Override
        public int ipProtocol() {
            return 17;
        }

        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            byte[] datagram = Bytes.start()
                    .u16(sourcePort)
                    .u16(destinationPort)
                    .u16(8 + inside.length)
                    .u16(0)
                    .raw(inside)
                    .toArray();
            return withoutChecksum ? datagram : checked(datagram, 6, 17, outside, true);
        }
    }

    /** ICMP or ICMPv6: type, code, checksum and the four bytes whose meaning the type decides. */
    record Icmp(boolean version6, int type, int code, long rest) implements Layer {
        @Override
        public int ipProtocol() {
            return version6 ? 58 : 1;
        }

        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            byte[] message =
                    Bytes.start().u8(type).u8(code).u16(0).u32(rest).raw(inside).toArray();
            if (version6) {
                return checked(message, 2, 58, outside, false);
            }
            Packets.put16(message, 2, Checksums.internet(message));
            return message;
        }
    }

    /** ARP for IPv4 over Ethernet (RFC 826); operation 1 asks, 2 answers. */
    record Arp(int operation, byte[] senderMac, byte[] senderIp, byte[] targetMac, byte[] targetIp) implements Layer {
        @Override
        public int etherType() {
            return 0x0806;
        }

        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            return Bytes.start()
                    .u16(1)
                    .u16(0x0800)
                    .u8(6)
                    .u8(4)
                    .u16(operation)
                    .raw(senderMac)
                    .raw(senderIp)
                    .raw(targetMac)
                    .raw(targetIp)
                    .raw(inside)
                    .toArray();
        }
    }

    private static byte[] checked(
            byte[] segment, int checksumAt, int protocol, Layer.Ip outside, boolean zeroMeansNone) {
        if (outside == null) {
            throw new IllegalStateException("A transport header needs an IP header in front of it");
        }
        int checksum = Checksums.transport(outside.source(), outside.destination(), protocol, segment);
        // RFC 768: a computed zero is sent as all ones, because zero says that there is no checksum
        Packets.put16(segment, checksumAt, checksum == 0 && zeroMeansNone ? 0xFFFF : checksum);
        return segment;
    }
}
