package org.portwitness.capture.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Packets that an interface or its driver lost since the capture began, as Linux counts them; any thread may ask. */
final class InterfaceDrops {
    private final Path folder;
    private final long before;
    private long newest;

    InterfaceDrops(String name) {
        folder = Path.of("/sys/class/net", name, "statistics");
        before = now();
        newest = before < 0 ? -1 : 0;
    }

    /**
     * −1 where nobody counts. A counter that went back was reset, with the driver perhaps: then all it has is new. Of an interface that vanished
     * the last figure stays.
     */
    synchronized long count() {
        long now = now();
        if (now >= 0) {
            newest = now >= before ? now - Math.max(0, before) : now;
        }
        return newest;
    }

    private long now() {
        try {
            return read("rx_missed_errors") + read("rx_fifo_errors");
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
    }

    private long read(String counter) throws IOException {
        return Long.parseLong(Files.readString(folder.resolve(counter)).strip());
    }
}
