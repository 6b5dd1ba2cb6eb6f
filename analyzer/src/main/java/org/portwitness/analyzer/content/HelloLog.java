package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.TlsHello;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.Beginnings;
import org.portwitness.analyzer.flow.Bound;
import org.portwitness.analyzer.flow.Ordered;

/**
 * Every ClientHello of a lane. The list is bounded and holds the latest, the counts are not.
 *
 * <p>Inside: {@value #STRIDE} longs a hello in blocks.
 *
 * <pre>
 *  0,1  client   2,3  server   4  client port:16 | server port:16 | version:32   5  nanoseconds   6  name:32 | ALPN:32
 * </pre>
 */
final class HelloLog implements Ordered<TlsHello> {
    private static final int STRIDE = 7;

    /** What a hello takes in the list. */
    static final int SLOT_BYTES = STRIDE * Long.BYTES;

    private static final int BLOCK = 1 << 12;

    /** More names than any site has; a scan through a million names keeps the first of them. */
    private static final int MOST_NAMES = 1 << 17;

    private static final int MOST_ALPN_LISTS = 1 << 12;

    private final Bound bound;
    private final GivenUp givenUp;
    private final NameTable names = new NameTable(MOST_NAMES, true);
    private final NameTable alpnLists = new NameTable(MOST_ALPN_LISTS, false);
    private long[][] blocks = new long[0][];
    private int listed;

    /** The oldest of a full list, which the next hello replaces. */
    private int oldest;

    private long total;
    private long withoutName;
    private Beginnings beginnings;

    HelloLog(Bound bound, GivenUp givenUp) {
        this.bound = bound;
        this.givenUp = givenUp;
    }

    void keepOrder(Beginnings ofHellos) {
        beginnings = ofHellos;
    }

    /** Counts a hello that the packet completed; gives the number of its name. */
    int add(PacketFacts facts, ByteBuffer bytes, ClientHello hello) {
        total++;
        int name = nameOf(bytes, hello);
        if (!hello.hasServerName()) {
            withoutName++;
        } else if (name == NameTable.NONE) {
            givenUp.add(GivenUp.Reason.NAMES_NOT_KEPT);
        }
        names.count(name);
        int number = place();
        long[] to = blocks[number / BLOCK];
        int at = number % BLOCK * STRIDE;
        to[at] = facts.sourceHigh;
        to[at + 1] = facts.sourceLow;
        to[at + 2] = facts.destinationHigh;
        to[at + 3] = facts.destinationLow;
        to[at + 4] =
                (long) facts.sourcePort << 48 | (long) facts.destinationPort << 32 | hello.version() & 0xffff_ffffL;
        to[at + 5] = facts.timeNanos;
        to[at + 6] = (long) name << 32 | alpnOf(bytes, hello) & 0xffff_ffffL;
        if (beginnings != null) {
            beginnings.note(number);
        }
        return name;
    }

    /** Where the next hello goes. */
    private int place() {
        if (!bound.admits(listed)) {
            givenUp.add(GivenUp.Reason.HELLOS_NOT_LISTED);
            int number = oldest;
            oldest = oldest + 1 == listed ? 0 : oldest + 1;
            return number;
        }
        if (listed == blocks.length * BLOCK) {
            blocks = Arrays.copyOf(blocks, blocks.length + 1);
            blocks[blocks.length - 1] = new long[BLOCK * STRIDE];
        }
        return listed++;
    }

    int nameOf(ByteBuffer bytes, ClientHello hello) {
        return hello.hasServerName()
                ? names.intern(bytes, hello.serverNameAt(), hello.serverNameLength())
                : NameTable.NONE;
    }

    int alpnOf(ByteBuffer bytes, ClientHello hello) {
        return hello.hasAlpn() ? alpnLists.intern(bytes, hello.alpnAt(), hello.alpnLength()) : NameTable.NONE;
    }

    NameTable names() {
        return names;
    }

    NameTable alpnLists() {
        return alpnLists;
    }

    long total() {
        return total;
    }

    long withoutName() {
        return withoutName;
    }

    Map<String, Long> countsByName() {
        return names.counts();
    }

    @Override
    public Walk<TlsHello> iterator() {
        return new Walk<>() {
            private int position;

            @Override
            public boolean hasNext() {
                return position < listed;
            }

            @Override
            public TlsHello next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return hello(numberAt(position++));
            }

            @Override
            public long place() {
                return beginnings.of(numberAt(position));
            }
        };
    }

    /** The oldest is at position 0. */
    private int numberAt(int position) {
        int number = oldest + position;
        return number < listed ? number : number - listed;
    }

    private TlsHello hello(int number) {
        long[] from = blocks[number / BLOCK];
        int at = number % BLOCK * STRIDE;
        long ports = from[at + 4];
        int alpn = (int) from[at + 6];
        return new TlsHello(
                new Endpoint(new Address(from[at], from[at + 1]), (int) (ports >>> 48)),
                new Endpoint(new Address(from[at + 2], from[at + 3]), (int) (ports >>> 32) & 0xffff),
                from[at + 5],
                names.text((int) (from[at + 6] >> 32)),
                TlsVersion.inWords((int) ports),
                alpn == NameTable.NONE ? List.of() : Alpn.protocols(alpnLists.bytes(alpn)));
    }
}
