package org.portwitness.capture.live;

import java.sql.Timestamp;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.PcapStat;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.CaptureSummary;
import org.portwitness.capture.CaptureSummary.Drops;
import org.portwitness.capture.Frame;
import org.portwitness.capture.LinkType;

/**
 * An interface read through libpcap or Npcap by pcap4j, wherever those run. A thread of its own sits in libpcap's loop and copies each
 * packet over to the one that reads; the loop is the cheapest way that pcap4j has.
 */
final class PcapLoopCapture implements LiveSource {
    private static final int HAND_OFF_BYTES = 8 << 20;
    /** How long libpcap may collect packets before it hands them over. */
    private static final int TIMEOUT_MILLIS = 50;

    private static final int LARGEST_BUFFER_MEBIBYTES = 2047;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(3 * TIMEOUT_MILLIS);
    private static final long LONGEST_DRAIN_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long STATISTICS_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PATIENCE_MILLIS = 5_000;

    private final Device device;
    private final PcapHandle handle;
    private final int snapLength;
    private final int linkType;
    private final HandOff handOff;
    private final Consumer<String> notices;
    private final Thread looper = new Thread(this::loop, "libpcap");
    private final Counts counts = new Counts();
    private final InterfaceDrops interfaceDrops;
    private final GrowingCount kernelDrops = new GrowingCount();

    private Runnable pauseTask = () -> {};
    private long statisticsReadAt = System.nanoTime();
    private boolean ended;
    private volatile String failure;
    private volatile long stoppedAt;
    private volatile boolean stopping;
    private volatile long position;
    private boolean closed;

    private PcapLoopCapture(Device device, PcapHandle handle, int snapLength, Consumer<String> notices) {
        this.device = device;
        this.handle = handle;
        this.snapLength = snapLength;
        this.notices = notices;
        linkType = handle.getDlt().value();
        handOff = new HandOff(HAND_OFF_BYTES, linkType);
        interfaceDrops = new InterfaceDrops(device.name());
    }

    static PcapLoopCapture open(Device device, LiveSettings settings, Consumer<String> notices)
            throws CaptureException {
        PcapLibrary.prepare();
        try {
            PcapHandle handle = handle(device, settings);
            PcapLoopCapture capture = new PcapLoopCapture(device, handle, settings.snapLength(), notices);
            capture.looper.setDaemon(true);
            capture.looper.start();
            return capture;
        } catch (LinkageError e) {
            throw PcapLibrary.missing(e);
        }
    }

    private static PcapHandle handle(Device device, LiveSettings settings) throws CaptureException {
        PcapHandle handle;
        try {
            handle = built(device, settings, TimestampPrecision.NANO);
        } catch (PcapNativeException e) {
            handle = withMicroseconds(device, settings);
        }
        if (settings.filter() == null) {
            return handle;
        }
        try {
            handle.setFilter(settings.filter().expression(), BpfCompileMode.OPTIMIZE);
            return handle;
        } catch (PcapNativeException | NotOpenException e) {
            handle.close();
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
        return LinkType.name(linkType);
    }

    /** The looper's: until the capture is stopped or breaks. */
    private void loop() {
        try {
            handle.loop(-1, this::onPacket);
        } catch (InterruptedException e) {
            // the loop was broken: this is how pcap4j says so
            Thread.currentThread().interrupt();
        } catch (PcapNativeException | NotOpenException e) {
            failure = e.getMessage();
        } finally {
            handOff.finish();
        }
    }

    private void onPacket(byte[] packet) {
        Timestamp time = handle.getTimestamp();
        long nanos = Math.floorDiv(time.getTime(), 1000L) * NANOS_PER_SECOND + time.getNanos();
        int captured = Math.min(packet.length, snapLength);
        handOff.put(packet, captured, handle.getOriginalLength(), nanos);
    }

    @Override
    public boolean next(Frame frame) {
        while (!handOff.poll(frame)) {
            if (!sleep()) {
                ended = true;
                return false;
            }
        }
        if (ended || (stopping && System.nanoTime() - stoppedAt > LONGEST_DRAIN_NANOS)) {
            ended = true;
            return false;
        }
        counts.add(frame);
        return true;
    }

    private boolean sleep() {
        if (ended || handOff.isFinished()) {
            sayWhyItEnded();
            return false;
        }
        long now = System.nanoTime();
        if (stopping && now - stoppedAt > DRAIN_NANOS) {
            return false;
        }
        if (now - statisticsReadAt > STATISTICS_NANOS) {
            statisticsReadAt = now;
            drops();
        }
        position = counts.bytes();
        pauseTask.run();
        handOff.await();
        return true;
    }

    private void sayWhyItEnded() {
        if (failure != null && !ended && !stopping) {
            notices.accept("Capturing from " + device.name() + " ends here: " + failure + ".");
        }
    }

    @Override
    public void onPause(Runnable task) {
        pauseTask = task;
    }

    @Override
    public void stop() {
        if (!stopping) {
            stoppedAt = System.nanoTime();
            stopping = true;
        }
    }

    @Override
    public long inputPosition() {
        return position;
    }

    @Override
    public long inputLength() {
        return -1;
    }

    @Override
    public synchronized Drops drops() {
        if (!closed) {
            try {
                PcapStat statistics = handle.getStats();
                kernelDrops.set(statistics.getNumPacketsDropped());
            } catch (PcapNativeException | NotOpenException e) {
                // the figure read last stays
            }
        }
        return new Drops(kernelDrops.value(), interfaceDrops.count(), 0);
    }

    @Override
    public List<CaptureSummary> summaries() {
        return List.of(counts.summary(device.name(), linkType, failure, drops()));
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            drops();
            closed = true;
        }
        handOff.abandon();
        try {
            handle.breakLoop();
            looper.join(PATIENCE_MILLIS);
        } catch (NotOpenException e) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // while the loop runs, closing would wait for it: then the handle goes with the process
        if (!looper.isAlive()) {
            handle.close();
        }
    }
}
