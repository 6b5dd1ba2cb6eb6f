package org.portwitness.capture.live;

import java.util.function.Consumer;
import org.portwitness.capture.CaptureException;

/** The ring engine on its way to being bound: socket, ring, filter, in the order that loses and lets through nothing. */
final class RingSetup {
    private RingSetup() {}

    static RingCapture open(Device device, LiveSettings settings, Consumer<String> notices) throws CaptureException {
        PacketSocket socket = PacketSocket.open(device);
        PacketRing ring = null;
        try {
            if (settings.promiscuous()) {
                socket.becomePromiscuous();
            }
            ring = socket.ring(settings.bufferMebibytes());
            if (ring.bytes() >> 20 < settings.bufferMebibytes()) {
                notices.accept("There is no memory for a buffer of " + settings.bufferMebibytes() + " MiB: "
                        + device.name() + " gets one of " + (ring.bytes() >> 20) + " MiB.");
            }
            filter(socket, settings);
            RingCapture source = new RingCapture(device, socket, ring, () -> walk(device, settings), notices);
            socket.bind();
            return source;
        } catch (CaptureException e) {
            if (ring != null) {
                ring.close();
            }
            socket.close();
            throw e;
        }
    }

    /** Each reader has one: what is asked of packets beyond the kernel's filter keeps notes. */
    private static BlockWalk walk(Device device, LiveSettings settings) {
        SocketFilter filter = settings.filter();
        FrameTest rest =
                filter == null || filter.rest() == null ? null : filter.rest().get();
        return new BlockWalk(device.linkType(), settings.snapLength(), device.loopback(), rest);
    }

    private static void filter(PacketSocket socket, LiveSettings settings) throws CaptureException {
        SocketFilter filter = settings.filter();
        if (filter == null || filter.program().isEmpty()) {
            socket.keepAll(settings.snapLength());
        } else {
            socket.attach(filter.program());
        }
    }
}
