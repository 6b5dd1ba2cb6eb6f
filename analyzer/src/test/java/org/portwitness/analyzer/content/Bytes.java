package org.portwitness.analyzer.content;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Messages as they stand on the wire, made for tests. */
final class Bytes {
    private Bytes() {}

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] u8(int value) {
        return new byte[] {(byte) value};
    }

    static byte[] u16(int value) {
        return new byte[] {(byte) (value >> 8), (byte) value};
    }

    static byte[] u24(int value) {
        return new byte[] {(byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    static byte[] record(int type, byte[] body) {
        return join(u8(type), u16(0x0303), u16(body.length), body);
    }

    static byte[] message(int type, byte[] body) {
        return join(u8(type), u24(body.length), body);
    }

    private static byte[] extension(int type, byte[] data) {
        return join(u16(type), u16(data.length), data);
    }

    /** A ClientHello handshake message; null name for none; TLS 1.3 offered where asked for; padding makes it longer. */
    static byte[] clientHelloMessage(String name, boolean tls13, int padding, String... alpn) {
        byte[] extensions = extension(0x0a0a, new byte[0]);
        if (padding > 0) {
            extensions = join(extensions, extension(0x0015, new byte[padding]));
        }
        if (name != null) {
            byte[] host = ascii(name);
            extensions = join(extensions, extension(0, join(u16(host.length + 3), u8(0), u16(host.length), host)));
        }
        if (alpn.length > 0) {
            byte[] list = new byte[0];
            for (String protocol : alpn) {
                list = join(list, u8(protocol.length()), ascii(protocol));
            }
            extensions = join(extensions, extension(0x10, join(u16(list.length), list)));
        }
        if (tls13) {
            extensions = join(extensions, extension(0x2b, join(u8(6), u16(0x3a3a), u16(0x0304), u16(0x0303))));
        }
        return message(
                1,
                join(
                        u16(0x0303),
                        new byte[32],
                        u8(32),
                        new byte[32],
                        u16(4),
                        u16(0x1301),
                        u16(0xc02f),
                        u8(1),
                        u8(0),
                        u16(extensions.length),
                        extensions));
    }

    static byte[] clientHello(String name, String... alpn) {
        return record(22, clientHelloMessage(name, true, 0, alpn));
    }

    static byte[] serverHello(int version) {
        byte[] extensions = version == 0x0304 ? extension(0x2b, u16(version)) : new byte[0];
        return record(
                22,
                message(
                        2,
                        join(
                                u16(0x0303),
                                new byte[32],
                                u8(0),
                                u16(0x1301),
                                u8(0),
                                u16(extensions.length),
                                extensions)));
    }

    static byte[] helloRetryRequest() {
        return record(
                22,
                message(
                        2,
                        join(
                                u16(0x0303),
                                hex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c"),
                                u8(0),
                                u16(0x1301),
                                u8(0),
                                u16(6),
                                extension(0x2b, u16(0x0304)))));
    }

    static byte[] cipherChange() {
        return record(20, u8(1));
    }

    static byte[] data(int length) {
        return record(23, new byte[length]);
    }

    static byte[] alert(int level, int number) {
        return record(21, join(u8(level), u8(number)));
    }

    private static byte[] der(int tag, byte[]... parts) {
        byte[] body = join(parts);
        byte[] length = body.length < 0x80 ? u8(body.length) : join(u8(0x82), u16(body.length));
        return join(u8(tag), length, body);
    }

    private static byte[] distinguishedName(String organisation, String common) {
        return der(
                0x30,
                der(0x31, der(0x30, der(0x06, hex("55040a")), der(0x13, ascii(organisation)))),
                der(0x31, der(0x30, der(0x06, hex("550403")), der(0x0c, ascii(common)))));
    }

    /** A certificate with issuer, subject and one alternative name. */
    static byte[] certificate(String issuer, String subject, String alternative) {
        byte[] names = der(0x30, der(0x82, ascii(alternative)), der(0x87, hex("c0000201")));
        byte[] extensions =
                der(0xa3, der(0x30, der(0x30, der(0x06, hex("551d11")), der(0x01, u8(0xff)), der(0x04, names))));
        byte[] algorithm = der(0x30, der(0x06, hex("2a864886f70d01010b")));
        byte[] body = der(
                0x30,
                der(0xa0, der(0x02, u8(2))),
                der(0x02, u8(1)),
                algorithm,
                distinguishedName("Trust Org", issuer),
                der(0x30, der(0x17, ascii("200101000000Z")), der(0x17, ascii("300101000000Z"))),
                distinguishedName("Some Org", subject),
                der(0x30, algorithm),
                extensions);
        return der(0x30, body, algorithm, der(0x03, new byte[20]));
    }

    static byte[] certificateRecord(byte[] certificate) {
        return record(22, message(11, join(u24(certificate.length + 3), u24(certificate.length), certificate)));
    }

    static byte[] pseudoHello() {
        return hex("16 0301 002d 01 000029 0301 c1fcd5a36d93dd7e0b45673fec7985fbbc3fd660c2ce8485081b8121bcaa10fb"
                + " 00 0002 0018 01 00");
    }

    static byte[] pseudoAnswer() {
        return join(hex("16 0301 004e 02 000046 0301"), new byte[32], u8(32), new byte[32], hex("0018 00 0e 000000"));
    }

    /** A Binding request with FINGERPRINT, 44 bytes. */
    static byte[] bindingRequest() {
        return hex("000100182112a4420102030405060708090a0b0c00060009416243643a45664768000000802800042dcf9922");
    }

    static byte[] bindingSuccess() {
        return hex("0101000c2112a4420102030405060708090a0b0c002000080001bd52e112a648");
    }

    static byte[] allocateRequest() {
        return hex("000300102112a4420102030405060708090a0b0c000f000472c64bc68008000400000002");
    }

    /** MS-TURN Data Indication without the cookie. */
    static byte[] dataIndication() {
        return hex("01150044101112131415161718191a1b1c1d1e1f000f000472c64bc6001200080001c364c63364070013002c"
                + "000100182112a4420102030405060708090a0b0c00060009416243643a45664768000000802800042dcf9922");
    }

    static byte[] prefixed(byte[] body) {
        return join(u16(body.length), body);
    }

    static byte[] frame(int type, byte[] body) {
        return join(u8(type), u8(0), u16(body.length), body);
    }

    static byte[] dnsName(String name) {
        byte[] all = new byte[0];
        if (!name.isEmpty()) {
            for (String label : name.split("\\.", -1)) {
                all = join(all, u8(label.length()), ascii(label));
            }
        }
        return join(all, u8(0));
    }

    static byte[] dnsQuery(int id, String name, int type) {
        return join(u16(id), u16(0x0100), u16(1), u16(0), u16(0), u16(0), dnsName(name), u16(type), u16(1));
    }

    static byte[] dnsRecord(byte[] owner, int type, byte[] data) {
        return join(owner, u16(type), u16(1), hex("0000003c"), u16(data.length), data);
    }

    static byte[] dnsAnswer(int id, int code, String name, int type, byte[]... records) {
        return join(
                u16(id),
                u16(0x8180 | code),
                u16(1),
                u16(records.length),
                u16(0),
                u16(0),
                dnsName(name),
                u16(type),
                u16(1),
                join(records));
    }

    static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes);
    }
}
