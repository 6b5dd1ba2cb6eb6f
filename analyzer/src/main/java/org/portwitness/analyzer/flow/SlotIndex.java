package org.portwitness.analyzer.flow;

/**
 * Finds the slots of a table by hash: open addressing with linear probing, at most half full, over one array of longs.
 *
 * <pre>
 * hash : 32 | slot + 1 : 32        0 = nobody
 * </pre>
 *
 * <p>The whole hash stands beside the slot, so that a search ends without a look at the records of others: in memory those are far away. Who
 * searches walks from {@link #home} by {@link #next} until {@link #entry} is 0, and compares keys itself. Owned by one lane; allocates only when it
 * grows.
 */
public final class SlotIndex {
    /** No place of the index. */
    public static final int NONE = -1;

    private long[] entries;
    private int mask;

    /** @param slots a power of two: so many fit before the index has to grow */
    public SlotIndex(int slots) {
        entries = new long[slots * 2];
        mask = entries.length - 1;
    }

    /** Where a search for that hash begins. */
    public int home(int hash) {
        return hash & mask;
    }

    public int next(int position) {
        return position + 1 & mask;
    }

    /** What stands there, 0 for nothing. */
    public long entry(int position) {
        return entries[position];
    }

    public static int hash(long entry) {
        return (int) (entry >>> Integer.SIZE);
    }

    /** −1 of an empty place. */
    public static int slot(long entry) {
        return (int) entry - 1;
    }

    /** Into that place, whatever stood there. */
    public void put(int position, int hash, int slot) {
        entries[position] = entry(hash, slot);
    }

    private static long entry(int hash, int slot) {
        return (long) hash << Integer.SIZE | slot + 1;
    }

    /** Makes room for so many slots in all; places that were found before are no longer theirs. True where it grew. */
    public boolean makeRoomFor(int slots) {
        if (slots * 2 <= entries.length) {
            return false;
        }
        long[] old = entries;
        entries = new long[old.length * 2];
        mask = entries.length - 1;
        for (long entry : old) {
            if (entry != 0) {
                int position = home(hash(entry));
                while (entries[position] != 0) {
                    position = next(position);
                }
                entries[position] = entry;
            }
        }
        return true;
    }

    /** Where that slot stands; {@link #NONE} where it does not. */
    public int positionOf(int hash, int slot) {
        long wanted = entry(hash, slot);
        int position = home(hash);
        while (entries[position] != wanted) {
            if (entries[position] == 0) {
                return NONE;
            }
            position = next(position);
        }
        return position;
    }

    /** Empties a place, and closes the gap so that no search stops too early. */
    public void clear(int position) {
        int hole = position;
        int next = hole;
        while (true) {
            next = next(next);
            long entry = entries[next];
            if (entry == 0) {
                break;
            }
            // an entry may move back into the hole unless its home lies cyclically between the hole and where it is
            if ((next - home(hash(entry)) & mask) >= (next - hole & mask)) {
                entries[hole] = entry;
                hole = next;
            }
        }
        entries[hole] = 0;
    }
}
