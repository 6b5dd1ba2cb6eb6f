package org.portwitness.analyzer;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.portwitness.analyzer.flow.Ordered;

/** The records of several lanes as one lane would tell them. Its records are made while it is iterated, as the lanes' are. */
record InOrder<T>(List<? extends Ordered<T>> lanes) implements Iterable<T> {
    /** Parts of lanes that kept the order. */
    static <T> InOrder<T> of(List<? extends Iterable<T>> parts) {
        return new InOrder<>(parts.stream().map(part -> (Ordered<T>) part).toList());
    }

    @Override
    public Iterator<T> iterator() {
        List<Ordered.Walk<T>> walks = lanes.stream().map(Ordered::iterator).toList();
        return new Iterator<>() {
            /** The walk whose next record is next of all; null at the end. */
            private Ordered.Walk<T> foremost = foremost();

            private Ordered.Walk<T> foremost() {
                Ordered.Walk<T> best = null;
                long bestPlace = 0;
                for (Ordered.Walk<T> walk : walks) {
                    if (walk.hasNext() && (best == null || walk.place() < bestPlace)) {
                        best = walk;
                        bestPlace = walk.place();
                    }
                }
                return best;
            }

            @Override
            public boolean hasNext() {
                return foremost != null;
            }

            @Override
            public T next() {
                if (foremost == null) {
                    throw new NoSuchElementException();
                }
                T record = foremost.next();
                foremost = foremost();
                return record;
            }
        };
    }
}
