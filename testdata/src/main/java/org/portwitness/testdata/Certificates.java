package org.portwitness.testdata;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * X.509 certificates that parse and whose signature proves nothing: subject, issuer and names are what an observer of a TLS
 * handshake reads.
 */
public final class Certificates {
    private static final byte[] SHA256_WITH_RSA = sequence(oid("2a864886f70d01010b"), Bytes.hex("0500"));
    private static final byte[] RSA_ENCRYPTION = sequence(oid("2a864886f70d010101"), Bytes.hex("0500"));

    private Certificates() {}

    /** A server certificate of version 3 with an RSA key of 2048 bits, valid from 2025 to 2027. */
    public static byte[] server(String commonName, String issuer, String... alternativeNames) {
        return serverValid(commonName, issuer, "250101000000Z", "271231235959Z", alternativeNames);
    }

    /** The same, valid between two UTCTimes: {@code yyMMddHHmmssZ}. */
    public static byte[] serverValid(
            String commonName, String issuer, String validFrom, String validTo, String... alternativeNames) {
        byte[] key = sequence(
                tagged(0x02, Bytes.join(Bytes.hex("00c1"), Bytes.noise(commonName.hashCode(), 254), Bytes.hex("01"))),
                Bytes.hex("0203010001"));
        byte[] tbs = sequence(
                tagged(0xA0, Bytes.hex("020102")),
                tagged(0x02, Bytes.join(Bytes.hex("11"), Bytes.noise(issuer.hashCode(), 7))),
                SHA256_WITH_RSA,
                name(issuer),
                sequence(tagged(0x17, Bytes.ascii(validFrom)), tagged(0x17, Bytes.ascii(validTo))),
                name(commonName),
                sequence(RSA_ENCRYPTION, tagged(0x03, Bytes.join(new byte[1], key))),
                tagged(0xA3, sequence(alternativeNames(alternativeNames))));
        return sequence(tbs, SHA256_WITH_RSA, tagged(0x03, Bytes.join(new byte[1], Bytes.noise(17, 256))));
    }

    private static byte[] alternativeNames(String... names) {
        List<byte[]> entries = new ArrayList<>();
        for (String name : names) {
            entries.add(tagged(0x82, Bytes.ascii(name)));
        }
        byte[] list = sequence(entries.toArray(new byte[0][]));
        return sequence(oid("551d11"), tagged(0x04, list));
    }

    private static byte[] name(String commonName) {
        byte[] text = tagged(0x0C, commonName.getBytes(StandardCharsets.UTF_8));
        return sequence(tagged(0x31, sequence(oid("550403"), text)));
    }

    private static byte[] oid(String hex) {
        return tagged(0x06, Bytes.hex(hex));
    }

    private static byte[] sequence(byte[]... parts) {
        return tagged(0x30, Bytes.join(parts));
    }

    private static byte[] tagged(int tag, byte[] value) {
        Bytes der = Bytes.start().u8(tag);
        if (value.length < 0x80) {
            der.u8(value.length);
        } else if (value.length < 0x100) {
            der.u8(0x81).u8(value.length);
        } else {
            der.u8(0x82).u16(value.length);
        }
        return der.raw(value).toArray();
    }
}
