package org.portwitness.testdata;

/** What MirrorOp senders and receivers say to each other, as published by those who took the relatives apart. */
public final class MirrorOp {
    private MirrorOp() {}

    /** The discovery probe: four bytes. */
    public static byte[] probe() {
        return Bytes.ascii("WPPS");
    }

    /** The receiver's answer: 128 bytes that name its address, its ports and itself. */
    public static byte[] announcement(String receiver, String name) {
        return Bytes.start()
                .text("AWPP")
                .raw(Bytes.address(receiver))
                .u16(443)
                .u16(31_865)
                .u16(1041)
                .raw(Bytes.hex("270c"))
                .field(name, 40)
                .field("Kickle100111101110001", 22)
                .raw(Bytes.hex("0221"))
                .zeros(18)
                .field("WiPG1K5s", 16)
                .raw(Bytes.hex("02040113"))
                .raw(Bytes.hex("01 00 00 00 ff ff ff 00 00 01"))
                .toArray();
    }

    public static byte[] ping() {
        return Bytes.ascii("wppaliveROCK");
    }

    public static byte[] pong() {
        return Bytes.ascii("wppaliveROLL");
    }

    /** A command of the control channel, for example 0x90 "who are you" or 0x92 "log in". */
    public static byte[] command(int code, byte... content) {
        return Bytes.start().text("wppcmd").u16(0).u8(code).raw(content).toArray();
    }

    /** What the receiver says first on a data channel; later ones count up. */
    public static byte[] dataGreeting(int counter) {
        return Bytes.start().text("wppib").u16(0).u8(0x10).u32le(counter).toArray();
    }

    /** The sender's answer to it: its id, padded to 32 bytes. */
    public static byte[] senderId(int id) {
        return Bytes.start().text("SenderId").u32le(id).zeros(20).toArray();
    }

    /** A picture: header of 46 bytes with the length twice, content, tail of 42 bytes. */
    public static byte[] picture(long seed, int length) {
        return Bytes.start()
                .text("AWINDIB ")
                .zeros(22)
                .u32(length)
                .u32(length)
                .zeros(8)
                .raw(Bytes.noise(seed, length))
                .zeros(36)
                .text("IBTAIL")
                .toArray();
    }
}
