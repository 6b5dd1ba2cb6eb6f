package org.portwitness.capture.live;

import java.util.function.Consumer;
import org.portwitness.capture.CaptureException;

/** One lane of the ring engine on its way to being bound. */
final class RingSetup {
    private final PacketSocket socket;
    private final LiveSettings settings;
    private final RingCapture source;
    private final long ringBytes;

    private RingSetup(PacketSocket socket, LiveSettings settings, RingCapture source, long ringBytes) {
        this.socket = socket;
        this.settings = settings;
        this.source = source;
        this.ringBytes = ringBytes;
    }

    /** Makes socket and ring; nothing arrives yet. */
    static RingSetup prepare(Device device, LiveSettings settings, Consumer<String> notices) throws CaptureException {
        PacketSocket socket = PacketSocket.open(device);
        PacketRing ring = null;
        try {
            if (settings.promiscuous()) {
                socket.becomePromiscuous();
            }
            ring = socket.ring(settings.bufferMebibytes());
            SocketFilter filter = settings.filter();
            FrameTest rest = filter == null || filter.rest() == null
                    ? null
                    : filter.rest().get();
            BlockWalk walk = new BlockWalk(device.linkType(), settings.snapLength(), device.loopback(), rest);
            RingCapture source = new RingCapture(device, socket, ring, walk, notices);
            return new RingSetup(socket, settings, source, ring.bytes());
        } catch (CaptureException e) {
            if (ring != null) {
                ring.close();
            }
            socket.close();
            throw e;
        }
    }

    /**
     * Lets packets arrive.
     *
     * @param muted keep none of them before {@link #filter} is called
     */
    void bind(boolean muted) throws CaptureException {
        if (muted) {
            socket.keepNothing();
        } else {
            filter();
        }
        socket.bind();
    }

    void filter() throws CaptureException {
        SocketFilter filter = settings.filter();
        if (filter == null || filter.program().isEmpty()) {
            socket.keepAll(settings.snapLength());
        } else {
            socket.attach(filter.program());
        }
    }

    PacketSocket socket() {
        return socket;
    }

    RingCapture source() {
        return source;
    }

    long ringBytes() {
        return ringBytes;
    }

    void close() {
        source.close();
    }
}
