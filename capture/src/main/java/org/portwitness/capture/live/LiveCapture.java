package org.portwitness.capture.live;

import java.util.function.Consumer;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.live.LiveSettings.EngineChoice;

/**
 * An interface that is being captured from. Packets arrive from the moment it is open. It is closed by the thread that reads, once others that
 * follow it are done.
 */
public final class LiveCapture implements AutoCloseable {
    private final LiveSource source;
    private final String description;

    private LiveCapture(LiveSource source, String description) {
        this.source = source;
        this.description = description;
    }

    /**
     * Opens an interface.
     *
     * @param notices gets a sentence for what happens to the interface while it is read, on the reading thread
     * @throws CaptureException where it cannot be captured from, with what would help
     */
    public static LiveCapture open(Device device, LiveSettings settings, Consumer<String> notices)
            throws CaptureException {
        boolean ring = LinuxCalls.areAvailable() && device.index() > 0 && device.linkType() != Device.UNKNOWN_LINK_TYPE;
        if (settings.engine() == EngineChoice.AFPACKET && !ring) {
            throw new CaptureException(
                    LinuxCalls.areAvailable()
                            ? "The engine afpacket does not know the link layer of " + device.name()
                                    + "; use --engine pcap."
                            : "The engine afpacket needs Linux on a 64-bit x86 or ARM machine; use --engine pcap.");
        }
        return ring && settings.engine() != EngineChoice.PCAP
                ? openRing(device, settings, notices)
                : openPcap(device, settings, notices);
    }

    private static LiveCapture openPcap(Device device, LiveSettings settings, Consumer<String> notices)
            throws CaptureException {
        PcapCapture source = PcapCapture.open(device, settings, notices);
        return new LiveCapture(
                source,
                device.name() + ", link type " + source.linkTypeName() + ", engine pcap, buffer "
                        + settings.bufferMebibytes() + " MiB");
    }

    private static LiveCapture openRing(Device device, LiveSettings settings, Consumer<String> notices)
            throws CaptureException {
        RingCapture source = RingSetup.open(device, settings, notices);
        return new LiveCapture(
                source,
                device.name() + ", link type " + device.linkTypeName() + ", engine afpacket, buffer "
                        + (source.ringBytes() >> 20) + " MiB");
    }

    /** The packets; several lanes read them through {@link LiveSource#another}. */
    public LiveSource source() {
        return source;
    }

    /** What runs, for the user: interface, link type, engine, size of the buffer. */
    public String description() {
        return description;
    }

    @Override
    public void close() {
        source.close();
    }
}
