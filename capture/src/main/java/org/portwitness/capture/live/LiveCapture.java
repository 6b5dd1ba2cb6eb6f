package org.portwitness.capture.live;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.live.LiveSettings.EngineChoice;

/**
 * An interface that is being captured from. Packets arrive from the moment it is open; each lane's source is read by one thread.
 *
 * <p>Closing closes all lanes and is done by the thread that reads, or after the readers are done.
 */
public final class LiveCapture implements AutoCloseable {
    private final List<LiveSource> lanes;
    private final String description;

    private LiveCapture(List<LiveSource> lanes, String description) {
        this.lanes = List.copyOf(lanes);
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
        PcapLoopCapture source = PcapLoopCapture.open(device, settings, notices);
        return new LiveCapture(
                List.of(source),
                device.name() + ", link type " + source.linkTypeName() + ", engine pcap, buffer "
                        + settings.bufferMebibytes() + " MiB");
    }

    private static LiveCapture openRing(Device device, LiveSettings settings, Consumer<String> notices)
            throws CaptureException {
        List<RingSetup> setups = new ArrayList<>();
        try {
            int lanes = Math.max(1, settings.lanes());
            for (int i = 0; i < lanes; i++) {
                setups.add(RingSetup.prepare(device, settings, notices));
            }
            int group = 0;
            for (int i = 0; i < lanes; i++) {
                // a socket gets every packet until it is in the group, so a group's sockets keep nothing before all are
                // in it
                setups.get(i).bind(lanes > 1);
                if (i == 0 && lanes > 1) {
                    group = setups.get(0).socket().startGroup();
                } else if (lanes > 1) {
                    setups.get(i).socket().joinGroup(group);
                }
            }
            for (RingSetup setup : setups) {
                if (lanes > 1) {
                    setup.filter();
                }
            }
            long bytes = setups.stream().mapToLong(RingSetup::ringBytes).sum();
            return new LiveCapture(
                    setups.stream().map(setup -> (LiveSource) setup.source()).toList(),
                    device.name() + ", link type " + device.linkTypeName() + ", engine afpacket, buffer "
                            + (bytes >> 20) + " MiB" + (lanes > 1 ? " in " + lanes + " lanes" : ""));
        } catch (CaptureException e) {
            setups.forEach(RingSetup::close);
            throw e;
        }
    }

    /** One source for each lane. */
    public List<LiveSource> lanes() {
        return lanes;
    }

    /** What runs, for the user: interface, link type, engine, size of the buffer. */
    public String description() {
        return description;
    }

    @Override
    public void close() {
        lanes.forEach(LiveSource::close);
    }
}
