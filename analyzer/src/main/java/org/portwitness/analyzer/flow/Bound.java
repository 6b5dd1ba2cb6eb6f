package org.portwitness.analyzer.flow;

/**
 * How many slots one table may have: its own share in any case, and up to its limit as long as the {@link Room} that it shares with others lasts. A
 * table that was refused stays as large as it is, and its owner decides what must go. Owned by one lane.
 */
public final class Bound {
    /** About so much is taken at a time: less asks more often, more is taken in vain. */
    private static final int STEP_BYTES = 1 << 19;

    private final int slotBytes;
    private final int step;
    private final Room room;
    private int limit;
    private int granted;

    /**
     * @param own slots that it may have whatever the others do
     * @param limit slots that it may have at most
     * @param slotBytes what a slot takes, with its part of the index and of what hangs on it
     */
    public Bound(int own, int limit, int slotBytes, Room room) {
        this.limit = limit;
        this.slotBytes = slotBytes;
        this.room = room;
        step = Math.max(1, STEP_BYTES / slotBytes);
        granted = Math.min(own, limit);
    }

    /** So many in any case, and no more. */
    public static Bound of(int limit) {
        return new Bound(limit, limit, 1, new Room(0));
    }

    /** Whether a table that has so many slots may have one more. */
    public boolean admits(int size) {
        return size < granted || size < limit && grows();
    }

    private boolean grows() {
        int more = Math.min(step, limit - granted);
        if (!room.take((long) more * slotBytes)) {
            limit = granted;
            return false;
        }
        granted += more;
        return true;
    }

    /** Slots that it has at most, as far as is known by now. */
    public int limit() {
        return limit;
    }
}
