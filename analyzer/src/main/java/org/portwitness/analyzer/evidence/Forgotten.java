package org.portwitness.analyzer.evidence;

import java.util.List;

/**
 * What was forgotten because there was more than a table holds, as far as that bears on verdicts.
 *
 * @param loneSyns SYNs that came once, from hosts that nobody was seen to talk with, and that nothing answered
 * @param attempts all other TCP attempts
 * @param answered which of the others were answered
 * @param unknownAnswers answered ones beyond the bound of that list
 * @param answeredQueries clients and DNS servers of answered queries
 * @param unkeptAnswers answers over UDP that nothing tells of: to requests that had no place, or beyond the bound of that list
 */
public record Forgotten(
        long loneSyns,
        long attempts,
        Iterable<Answered> answered,
        long unknownAnswers,
        Iterable<Answered> answeredQueries,
        long unkeptAnswers) {
    public static final Forgotten NOTHING = new Forgotten(0, 0, List.of(), 0, List.of(), 0);

    /** The same of TCP, and this of UDP. */
    public Forgotten withUdp(Iterable<Answered> queries, long unkept) {
        return new Forgotten(loneSyns, attempts, answered, unknownAnswers, queries, unkept);
    }

    /**
     * A pair with answered attempts or queries of which nothing else is left.
     *
     * @param firstNanos first SYN or query of the first of them
     * @param lastNanos last of their answers
     */
    public record Answered(Address client, Endpoint server, long firstNanos, long lastNanos) {}
}
