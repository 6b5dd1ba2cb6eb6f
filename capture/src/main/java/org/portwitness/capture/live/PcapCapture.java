package org.portwitness.capture.live;

import static org.portwitness.capture.live.SocketLayout.*;

import com.sun.jna.Memory;
import com.sun.jna.Platform;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.BlockingMode;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.LinkType;

/**
 * An interface read through libpcap or Npcap, wherever those run: pcap4j opens and filters, {@link PcapPackets} fetches.
 *
 * <p>On Linux the handle never blocks and the waiting is done here, because libpcap may wait for ever where no packet comes; elsewhere its own time-out
 * works.
 */
final class PcapCapture extends BlockCapture {
    /** How long libpcap may collect packets before it hands them over. */
    private static final int TIMEOUT_MILLIS = 50;

    /** About what libpcap's buffers take for each packet beside its bytes; they are of several kinds. */
    private static final int BESIDE_A_PACKET_BYTES = 120;

    private static final int LARGEST_BUFFER_MEBIBYTES = 2047;
    private static final int MICROSECOND_NANOS = 1000;
    private static final long STATISTICS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PcapHandle handle;
    private final PcapPackets packets;
    private final PcapBlocks blocks;
    private final Consumer<String> notices;
    private final GrowingCount kernelDrops = new GrowingCount();

    /** Null where libpcap waits by itself. */
    private final Memory polled;
    /** Likewise. */
    private final InterfaceWatch watch;

    private long statisticsReadAt = System.nanoTime();
    private long packetsBefore;
    private long bytesBefore;
    private boolean broken;
    private String failure;

    private PcapCapture(
            Device device, Opened opened, PcapBlocks blocks, LiveSettings settings, Consumer<String> notices)
            throws CaptureException, PcapNativeException, NotOpenException {
        super(
                device,
                opened.linkType(),
                new Blocks(
                        new BlockTurns(blocks.count(), place -> {}),
                        blocks.reading(),
                        (long) settings.bufferMebibytes() << 20),
                TIMEOUT_MILLIS);
        handle = opened.handle;
        this.blocks = blocks;
        this.notices = notices;
        packets = new PcapPackets(handle, opened.nanosPerFraction, settings.snapLength());
        polled = Platform.isLinux() && LinuxCalls.areAvailable() ? new Memory(POLL_BYTES) : null;
        watch = polled == null ? null : new InterfaceWatch(device, packets.file(), notices);
        if (polled != null) {
            handle.setBlockingMode(BlockingMode.NONBLOCKING);
            polled.clear();
            polled.setInt(POLL_FILE_AT, packets.file());
            polled.setShort(POLL_WANTED_AT, (short) POLL_IN);
        }
    }

    /** @param nanosPerFraction what the fractions of a second in its time stamps count */
    private record Opened(PcapHandle handle, int nanosPerFraction) {
        int linkType() {
            return handle.getDlt().value();
        }
    }

    static PcapCapture open(Device device, LiveSettings settings, Consumer<String> notices) throws CaptureException {
        PcapLibrary.prepare();
        try {
            Opened opened = handle(device, settings);
            try {
                PcapBlocks blocks = new PcapBlocks(settings.snapLength(), opened.linkType());
                return new PcapCapture(device, opened, blocks, settings, notices);
            } catch (PcapNativeException | NotOpenException e) {
                opened.handle.close();
                throw new CaptureException(device.name() + " cannot be captured from: " + e.getMessage() + ".", e);
            }
        } catch (LinkageError e) {
            throw PcapLibrary.missing(e);
        }
    }

    private static Opened handle(Device device, LiveSettings settings) throws CaptureException {
        Opened opened;
        try {
            opened = new Opened(built(device, settings, TimestampPrecision.NANO), 1);
        } catch (PcapNativeException e) {
            opened = new Opened(withMicroseconds(device, settings), MICROSECOND_NANOS);
        }
        if (settings.filter() == null) {
            return opened;
        }
        try {
            opened.handle.setFilter(settings.filter().expression(), BpfCompileMode.OPTIMIZE);
            return opened;
        } catch (PcapNativeException | NotOpenException e) {
            opened.handle.close();
            throw new CaptureException(
                    "libpcap does not take the filter for " + device.name() + ": " + e.getMessage() + ".", e);
        }
    }

    /** Not every system has nanoseconds; where something else is wrong, this says what. */
    private static PcapHandle withMicroseconds(Device device, LiveSettings settings) throws CaptureException {
        try {
            return built(device, settings, TimestampPrecision.MICRO);
        } catch (PcapNativeException e) {
            if (CapturePermission.lacking().isPresent()) {
                throw new CaptureException(CapturePermission.hint(), e);
            }
            throw new CaptureException(device.name() + " cannot be captured from: " + e.getMessage() + ".", e);
        }
    }

    private static PcapHandle built(Device device, LiveSettings settings, TimestampPrecision precision)
            throws PcapNativeException {
        return new PcapHandle.Builder(device.name())
                .snaplen(settings.snapLength())
                .promiscuousMode(settings.promiscuous() ? PromiscuousMode.PROMISCUOUS : PromiscuousMode.NONPROMISCUOUS)
                .timeoutMillis(TIMEOUT_MILLIS)
                .bufferSize(Math.min(LARGEST_BUFFER_MEBIBYTES, settings.bufferMebibytes()) << 20)
                .timestampPrecision(precision)
                .build();
    }

    String linkTypeName() {
        return LinkType.name(handle.getDlt().value());
    }

    @Override
    boolean await(int place) {
        while (!broken && !ending.isOverdue()) {
            broken = blocks.fill(place, packets) < PcapPackets.NONE_NOW;
            if (!blocks.isEmpty(place)) {
                return true;
            }
            if (!broken && !sleep()) {
                return false;
            }
        }
        if (broken && !ending.isWished() && isThere()) {
            failure = whatLibpcapSays();
            notices.accept("Capturing from " + device.name() + " ends here: " + failure + ".");
        }
        return false;
    }

    private String whatLibpcapSays() {
        try {
            return handle.getError();
        } catch (NotOpenException e) {
            return "the handle was closed";
        }
    }

    /** Waits for packets; false where none will come any more. */
    private boolean sleep() {
        if (ending.isDrained()) {
            return false;
        }
        pause(System.nanoTime());
        if (polled != null) {
            polled.setShort(POLL_HAPPENED_AT, (short) 0);
            // what went wrong on the way, libpcap says when it is asked for packets
            return LinuxCalls.poll(polled, 1, TIMEOUT_MILLIS) > 0 && !watch.isDown() || isThere();
        }
        return true;
    }

    /** Looks after the interface, where that can be done beside libpcap. */
    private boolean isThere() {
        if (watch != null && !watch.look()) {
            failure = watch.end();
            return false;
        }
        return true;
    }

    /** Of libpcap's buffer, bytes count. */
    @Override
    long used() {
        long used = counts.bytes() - bytesBefore + (counts.packets() - packetsBefore) * BESIDE_A_PACKET_BYTES;
        bytesBefore = counts.bytes();
        packetsBefore = counts.packets();
        return used;
    }

    @Override
    void tend(long now) {
        if (now - statisticsReadAt > STATISTICS_NANOS) {
            statisticsReadAt = now;
            drops();
        }
    }

    @Override
    BlockReading anotherReading() {
        return blocks.reading();
    }

    @Override
    long kernelDrops() {
        try {
            kernelDrops.set(handle.getStats().getNumPacketsDropped());
        } catch (PcapNativeException | NotOpenException e) {
            // the figure read last stays
        }
        return kernelDrops.value();
    }

    @Override
    String endDetail() {
        return failure;
    }

    @Override
    void release() {
        handle.close();
    }
}
