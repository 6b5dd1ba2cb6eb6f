package org.portwitness.testdata;

/**
 * One header of a frame. Frames are built from the inside out: a header knows the bytes that follow it and which header begins
 * them, so lengths, next-protocol numbers and checksums come out right by themselves.
 */
interface Layer {
    /** How a header in front names this one with an EtherType. */
    default int etherType() {
        throw new IllegalStateException(getClass().getSimpleName() + " has no EtherType");
    }

    /** How an IP header in front names this one. */
    default int ipProtocol() {
        throw new IllegalStateException(getClass().getSimpleName() + " has no IP protocol number");
    }

    /**
     * This header and what follows it.
     *
     * @param inside the bytes that follow
     * @param next the header that begins {@code inside}; {@link Nothing} at the end
     * @param outside the nearest IP header in front, or null
     */
    byte[] before(byte[] inside, Layer next, Ip outside);

    /** An IP header: it lends its addresses to the checksum of the transport header that follows. */
    interface Ip extends Layer {
        byte[] source();

        byte[] destination();
    }

    /** The end of the headers; what is carried has the experimental numbers of RFC 3692 and IEEE 802 unless a header is told another. */
    record Nothing() implements Layer {
        @Override
        public int etherType() {
            return 0x88B5;
        }

        @Override
        public int ipProtocol() {
            return 253;
        }

        @Override
        public byte[] before(byte[] inside, Layer next, Ip outside) {
            return inside;
        }
    }
}
