package org.portwitness.analyzer.evidence;

import java.util.List;

/**
 * TCP attempts that were forgotten because there were more than a table holds, as far as that bears on verdicts.
 *
 * @param loneSyns SYNs that came once, from hosts that nobody was seen to talk with, and that nothing answered
 * @param attempts all others
 * @param answered which of the others were answered
 * @param unknownAnswers answered ones beyond the bound of that list
 */
public record Forgotten(long loneSyns, long attempts, Iterable<Answered> answered, long unknownAnswers) {
    public static final Forgotten NOTHING = new Forgotten(0, 0, List.of(), 0);

    /**
     * A pair with answered attempts of which nothing else is left.
     *
     * @param firstNanos first SYN of the first of them
     * @param lastNanos last of their answers
     */
    public record Answered(Address client, Endpoint server, long firstNanos, long lastNanos) {}
}
