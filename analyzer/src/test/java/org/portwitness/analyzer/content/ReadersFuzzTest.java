package org.portwitness.analyzer.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.analyzer.content.Bytes.join;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.facts.PacketFacts;

/** Captures are hostile: whatever the bytes, reading ends, stays inside its range and fails in no way but by saying so. */
class ReadersFuzzTest {
    private static final List<byte[]> CLIENT = List.of(
            Bytes.clientHello("fuzz.example", "h2"),
            Bytes.pseudoHello(),
            join(Bytes.clientHello("fuzz.example"), Bytes.cipherChange(), Bytes.data(53)),
            Bytes.ascii("GET http://a:80/ HTTP/1.1\r\nHost: [::1]:80\r\n\r\n"),
            Bytes.ascii("CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n"),
            join(Bytes.bindingRequest(), Bytes.hex("40000005 0102030405 000000"), Bytes.allocateRequest()),
            join(Bytes.prefixed(Bytes.bindingRequest()), Bytes.prefixed(new byte[50])),
            join(Bytes.frame(2, Bytes.allocateRequest()), Bytes.frame(3, Bytes.prefixed(Bytes.bindingRequest()))),
            Bytes.ascii("wppcmd\0\0\u0090"));

    private static final List<byte[]> SERVER = List.of(
            join(
                    Bytes.serverHello(0x0303),
                    Bytes.certificateRecord(Bytes.certificate("issuer", "subject", "alternative.example")),
                    Bytes.cipherChange()),
            join(Bytes.serverHello(0x0304), Bytes.data(400)),
            join(Bytes.helloRetryRequest(), Bytes.cipherChange()),
            Bytes.alert(2, 40),
            join(Bytes.pseudoAnswer(), Bytes.frame(2, Bytes.dataIndication())),
            Bytes.ascii("HTTP/1.1 200 OK\r\n\r\n"));

    private static final List<byte[]> DNS = List.of(
            Bytes.dnsQuery(1, "a.example", 1),
            Bytes.dnsAnswer(
                    1,
                    0,
                    "a.example",
                    1,
                    Bytes.dnsRecord(Bytes.hex("c00c"), 5, Bytes.dnsName("b.example")),
                    Bytes.dnsRecord(Bytes.hex("c027"), 1, Bytes.hex("01020304"))));

    /** The range ends where the buffer ends, so a byte read too far throws. */
    private static void readAll(byte[] bytes, DnsMessage dns) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int end = bytes.length;
        new ClientHello().read(buffer, 0, end);
        if (end > TlsRecord.HEADER_LENGTH) {
            new ClientHello().read(buffer, TlsRecord.HEADER_LENGTH, end);
        }
        if (ServerHello.check(buffer, 0, end)) {
            ServerHello.version(buffer, 0, end);
            ServerHello.isRetryRequest(buffer, 0);
        }
        new Certificates().read(buffer, 0, end);
        CertificateNames.read(buffer, 0, end);
        TlsRecord.mayBeginHello(buffer, 0, end, 1);
        PseudoTls.mayBeAnswer(buffer, 0, end);
        new HttpHead().read(buffer, 0, end, true);
        new HttpHead().read(buffer, 0, end, false);
        StunFraming.expectingFrames(buffer, 0, end);
        Alpn.protocols(bytes);
        dns.read(buffer, 0, end);
        if (end > 0) {
            assertTrue(Beginning.of(buffer, 0, end, true) <= Beginning.MIRROR_OP);
        }
    }

    @Test
    void everyPrefixOfEverySampleIsReadable() {
        DnsMessage dns = new DnsMessage(new NameTable(1000, true));
        for (List<byte[]> samples : List.of(CLIENT, SERVER, DNS)) {
            for (byte[] sample : samples) {
                for (int length = 0; length <= sample.length; length++) {
                    readAll(Arrays.copyOf(sample, length), dns);
                }
            }
        }
        byte[] certificate = Bytes.certificate("issuer", "subject", "alternative.example");
        for (int length = 0; length <= certificate.length; length++) {
            readAll(Arrays.copyOf(certificate, length), dns);
        }
    }

    @Test
    void mutatedSamplesAreReadable() {
        Random random = new Random(4711);
        DnsMessage dns = new DnsMessage(new NameTable(1000, true));
        byte[] certificate = Bytes.certificate("issuer", "subject", "alternative.example");
        for (int i = 0; i < 40_000; i++) {
            List<byte[]> samples = i % 3 == 0 ? CLIENT : i % 3 == 1 ? SERVER : DNS;
            byte[] sample = i % 7 == 0 ? certificate : samples.get(random.nextInt(samples.size()));
            readAll(mutated(random, sample), dns);
        }
    }

    private static byte[] mutated(Random random, byte[] sample) {
        byte[] bytes =
                Arrays.copyOf(sample, sample.length - (random.nextInt(3) == 0 ? random.nextInt(sample.length) : 0));
        for (int n = random.nextInt(6); n >= 0 && bytes.length > 0; n--) {
            bytes[random.nextInt(bytes.length)] =
                    (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(4) - 2);
        }
        return bytes;
    }

    @Test
    void mutatedConversationsGiveSomeContentAndNoFailure() {
        Random random = new Random(815);
        Scene scene = new Scene(64, 48, 16, 100);
        int found = 0;
        for (int i = 0; i < 20_000; i++) {
            scene.serverPort = random.nextInt(8) == 0 ? 53 : 443;
            if (random.nextBoolean()) {
                scene.reconnect();
            } else {
                scene.clientPort++;
            }
            for (int n = random.nextInt(6); n >= 0; n--) {
                boolean fromClient = random.nextBoolean();
                List<byte[]> samples = random.nextInt(9) == 0 ? DNS : fromClient ? CLIENT : SERVER;
                byte[] bytes = mutated(random, samples.get(random.nextInt(samples.size())));
                int flags = PacketFacts.ACK | (random.nextInt(12) == 0 ? 1 << random.nextInt(3) : 0);
                int shift = random.nextInt(4) == 0 ? random.nextInt(200) - 50 : 0;
                scene.packet(
                        fromClient,
                        (fromClient ? scene.clientNext : scene.serverNext) + shift,
                        fromClient ? scene.serverNext : scene.clientNext,
                        flags,
                        bytes,
                        random.nextInt(8) == 0 ? 7 : 0);
                if (fromClient) {
                    scene.clientNext += bytes.length;
                } else {
                    scene.serverNext += bytes.length;
                }
            }
            found += scene.content().equals(TcpContent.NOTHING) ? 0 : 1;
        }
        assertTrue(found > 2000, "connections with content: " + found);
        assertTrue(scene.hellos().size() == 100 && scene.contents.helloCounts().total() > 1000);
        scene.queries();
    }

    @Test
    void bulkTrafficAndSettledConnectionsAllocateNothing() {
        Scene scene = Scene.connected().client(Bytes.clientHello("settled.example"));
        scene.server(Bytes.serverHello(0x0304), Bytes.data(900)).client(Bytes.data(53));
        int settled = scene.flow;
        scene.serverPort = 5001;
        scene.reconnect().client(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        int bulk = scene.flow;
        scene.serverPort = 3478;
        scene.reconnect().client(Bytes.prefixed(Bytes.bindingRequest()));
        int media = scene.flow;
        PacketFacts facts = scene.facts;
        byte[] frames = join(Bytes.prefixed(new byte[160]), Bytes.prefixed(new byte[160]));
        facts.bytes = ByteBuffer.wrap(frames);
        facts.payloadAt = 0;
        facts.payloadLength = frames.length;
        facts.payloadWireLength = frames.length;
        run(scene, facts, settled, bulk, media, 20_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        run(scene, facts, settled, bulk, media, 300_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 20_000, "allocated " + allocated);
        assertEquals(1, scene.contents.helloCounts().total());
    }

    private static void run(Scene scene, PacketFacts facts, int settled, int bulk, int media, int packets) {
        int[] flows = {settled, bulk, media};
        for (int i = 0; i < packets; i++) {
            facts.flow = flows[i % 3];
            scene.contents.onPacket(facts);
            if (i % 3 == 2) {
                facts.sequence = facts.sequence + facts.payloadLength & 0xffff_ffffL;
            }
        }
    }
}
