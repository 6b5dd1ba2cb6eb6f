package org.portwitness.testdata;

import java.util.HexFormat;

/**
 * MS-TURN messages ([MS-TURN] 2.2): every one begins with the magic cookie attribute, attributes are not padded, nonce and realm
 * have swapped numbers, and Data Indications carry no {@code 2112a442}. Also the frames that messages are put in.
 */
public final class MsTurn {
    public static final int SEND_REQUEST = 0x0004;
    public static final int DATA_INDICATION = 0x0115;
    public static final int SET_ACTIVE_DESTINATION_REQUEST = 0x0006;
    public static final int SET_ACTIVE_DESTINATION_SUCCESS = 0x0106;

    private static final byte[] MAGIC = Bytes.hex("72c64bc6");
    private static final String REALM = "\"rtcmedia\"";

    private MsTurn() {}

    /** Any message of a newer client or server: with {@code 2112a442} in front of the id of 12 bytes. */
    public static Stun message(int type, byte[] id) {
        return message16(type, Bytes.start().u32(Stun.COOKIE).raw(id).toArray());
    }

    /** Any message with all 16 bytes of its id given, as clients of 2010 send it. */
    public static Stun message16(int type, byte[] id16) {
        return Stun.unpadded(type, id16).attribute(0x000F, MAGIC);
    }

    /** The first Allocate, without credentials. */
    public static Stun allocate(byte[] id) {
        return message(Stun.ALLOCATE_REQUEST, id).attribute(0x8008, version(2));
    }

    /** The second Allocate, with credentials; 32 bytes of integrity as since version 3. */
    public static Stun allocateWithCredentials(byte[] id, String nonce) {
        return message(Stun.ALLOCATE_REQUEST, id)
                .attribute(0x8008, version(6))
                .attribute(0x0006, Bytes.noise(41, 54))
                .attribute(0x0014, Bytes.ascii(nonce))
                .attribute(0x0015, Bytes.ascii(REALM))
                .integrity(32);
    }

    /** 401 as the relay sends it; its length is not a multiple of four. */
    public static Stun unauthenticated(byte[] id, String nonce) {
        return message(Stun.ALLOCATE_ERROR, id)
                .errorCode(401, "Unauthorized")
                .attribute(0x0014, Bytes.ascii(nonce))
                .attribute(0x0015, Bytes.ascii(REALM));
    }

    /** Success: the relayed address in clear, the client's reflexive one XORed. */
    public static Stun allocated(byte[] id, String relay, int relayPort, String reflexive, int reflexivePort) {
        return message(Stun.ALLOCATE_SUCCESS, id)
                .address(0x0001, relay, relayPort)
                .xorAddress(0x8020, reflexive, reflexivePort)
                .lifetime(60)
                .attribute(0x0010, Bytes.start().u32(750).toArray())
                .attribute(0x8050, Bytes.start().raw(Bytes.noise(8, 20)).u32(1).toArray())
                .integrity(32);
    }

    /** Send Request: it never has an answer, though {@code 0004} is Refresh elsewhere. */
    public static Stun sendRequest(byte[] id, String peer, int peerPort, byte[] data) {
        return message(SEND_REQUEST, id).address(0x0011, peer, peerPort).attribute(0x0013, data);
    }

    /**
     * Data Indication, server to client.
     *
     * @param id16 16 bytes that need not begin with any cookie
     */
    public static Stun dataIndication(byte[] id16, String peer, int peerPort, byte[] data) {
        return message16(DATA_INDICATION, id16).address(0x0012, peer, peerPort).attribute(0x0013, data);
    }

    public static Stun setActiveDestination(byte[] id, String peer, int peerPort) {
        return message(SET_ACTIVE_DESTINATION_REQUEST, id).address(0x0011, peer, peerPort);
    }

    public static Stun activeDestinationSet(byte[] id) {
        return message(SET_ACTIVE_DESTINATION_SUCCESS, id);
    }

    /** The multiplexed frame of 3478-3481: {@code ff10}, length, session of 8 bytes, data. */
    public static byte[] multiplexed(byte[] session, byte[] data) {
        return Bytes.start()
                .u16(0xFF10)
                .u16(session.length + data.length)
                .raw(session)
                .raw(data)
                .toArray();
    }

    /** A control message in its TCP frame: {@code 02 00}, length. */
    public static byte[] control(byte[] message) {
        return Bytes.start().u16(0x0200).u16(message.length).raw(message).toArray();
    }

    /** End-to-end data in its TCP frame: {@code 03 00}, length, and inside that an RFC 4571 length. */
    public static byte[] endToEnd(byte[] packet) {
        return Bytes.start()
                .u16(0x0300)
                .u16(2 + packet.length)
                .u16(packet.length)
                .raw(packet)
                .toArray();
    }

    /** The 50 bytes that a client sends first on TCP 443; a TLS hello that is never meant to be finished. */
    public static byte[] pseudoTlsHello() {
        return Bytes.hex("16 03 01 00 2d 01 00 00 29 03 01 c1 fc d5 a3 6d 93 dd 7e 0b 45 67 3f ec 79 85"
                + "fb bc 3f d6 60 c2 ce 84 85 08 1b 81 21 bc aa 10 fb 00 00 02 00 18 01 00");
    }

    /** The 83 bytes of the answer: ServerHello and ServerHelloDone in one record, no certificate. */
    public static byte[] pseudoTlsAnswer() {
        return Bytes.start()
                .raw(Bytes.hex("16 0301 004e 02 000046 0301"))
                .raw(Bytes.noise(61, 32))
                .u8(0x20)
                .raw(Bytes.noise(62, 32))
                .raw(Bytes.hex("0018 00 0e 000000"))
                .toArray();
    }

    /** A nonce as servers make them: hexadecimal digits in quotes. */
    public static String nonce(long seed) {
        return '"' + HexFormat.of().formatHex(Bytes.noise(seed, 20)) + '"';
    }

    private static byte[] version(int version) {
        return Bytes.start().u32(version).toArray();
    }
}
