package org.portwitness.analyzer.flow;

import java.util.Iterator;

/**
 * Records of one lane that can be put in order with those of other lanes. Two lanes never have records with the same place: a packet belongs
 * to one lane.
 */
public interface Ordered<T> extends Iterable<T> {
    @Override
    Walk<T> iterator();

    /** A walk along the records that tells where the next one stands. */
    interface Walk<T> extends Iterator<T> {
        /** Place of the record that {@link #next} will give; to be asked only where there is one, and where the lane kept {@link Beginnings}. */
        long place();
    }
}
