package org.portwitness.analyzer.proof;

import java.util.List;

/**
 * Something that a report says, and by what its packets are known.
 *
 * @param words names the finding or the row, as the comment on its packets
 * @param traces what it rests on; at most {@link Proof#MOST_TRACES_OF_A_CLAIM}
 * @param packetsNotTraced packets, at least, of what it rests on beyond those
 */
public record Claim(String words, List<Trace> traces, long packetsNotTraced) {
    public Claim {
        traces = List.copyOf(traces);
    }
}
