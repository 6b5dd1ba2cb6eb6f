package org.portwitness.analyzer.flow;

/** A table that grows until it is refused. */
public final class Filling {
    private Filling() {}

    /** How many slots it has then. */
    public static int fill(Bound bound) {
        int size = 0;
        while (bound.admits(size)) {
            size++;
        }
        return size;
    }
}
