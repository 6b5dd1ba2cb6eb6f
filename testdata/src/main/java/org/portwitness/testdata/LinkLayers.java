package org.portwitness.testdata;

/** Headers in front of IP: of the link, of tags and labels, and of tunnels. */
// The arrays are written once, handed to nobody and never compared
@SuppressWarnings("ArrayRecordComponent")
final class LinkLayers {
    private static final int ETHERNET_OVER_GRE = 0x6558;
    private static final int PPP_IPV4 = 0x0021;
    private static final int PPP_IPV6 = 0x0057;

    private LinkLayers() {}

    record Ethernet(byte[] source, byte[] destination, int type) implements Layer {
        @Override
        public int etherType() {
            return ETHERNET_OVER_GRE;
        }

        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            int named = type >= 0 ? type : next.etherType();
            return Bytes.start()
                    .raw(destination)
                    .raw(source)
                    .u16(named)
                    .raw(inside)
                    .toArray();
        }
    }

    /** IEEE 802.3 with a length instead of a type, LLC and SNAP (RFC 1042). */
    record Snap(byte[] source, byte[] destination) implements Layer {
        @Override
        public int etherType() {
            return ETHERNET_OVER_GRE;
        }

        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            return Bytes.start()
                    .raw(destination)
                    .raw(source)
                    .u16(8 + inside.length)
                    .raw(Bytes.hex("aaaa03 000000"))
                    .u16(next.etherType())
                    .raw(inside)
                    .toArray();
        }
    }

    record Vlan(int tpid, int control) implements Layer {
        @Override
        public int etherType() {
            return tpid;
        }

        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            return Bytes.start().u16(control).u16(next.etherType()).raw(inside).toArray();
        }
    }

    record Mpls(int label) implements Layer {
        @Override
        public int etherType() {
            return 0x8847;
        }

        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            int bottom = next instanceof Mpls ? 0 : 1;
            return Bytes.start()
                    .u32(((long) label << 12) | ((long) bottom << 8) | 64)
                    .raw(inside)
                    .toArray();
        }
    }

    record Pppoe(int session) implements Layer {
        @Override
        public int etherType() {
            return 0x8864;
        }

        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            return Bytes.start()
                    .u8(0x11)
                    .u8(0)
                    .u16(session)
                    .u16(2 + inside.length)
                    .u16(pppProtocol(next))
                    .raw(inside)
                    .toArray();
        }
    }

    /** PPP in HDLC-like framing (RFC 1662), the link type PPP and what L2TP carries. */
    record Ppp() implements Layer {
        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            return Bytes.start().u16(0xFF03).u16(pppProtocol(next)).raw(inside).toArray();
        }
    }

    /** Linux cooked capture, version 1: 16 bytes. */
    record Sll(byte[] source, int packetType) implements Layer {
        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            return Bytes.start()
                    .u16(packetType)
                    .u16(1)
                    .u16(source.length)
                    .raw(source)
                    .zeros(8 - source.length)
                    .u16(next.etherType())
                    .raw(inside)
                    .toArray();
        }
    }

    /** Linux cooked capture, version 2: 20 bytes. */
    record Sll2(byte[] source, int packetType, int interfaceIndex) implements Layer {
        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            return Bytes.start()
                    .u16(next.etherType())
                    .u16(0)
                    .u32(interfaceIndex)
                    .u16(1)
                    .u8(packetType)
                    .u8(source.length)
                    .raw(source)
                    .zeros(8 - source.length)
                    .raw(inside)
                    .toArray();
        }
    }

    /** BSD loopback: the address family as the capturing machine writes it. IPv6's number differs from system to system. */
    record NullLoop(boolean bigEndian, int familyOfIpv6) implements Layer {
        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            int family = next.etherType() == 0x86DD ? familyOfIpv6 : 2;
            Bytes header = bigEndian ? Bytes.start().u32(family) : Bytes.start().u32le(family);
            return header.raw(inside).toArray();
        }
    }

    /** Any header that an EtherType names and that ends with the EtherType of what follows, Cisco's metadata for example. */
    record Tagged(int etherType, byte[] header) implements Layer {
        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            return Bytes.start().raw(header).u16(next.etherType()).raw(inside).toArray();
        }
    }

    /** GRE (RFC 2784, 2890); {@code key} and {@code sequence} are left out where negative. */
    record Gre(long key, long sequence, boolean checksummed) implements Layer {
        @Override
        public int ipProtocol() {
            return 47;
        }

        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            int flags = (checksummed ? 0x8000 : 0) | (key >= 0 ? 0x2000 : 0) | (sequence >= 0 ? 0x1000 : 0);
            Bytes header = Bytes.start().u16(flags).u16(next.etherType());
            if (checksummed) {
                header.u32(0);
            }
            if (key >= 0) {
                header.u32(key);
            }
            if (sequence >= 0) {
                header.u32(sequence);
            }
            byte[] all = header.raw(inside).toArray();
            if (checksummed) {
                Packets.put16(all, 4, Checksums.internet(all));
            }
            return all;
        }
    }

    /** ERSPAN: type 1 has no header of its own, type 2 has 8 bytes, type 3 has 12. */
    record Erspan(int type, int session) implements Layer {
        @Override
        public int etherType() {
            return type == 3 ? 0x22EB : 0x88BE;
        }

        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            Bytes header = Bytes.start();
            if (type == 2) {
                header.u16(0x1000 | 7).u16(session).u32(0);
            } else if (type == 3) {
                header.u16(0x2000 | 7).u16(session).u32(123_456).u16(0).u16(0);
            }
            return header.raw(inside).toArray();
        }
    }

    record Vxlan(int network) implements Layer {
        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            return Bytes.start().u32(0x08000000).u24(network).u8(0).raw(inside).toArray();
        }
    }

    record Geneve(int network, byte[] options) implements Layer {
        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            return Bytes.start()
                    .u8(options.length / 4)
                    .u8(0)
                    .u16(next.etherType())
                    .u24(network)
                    .u8(0)
                    .raw(options)
                    .raw(inside)
                    .toArray();
        }
    }

    /** GTP-U version 1 (TS 29.281), message type 255; the optional four bytes stand when {@code sequence} is not negative. */
    record GtpU(long tunnel, int sequence) implements Layer {
        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            int optional = sequence >= 0 ? 4 : 0;
            Bytes header = Bytes.start()
                    .u8(sequence >= 0 ? 0x32 : 0x30)
                    .u8(0xFF)
                    .u16(optional + inside.length)
                    .u32(tunnel);
            if (sequence >= 0) {
                header.u16(sequence).u16(0);
            }
            return header.raw(inside).toArray();
        }
    }

    /** L2TP version 2 (RFC 2661), a data message without optional fields. */
    record L2tp(int tunnel, int session) implements Layer {
        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            return Bytes.start().u16(2).u16(tunnel).u16(session).raw(inside).toArray();
        }
    }

    private static int pppProtocol(Layer next) {
        return next.etherType() == 0x86DD ? PPP_IPV6 : PPP_IPV4;
    }
}
