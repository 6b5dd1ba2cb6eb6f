package org.portwitness.testdata;

import java.util.ArrayList;
import java.util.List;

/** TLS records and the handshake messages that travel in clear (RFC 8446, RFC 5246); keys and cipher text are noise. */
public final class Tls {
    public static final int TLS_1_0 = 0x0301;
    public static final int TLS_1_2 = 0x0303;
    public static final int TLS_1_3 = 0x0304;

    public static final int HANDSHAKE_FAILURE = 40;
    public static final int BAD_CERTIFICATE = 42;
    public static final int CERTIFICATE_EXPIRED = 45;
    public static final int CERTIFICATE_UNKNOWN = 46;
    public static final int UNKNOWN_CA = 48;
    public static final int PROTOCOL_VERSION = 70;
    public static final int UNRECOGNIZED_NAME = 112;

    private static final int HANDSHAKE = 22;
    private static final int MAX_RECORD = 16_384;
    private static final byte[] RETRY_RANDOM =
            Bytes.hex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

    private Tls() {}

    /** A ClientHello in the making. Extensions come in the order in which they are asked for. */
    public static final class ClientHello {
        private final List<byte[]> extensions = new ArrayList<>();
        private final long seed;
        private byte[] session;
        private int[] ciphers = {0x1301, 0x1302, 0xC02F, 0xC030, 0x009C};

        private ClientHello(long seed) {
            this.seed = seed;
            this.session = Bytes.noise(seed + 1, 32);
        }

        public ClientHello sni(String host) {
            byte[] name = Bytes.ascii(host);
            return extension(
                    0,
                    Bytes.start()
                            .u16(name.length + 3)
                            .u8(0)
                            .u16(name.length)
                            .raw(name)
                            .toArray());
        }

        public ClientHello alpn(String... protocols) {
            Bytes list = Bytes.start();
            for (String protocol : protocols) {
                list.u8(protocol.length()).text(protocol);
            }
            return extension(
                    16, Bytes.start().u16(list.size()).raw(list.toArray()).toArray());
        }

        public ClientHello versions(int... versions) {
            Bytes list = Bytes.start().u8(2 * versions.length);
            for (int version : versions) {
                list.u16(version);
            }
            return extension(43, list.toArray());
        }

        public ClientHello ciphers(int... suites) {
            ciphers = suites.clone();
            return this;
        }

        public ClientHello session(byte... id) {
            session = id.clone();
            return this;
        }

        /** A key share of X25519: 32 bytes. */
        public ClientHello keyShare() {
            return keyShares(Bytes.start()
                    .u16(0x001D)
                    .u16(32)
                    .raw(Bytes.noise(seed + 2, 32))
                    .toArray());
        }

        /** The shares of X25519MLKEM768 (1216 bytes) and X25519: the hello needs two segments. */
        public ClientHello postQuantumKeyShare() {
            return keyShares(Bytes.start()
                    .u16(0x11EC)
                    .u16(1216)
                    .raw(Bytes.noise(seed + 3, 1216))
                    .u16(0x001D)
                    .u16(32)
                    .raw(Bytes.noise(seed + 2, 32))
                    .toArray());
        }

        public ClientHello extension(int type, byte[] data) {
            extensions.add(Bytes.start().u16(type).u16(data.length).raw(data).toArray());
            return this;
        }

        /** The handshake message without a record header. */
        public byte[] message() {
            Bytes suites = Bytes.start();
            for (int suite : ciphers) {
                suites.u16(suite);
            }
            Bytes body = Bytes.start()
                    .u16(TLS_1_2)
                    .raw(Bytes.noise(seed, 32))
                    .u8(session.length)
                    .raw(session)
                    .u16(suites.size())
                    .raw(suites.toArray())
                    .u16(0x0100);
            if (!extensions.isEmpty()) {
                byte[] all = Bytes.join(extensions.toArray(new byte[0][]));
                body.u16(all.length).raw(all);
            }
            return handshake(1, body.toArray());
        }

        /** The message in one record. */
        public byte[] record() {
            return Tls.record(HANDSHAKE, TLS_1_0, message());
        }

        private ClientHello keyShares(byte[] shares) {
            return extension(51, Bytes.start().u16(shares.length).raw(shares).toArray());
        }
    }

    /** A hello without any extension; the same for the same seed. */
    public static ClientHello bareClientHello(long seed) {
        return new ClientHello(seed);
    }

    /** What a browser of 2026 sends: server name, ALPN, TLS 1.3 and 1.2, X25519. */
    public static ClientHello clientHello(String host, long seed) {
        return new ClientHello(seed)
                .sni(host)
                .extension(23, new byte[0])
                .extension(10, Bytes.hex("0004 001d 0017"))
                .extension(13, Bytes.hex("0008 0403 0804 0401 0501"))
                .alpn("h2", "http/1.1")
                .versions(TLS_1_3, TLS_1_2)
                .keyShare();
    }

    /** A hello of 1.7 kB whose server name stands behind the post-quantum key share, out of the first segment. */
    public static ClientHello bigClientHello(String host, long seed) {
        return new ClientHello(seed)
                .extension(10, Bytes.hex("0006 11ec 001d 0017"))
                .extension(13, Bytes.hex("0008 0403 0804 0401 0501"))
                .postQuantumKeyShare()
                .versions(TLS_1_3, TLS_1_2)
                .alpn("h2", "http/1.1")
                .extension(65_037, Bytes.noise(seed + 4, 186))
                .sni(host);
    }

    public static byte[] serverHello12(long seed) {
        return record(HANDSHAKE, TLS_1_2, serverHello(Bytes.noise(seed, 32), 0xC02F, Bytes.hex("ff01 0001 00")));
    }

    /** A ServerHello of TLS 1.3, as supported_versions says. */
    public static byte[] serverHello13(long seed) {
        byte[] extensions = Bytes.join(Bytes.hex("002b 0002 0304 0033 0024 001d 0020"), Bytes.noise(seed + 5, 32));
        return record(HANDSHAKE, TLS_1_2, serverHello(Bytes.noise(seed, 32), 0x1301, extensions));
    }

    public static byte[] helloRetryRequest() {
        return record(
                HANDSHAKE, TLS_1_2, serverHello(RETRY_RANDOM, 0x1301, Bytes.hex("002b 0002 0304 0033 0002 0017")));
    }

    /** TLS 1.2: ServerHello, Certificate, ServerKeyExchange and ServerHelloDone, a record each. */
    public static byte[] serverFlight12(long seed, byte[]... certificates) {
        Bytes list = Bytes.start();
        for (byte[] certificate : certificates) {
            list.u24(certificate.length).raw(certificate);
        }
        byte[] chain = Bytes.start().u24(list.size()).raw(list.toArray()).toArray();
        byte[] keyExchange = Bytes.start()
                .raw(Bytes.hex("03 001d 20"))
                .raw(Bytes.noise(seed + 6, 32))
                .raw(Bytes.hex("0401 0100"))
                .raw(Bytes.noise(seed + 7, 256))
                .toArray();
        return Bytes.join(
                serverHello12(seed),
                record(HANDSHAKE, TLS_1_2, handshake(11, chain)),
                record(HANDSHAKE, TLS_1_2, handshake(12, keyExchange)),
                record(HANDSHAKE, TLS_1_2, handshake(14, new byte[0])));
    }

    /** TLS 1.3: ServerHello, a CCS for old middleboxes, and the rest of the flight as application data. */
    public static byte[] serverFlight13(long seed) {
        return Bytes.join(serverHello13(seed), changeCipherSpec(), applicationData(seed, 2300));
    }

    /** TLS 1.2: ClientKeyExchange, CCS and the encrypted Finished. */
    public static byte[] clientFinish12(long seed) {
        byte[] keyExchange = handshake(
                16, Bytes.start().u8(32).raw(Bytes.noise(seed + 8, 32)).toArray());
        return Bytes.join(record(HANDSHAKE, TLS_1_2, keyExchange), changeCipherSpec(), encryptedFinished(seed));
    }

    /** TLS 1.2: the server's CCS and Finished. */
    public static byte[] serverFinish12(long seed) {
        return Bytes.join(changeCipherSpec(), encryptedFinished(seed + 9));
    }

    /** TLS 1.3: the client's CCS for old middleboxes and its Finished. */
    public static byte[] clientFinish13(long seed) {
        return Bytes.join(changeCipherSpec(), applicationData(seed + 10, 53));
    }

    public static byte[] changeCipherSpec() {
        return record(20, TLS_1_2, Bytes.hex("01"));
    }

    /** Application data of {@code length} bytes, cut into records as long as allowed. */
    public static byte[] applicationData(long seed, int length) {
        Bytes records = Bytes.start();
        for (int left = length; left > 0; left -= MAX_RECORD) {
            records.raw(record(23, TLS_1_2, Bytes.noise(seed + left, Math.min(left, MAX_RECORD))));
        }
        return records.toArray();
    }

    /** An alert in clear; {@code level} 1 warns, 2 ends the connection. */
    public static byte[] alert(int level, int description) {
        return record(21, TLS_1_2, Bytes.start().u8(level).u8(description).toArray());
    }

    /** An alert of TLS 1.2 behind AES-GCM: 26 bytes. */
    public static byte[] encryptedAlert12(long seed) {
        return record(21, TLS_1_2, Bytes.noise(seed, 26));
    }

    /** What a TLS 1.3 client's alert about a certificate looks like: application data of 19 bytes. */
    public static byte[] encryptedAlert13(long seed) {
        return record(23, TLS_1_2, Bytes.noise(seed, 19));
    }

    public static byte[] record(int type, int version, byte[] content) {
        return Bytes.start()
                .u8(type)
                .u16(version)
                .u16(content.length)
                .raw(content)
                .toArray();
    }

    public static byte[] handshake(int type, byte[] body) {
        return Bytes.start().u8(type).u24(body.length).raw(body).toArray();
    }

    private static byte[] encryptedFinished(long seed) {
        return record(HANDSHAKE, TLS_1_2, Bytes.noise(seed + 11, 40));
    }

    private static byte[] serverHello(byte[] random, int cipher, byte[] extensions) {
        return handshake(
                2,
                Bytes.start()
                        .u16(TLS_1_2)
                        .raw(random)
                        .u8(32)
                        .raw(Bytes.noise(random[0], 32))
                        .u16(cipher)
                        .u8(0)
                        .u16(extensions.length)
                        .raw(extensions)
                        .toArray());
    }
}
