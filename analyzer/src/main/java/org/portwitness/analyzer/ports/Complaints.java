package org.portwitness.analyzer.ports;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What is wrong with a table file, collected so that a user need not mend one mistake a run. */
final class Complaints {
    static final int MOST = 20;

    private final String source;
    private final List<Complaint> list = new ArrayList<>();

    private record Complaint(int line, int column, String text) implements Comparable<Complaint> {
        @Override
        public int compareTo(Complaint other) {
            return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
        }
    }

    Complaints(String source) {
        this.source = source;
    }

    void add(YamlText.Node at, String whatIsWrong) {
        add(at.line(), at.column(), whatIsWrong);
    }

    void add(int line, int column, String whatIsWrong) {
        list.add(new Complaint(line, column, source + ":" + line + ":" + column + ": " + whatIsWrong));
        // in file order, whatever the order of reading; the first ones stay
        Collections.sort(list);
        if (list.size() > MOST) {
            list.remove(MOST);
        }
    }

    void throwIfAny() throws PortTableException {
        if (!list.isEmpty()) {
            throw new PortTableException(list.stream().map(Complaint::text).toList());
        }
    }
}
