package org.portwitness.testdata;

/** DHCP messages (RFC 2131) of 300 bytes. */
public final class Dhcp {
    public static final int DISCOVER = 1;
    public static final int OFFER = 2;
    public static final int REQUEST = 3;
    public static final int ACK = 5;
    public static final int NAK = 6;

    private Dhcp() {}

    /** A client's broadcast, before it has an address. */
    public static byte[] fromClient(int messageType, long transaction, String mac) {
        return message(1, messageType, transaction, "0.0.0.0", "0.0.0.0", mac);
    }

    /** A client's renewal, which says its address in {@code ciaddr}. */
    public static byte[] renewal(long transaction, String mac, String address) {
        return message(1, REQUEST, transaction, address, "0.0.0.0", mac);
    }

    /** A server's answer, which gives the address in {@code yiaddr}. */
    public static byte[] fromServer(int messageType, long transaction, String mac, String address) {
        return message(2, messageType, transaction, "0.0.0.0", address, mac);
    }

    private static byte[] message(
            int operation, int messageType, long transaction, String clientAddress, String yourAddress, String mac) {
        byte[] fields = Bytes.start()
                .u8(operation)
                .u8(1)
                .u8(6)
                .u8(0)
                .u32(transaction)
                .u16(0)
                .u16(operation == 1 ? 0x8000 : 0)
                .raw(Bytes.address(clientAddress))
                .raw(Bytes.address(yourAddress))
                .zeros(8)
                .raw(Packets.mac(mac))
                .zeros(10 + 64 + 128)
                .raw(Bytes.hex("63825363"))
                .u8(53)
                .u8(1)
                .u8(messageType)
                .u8(255)
                .toArray();
        return Bytes.start().raw(fields).zeros(300 - fields.length).toArray();
    }
}
