package org.portwitness.analyzer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.portwitness.analyzer.facts.FrameDecoder;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.Bound;
import org.portwitness.analyzer.flow.CaptureClock;
import org.portwitness.analyzer.flow.FlowTable;
import org.portwitness.analyzer.media.MediaStreams;
import org.portwitness.analyzer.transaction.Datagrams;
import org.portwitness.analyzer.transaction.DhcpExchanges;
import org.portwitness.analyzer.transaction.DiscoveryProbes;
import org.portwitness.analyzer.transaction.StunTransactions;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;
import org.portwitness.capture.LinkType;
import org.portwitness.capture.file.CaptureFiles;
import org.portwitness.testdata.Packets;
import org.portwitness.testdata.PcapBytes;
import org.portwitness.testdata.Rtp;
import org.portwitness.testdata.Stun;

/**
 * Nanoseconds a packet on each part of a packet's way, warmed up: reading, decoding, flow lookup, STUN matching, and the whole lane.
 *
 * <p>{@code mvn -q -B -Dquick -Pbench -pl analyzer -am integration-test -DskipTests} measures all, {@code -Dbench=PacketWay.*lane} one. Without
 * {@code -DskipTests} it first tests that each gives the right answer. On a machine that does nothing else.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = {"-XX:+UseSerialGC", "-Xmx400m", "-Xmn32m"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PacketWayBenchmark {
    static final int PACKETS = 20_000;
    static final int FLOWS = 2_000;

    /** Every tenth packet is a STUN request or the answer to the one before. */
    static final int STUN_PACKETS = PACKETS / 10;

    private static final long START_NANOS = 1_700_000_000_000_000_000L;
    private static final long STEP_NANOS = 10_000;

    private final FrameDecoder decoder = new FrameDecoder();
    private final Frame frame = new Frame();
    private final PacketFacts facts = new PacketFacts();
    private final List<PacketFacts> decoded = new ArrayList<>(PACKETS);
    private final int[] starts = new int[PACKETS];
    private final int[] lengths = new int[PACKETS];
    private final FlowTable flows = new FlowTable(1 << 14);
    private ByteBuffer bytes;
    private Path file;

    @Setup
    public void prepare() throws IOException {
        PcapBytes capture = PcapBytes.of(ByteOrder.LITTLE_ENDIAN, true, LinkType.ETHERNET);
        List<byte[]> frames = frames();
        bytes = ByteBuffer.allocateDirect(frames.stream().mapToInt(each -> each.length).sum());
        for (int i = 0; i < PACKETS; i++) {
            byte[] each = frames.get(i);
            capture.frame(timeNanos(i), each);
            starts[i] = bytes.position();
            lengths[i] = each.length;
            bytes.put(each);
        }
        bytes.clear();
        for (int i = 0; i < PACKETS; i++) {
            PacketFacts of = new PacketFacts();
            decoder.decode(frame(i), of);
            decoded.add(of);
        }
        file = Files.write(Files.createTempFile("portwitness", ".pcap"), capture.bytes());
    }

    @TearDown
    public void forget() throws IOException {
        Files.delete(file);
    }

    private static long timeNanos(int packet) {
        return START_NANOS + packet * STEP_NANOS;
    }

    private static List<byte[]> frames() {
        Random random = new Random(1);
        List<byte[]> frames = new ArrayList<>(PACKETS);
        while (frames.size() < PACKETS) {
            int number = frames.size();
            if (number % 20 == 0) {
                String client = "10.0.1." + (1 + random.nextInt(200));
                byte[] id = Stun.id(number);
                frames.add(Packets.ethernet()
                        .ip(client, "192.0.2.1")
                        .udp(50_000, 3478)
                        .payload(Stun.bindingRequest(id).bytes())
                        .bytes());
                frames.add(Packets.ethernet()
                        .ip("192.0.2.1", client)
                        .udp(3478, 50_000)
                        .payload(Stun.bindingSuccess(id, client, 50_000).bytes())
                        .bytes());
                continue;
            }
            int flow = random.nextInt(FLOWS);
            boolean back = random.nextBoolean();
            String client = "10.0." + (2 + flow / 250) + "." + (1 + flow % 250);
            String server = "198.51.100." + (1 + flow % 7);
            Packets packet = Packets.ethernet().ip(back ? server : client, back ? client : server);
            frames.add(
                    flow % 2 == 0
                            ? packet.udp(back ? 3480 : 50_020, back ? 50_020 : 3480)
                                    .payload(Rtp.packet(111, number, number * 160L, flow, 160))
                                    .bytes()
                            : packet.tcp(back ? 443 : 40_000, back ? 40_000 : 443, Packets.ACK)
                                    .payload(new byte[random.nextInt(800)])
                                    .bytes());
        }
        return frames;
    }

    private Frame frame(int packet) {
        frame.set(bytes, starts[packet], lengths[packet], lengths[packet], LinkType.ETHERNET, timeNanos(packet));
        return frame;
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long read() throws CaptureException {
        long packets = 0;
        try (FrameSource source = CaptureFiles.open(List.of(file.toString()), InputStream.nullInputStream())) {
            while (source.next(frame)) {
                packets++;
            }
        }
        return packets;
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long decode() {
        long payload = 0;
        for (int i = 0; i < PACKETS; i++) {
            decoder.decode(frame(i), facts);
            payload += facts.payloadWireLength;
        }
        return payload;
    }

    /** In a table that holds all flows since the first call. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public FlowTable flowLookup() {
        for (int i = 0; i < PACKETS; i++) {
            flows.touch(decoded.get(i));
        }
        return flows;
    }

    /** Sorting, matching and the tables they need; a packet here is one of STUN. */
    @Benchmark
    @OperationsPerInvocation(STUN_PACKETS)
    public StunTransactions stunMatching() {
        CaptureClock clock = new CaptureClock();
        FlowTable table = new FlowTable(1 << 12);
        StunTransactions stun = new StunTransactions(table, clock, Bound.of(1 << 12));
        Datagrams datagrams = new Datagrams(
                table,
                stun,
                new DiscoveryProbes(clock, Bound.of(1 << 12)),
                new DhcpExchanges(clock),
                new MediaStreams(table, clock, Bound.of(1 << 12)));
        for (int i = 0; i < PACKETS; i += 20) {
            for (int j = i; j < i + 2; j++) {
                clock.advanceTo(timeNanos(j));
                PacketFacts of = decoded.get(j);
                table.touch(of);
                datagrams.onDatagram(of);
            }
        }
        return stun;
    }

    /** With a lane of its own each time. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public Lane lane() {
        Lane lane = new Lane(1 << 14, 1 << 12);
        for (int i = 0; i < PACKETS; i++) {
            lane.onFrame(frame(i));
        }
        return lane;
    }
}
