package org.portwitness.analyzer;

import java.nio.file.Path;
import java.util.List;

/**
 * What the user asks of an analysis, as written on the command line; {@link Analysis#prepare} checks it.
 *
 * @param units addresses or CIDR ranges of the room units; empty: they are found
 * @param unitVersion firmware as {@code 2.0.17410.1}, null when not told
 * @param servers {@code role=address|cidr|name}
 * @param mediaPorts {@code LO-HI} of the on-premises media range, null for the table's own
 * @param tables port tables to use instead of the built-in ones, null for those
 * @param endpoints Office 365 endpoint file to use instead of the built-in snapshots, null for those
 * @param packetLimit stop after so many packets; {@link Long#MAX_VALUE} for all
 * @param threads analysis lanes, {@link #AS_MANY_AS_HELP} for as many as help
 */
public record Settings(
        List<String> units,
        String unitVersion,
        Deployment deployment,
        List<String> servers,
        String mediaPorts,
        Path tables,
        Path endpoints,
        long packetLimit,
        int threads) {

    /** As many lanes as help. */
    public static final int AS_MANY_AS_HELP = 0;

    /** Where Skype for Business and Exchange are: decides which of the vendor's tables apply. */
    public enum Deployment {
        /** The tables whose peers are seen, online if neither is. */
        AUTO,
        ON_PREMISES,
        ONLINE,
        HYBRID
    }

    public static final Settings DEFAULTS = new Settings(
            List.of(), null, Deployment.AUTO, List.of(), null, null, null, Long.MAX_VALUE, AS_MANY_AS_HELP);
}
