package org.portwitness.analyzer.ports;

import java.util.List;

/** A port table that cannot be used. The message is the first complaint; {@link #complaints()} has all of them. */
public final class PortTableException extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an immutable list of strings, whose class is serializable
    private final List<String> complaints;

    PortTableException(List<String> complaints) {
        super(
                complaints.size() == 1
                        ? complaints.get(0)
                        : complaints.get(0) + " (and " + (complaints.size() - 1) + " more)");
        this.complaints = List.copyOf(complaints);
    }

    /** Each {@code file:line:column: what is wrong; what is allowed}, in file order, at most {@value Complaints#MOST}. */
    public List<String> complaints() {
        return complaints;
    }
}
