package org.portwitness.capture.filter;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.portwitness.capture.live.SocketFilter;

/** Makes of an expression what the kernel runs on an interface's packets. */
public final class LiveFilter {
    /**
     * libpcap filters again in the program what the kernel let through before the filter was set, and knows none of these there: packets would
     * be missing, and no counter would tell.
     */
    private static final Pattern REFUSED = word("inbound|outbound|ifindex");

    /** The kernel has taken the tags out when it filters. */
    private static final Pattern TAGS = word("vlan");

    private LiveFilter() {}

    private static Pattern word(String words) {
        return Pattern.compile("(?<![\\w.:-])(" + words + ")(?![\\w.:-])");
    }

    /**
     * Compiles an expression.
     *
     * @param linkType the registry's LINKTYPE number
     * @param snapLength bytes of each packet to keep
     * @throws FilterException where the expression does not parse, asks for what must not be asked here, or libpcap is missing
     */
    public static SocketFilter compile(String expression, int linkType, int snapLength) throws FilterException {
        Matcher refused = REFUSED.matcher(expression);
        if (refused.find()) {
            throw new FilterException(
                    "\"" + refused.group()
                            + "\" cannot be used while capturing, since packets could be missing without being counted; leave"
                            + " it out, and name addresses with src or dst instead.",
                    false);
        }
        BpfProgram program = FilterCompiler.compile(expression, linkType, ByteOrder.nativeOrder(), snapLength);
        if (TAGS.matcher(expression).find()) {
            return new SocketFilter(expression, List.of(), () -> new PacketFilter(program)::accepts);
        }
        List<Long> packed = new ArrayList<>();
        for (int i = 0; i < program.length(); i++) {
            packed.add((long) program.codes[i] << 48
                    | (long) program.ifTrue[i] << 40
                    | (long) program.ifFalse[i] << 32
                    | program.constants[i] & 0xffff_ffffL);
        }
        return new SocketFilter(expression, packed, null);
    }
}
