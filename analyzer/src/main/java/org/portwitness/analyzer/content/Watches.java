package org.portwitness.analyzer.content;

import java.util.Arrays;
import org.portwitness.analyzer.flow.Bound;
import org.portwitness.analyzer.flow.FlowTable;

/** The watches of a lane by number: those in use, and those that were given back and wait for the next connection. */
final class Watches {
    /** How many connections are looked at for one whose content may go. */
    private static final int EVICTION_SAMPLE = 16;

    private final Bound bound;
    private Watch[] all = new Watch[64];
    private int[] idle = new int[64];
    private int size;
    private int idleCount;
    private int hand;

    Watches(Bound bound) {
        this.bound = bound;
    }

    Watch get(int number) {
        return all[number];
    }

    /** One that belongs to no connection; null where there is none and there may be no more. */
    Watch take() {
        if (idleCount > 0) {
            return all[idle[--idleCount]];
        }
        if (!bound.admits(size)) {
            return null;
        }
        if (size == all.length) {
            all = Arrays.copyOf(all, size * 2);
        }
        Watch watch = new Watch(size);
        all[size++] = watch;
        return watch;
    }

    /** Of a few, the next connection whose handshake was done: that it came about is known without its content. Null where none is such. */
    Watch leastTelling() {
        for (int i = 0; i < EVICTION_SAMPLE; i++) {
            hand = hand + 1 >= size ? 0 : hand + 1;
            Watch watch = all[hand];
            if (!watch.isLive() && watch.http == null && watch.tls != null && watch.tls.isEstablished()) {
                return watch;
            }
        }
        return null;
    }

    void giveBack(Watch watch) {
        watch.clear();
        watch.flow = FlowTable.NONE;
        if (idleCount == idle.length) {
            idle = Arrays.copyOf(idle, idleCount * 2);
        }
        idle[idleCount++] = watch.number;
    }
}
