package org.portwitness.testdata;

import java.util.zip.CRC32;

/**
 * STUN and TURN messages as RFC 8489, RFC 8656 and RFC 3489 lay them out; MS-TURN is {@link MsTurn}.
 *
 * <p>A message grows by its attributes and is finished by {@link #bytes}. The length field is always right.
 */
public final class Stun {
    public static final int BINDING_REQUEST = 0x0001;
    public static final int BINDING_INDICATION = 0x0011;
    public static final int BINDING_SUCCESS = 0x0101;
    public static final int BINDING_ERROR = 0x0111;
    public static final int ALLOCATE_REQUEST = 0x0003;
    public static final int ALLOCATE_SUCCESS = 0x0103;
    public static final int ALLOCATE_ERROR = 0x0113;
    public static final int REFRESH_REQUEST = 0x0004;
    public static final int REFRESH_SUCCESS = 0x0104;
    public static final int CREATE_PERMISSION_REQUEST = 0x0008;
    public static final int CREATE_PERMISSION_SUCCESS = 0x0108;
    public static final int CHANNEL_BIND_REQUEST = 0x0009;
    public static final int SEND_INDICATION = 0x0016;
    public static final int DATA_INDICATION = 0x0017;

    static final int COOKIE = 0x2112A442;
    private static final long FINGERPRINT_XOR = 0x5354554EL;

    private final int type;
    private final byte[] cookieAndId;
    private final boolean padding;
    private final Bytes attributes = Bytes.start();

    private Stun(int type, byte[] cookieAndId, boolean padding) {
        this.type = type;
        this.cookieAndId = cookieAndId;
        this.padding = padding;
    }

    /** A message with the cookie of RFC 5389. */
    public static Stun message(int type, byte[] id) {
        return new Stun(type, Bytes.start().u32(COOKIE).raw(id).toArray(), true);
    }

    /** A message with a transaction id of 16 bytes and no cookie (RFC 3489). */
    public static Stun classic(int type, byte[] id16) {
        return new Stun(type, id16.clone(), true);
    }

    static Stun unpadded(int type, byte[] id16) {
        return new Stun(type, id16.clone(), false);
    }

    /** A transaction id of 12 bytes that no other number gives. */
    public static byte[] id(long number) {
        return Bytes.noise(number * 7919 + 1, 12);
    }

    public static Stun bindingRequest(byte[] id) {
        return message(BINDING_REQUEST, id);
    }

    /** The answer that tells the client its own address. */
    public static Stun bindingSuccess(byte[] id, String address, int port) {
        return message(BINDING_SUCCESS, id).xorAddress(0x0020, address, port);
    }

    /** The request of an ICE connectivity check (RFC 8445 7.1.1) with all that marks it. */
    public static Stun iceCheck(byte[] id, String username) {
        return bindingRequest(id)
                .username(username)
                .attribute(0x0024, Bytes.start().u32(0x6E001EFFL).toArray())
                .attribute(0x802A, Bytes.noise(5, 8))
                .integrity(20)
                .fingerprint();
    }

    /** An Allocate request without credentials, asking for UDP. */
    public static Stun allocate(byte[] id) {
        return message(ALLOCATE_REQUEST, id)
                .attribute(0x0019, Bytes.start().u32(0x11000000L).toArray());
    }

    /** Any error response: the class bits of {@code requestType} turned to error. */
    public static Stun error(int requestType, byte[] id, int code, String reason) {
        return message(requestType | 0x0110, id).errorCode(code, reason);
    }

    public Stun attribute(int attributeType, byte[] value) {
        attributes.u16(attributeType).u16(value.length).raw(value);
        if (padding) {
            attributes.padTo(4);
        }
        return this;
    }

    public Stun username(String user) {
        return attribute(0x0006, Bytes.ascii(user));
    }

    public Stun realm(String realm) {
        return attribute(0x0014, Bytes.ascii(realm));
    }

    public Stun nonce(String nonce) {
        return attribute(0x0015, Bytes.ascii(nonce));
    }

    public Stun software(String text) {
        return attribute(0x8022, Bytes.ascii(text));
    }

    public Stun lifetime(int seconds) {
        return attribute(0x000D, Bytes.start().u32(seconds).toArray());
    }

    /** MESSAGE-INTEGRITY of 20 (SHA-1) or 32 bytes; the value is noise, no key was ever agreed. */
    public Stun integrity(int length) {
        return attribute(0x0008, Bytes.noise(99, length));
    }

    public Stun errorCode(int code, String reason) {
        return attribute(
                0x0009,
                Bytes.start().u16(0).u8(code / 100).u8(code % 100).text(reason).toArray());
    }

    /** An address attribute in clear: MAPPED-ADDRESS 0001, MS Alternate Server 000e, MS Destination Address 0011 and so on. */
    public Stun address(int attributeType, String address, int port) {
        byte[] ip = Bytes.address(address);
        return attribute(
                attributeType,
                Bytes.start().u8(0).u8(ip.length == 4 ? 1 : 2).u16(port).raw(ip).toArray());
    }

    /** An address attribute XORed with cookie and id: 0020, 0016, 0012, and 8020 of MS-TURN. */
    public Stun xorAddress(int attributeType, String address, int port) {
        byte[] ip = Bytes.address(address);
        for (int i = 0; i < ip.length; i++) {
            ip[i] ^= cookieAndId[i];
        }
        int portMask = (cookieAndId[0] & 0xFF) << 8 | cookieAndId[1] & 0xFF;
        return attribute(
                attributeType,
                Bytes.start()
                        .u8(0)
                        .u8(ip.length == 4 ? 1 : 2)
                        .u16(port ^ portMask)
                        .raw(ip)
                        .toArray());
    }

    /** FINGERPRINT over all before it; nothing may follow. */
    public Stun fingerprint() {
        byte[] before = header(attributes.size() + 8);
        CRC32 crc = new CRC32();
        crc.update(before);
        crc.update(attributes.toArray());
        return attribute(
                0x8028, Bytes.start().u32(crc.getValue() ^ FINGERPRINT_XOR).toArray());
    }

    /** The message as a UDP payload. */
    public byte[] bytes() {
        return Bytes.join(header(attributes.size()), attributes.toArray());
    }

    /** RFC 4571 framing: a 16-bit length in front, as ICE over TCP has it. */
    public byte[] framed() {
        byte[] message = bytes();
        return Bytes.start().u16(message.length).raw(message).toArray();
    }

    /** TURN ChannelData; over TCP it is padded to four bytes. */
    public static byte[] channelData(int channel, byte[] data, boolean overTcp) {
        Bytes message = Bytes.start().u16(channel).u16(data.length).raw(data);
        return (overTcp ? message.padTo(4) : message).toArray();
    }

    private byte[] header(int length) {
        return Bytes.start().u16(type).u16(length).raw(cookieAndId).toArray();
    }
}
