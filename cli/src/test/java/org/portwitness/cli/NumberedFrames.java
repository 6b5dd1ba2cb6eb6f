package org.portwitness.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;
import org.portwitness.testdata.Packets;
import org.portwitness.testdata.PcapBytes;

/** Datagrams that bear their number, a millisecond apart: to be sent, and to be found again. */
final class NumberedFrames {
    private static final long FIRST_NANOS = 1_772_442_000_000_000_000L;
    private static final long APART_NANOS = 1_000_000;

    private NumberedFrames() {}

    /**
     * Writes a capture of them.
     *
     * @param bytes of payload
     * @param tagged whether each second one has a VLAN tag
     */
    static Path file(Path folder, int count, int bytes, boolean tagged) throws IOException {
        PcapBytes file = PcapBytes.usual();
        for (int i = 0; i < count; i++) {
            file.frame(FIRST_NANOS + i * APART_NANOS, frame(i, bytes, tagged && i % 2 == 1));
        }
        return Files.write(folder.resolve("frames.pcap"), file.bytes());
    }

    static byte[] frame(int i, int bytes, boolean tagged) {
        byte[] payload = new byte[bytes];
        payload[0] = (byte) (i >> 8);
        payload[1] = (byte) i;
        Packets packet = Packets.ethernet();
        return (tagged ? packet.vlan(5) : packet)
                .ipv4("192.0.2.1", "198.51.100.1")
                .udp(40_000, 9)
                .payload(payload)
                .bytes();
    }

    /** The frames of any capture. */
    static List<byte[]> in(Path file) throws Exception {
        return in(file, null);
    }

    static List<byte[]> in(Path file, String filter) throws Exception {
        List<byte[]> frames = new ArrayList<>();
        try (FrameSource source =
                new WholeEngine(notice -> {}).open(List.of(file.toString()), InputStream.nullInputStream(), filter)) {
            Frame frame = new Frame();
            while (source.next(frame)) {
                byte[] bytes = new byte[frame.capturedLength()];
                frame.bytes().get(frame.at(), bytes);
                frames.add(bytes);
            }
        }
        return frames;
    }
}
