package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.SortedMap;
import org.portwitness.analyzer.evidence.HelloCounts;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.evidence.TlsHello;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.analyzer.flow.Beginnings;
import org.portwitness.analyzer.flow.Bound;
import org.portwitness.analyzer.flow.CaptureClock;
import org.portwitness.analyzer.flow.FlowTable;
import org.portwitness.analyzer.flow.Ordered;
import org.portwitness.analyzer.media.FramedMedia;
import org.portwitness.analyzer.transaction.StunMessageSink;

/**
 * What the first bytes of TCP connections show: TLS hellos on any port and anywhere in a connection and how the handshakes ended, HTTP,
 * STUN and TURN over TCP, MirrorOp, and DNS over TCP, which is handed on.
 *
 * <p>A connection is <em>scanned</em>: the first bytes of each segment are looked at, without state. When they begin something worth
 * following it is <em>watched</em>: both directions are put in order and read, until the handshake is complete or has failed; then it is
 * <em>settled</em> and costs one look at its word. All three states live in the flow table's content word. Owned by one lane; silence is
 * measured by the capture clock when somebody asks.
 */
public final class TcpContents implements FlowTable.EvictionListener {
    private static final int DNS_PORT = 53;

    /** A segment that came before the client's first byte is waited for within the stream's window. */
    private static final int FARTHEST_EARLY = ByteStore.LARGEST / 2;

    /** What is kept of a connection that was read: a {@link Watch} with a {@link TlsHandshake}. */
    public static final int WATCH_BYTES = 200;

    /** What a hello takes in the list. */
    public static final int HELLO_BYTES = HelloLog.SLOT_BYTES;

    /** About 700 bytes each; more than this many handshakes at a time are no longer an office. */
    private static final int MOST_LIVE = 1 << 15;

    private static final int MOST_HOSTS = 1 << 16;
    private static final long MOST_KEPT_BYTES = 16L << 20;

    private static final int LARGEST_WINDOW = 1 << 24;

    private final FlowTable flows;
    private final CaptureClock clock;
    private final GivenUp givenUp = new GivenUp();
    private final ByteStore store = new ByteStore(MOST_KEPT_BYTES, givenUp);
    private final NameTable hosts = new NameTable(MOST_HOSTS, true);
    private final HelloLog hellos;
    private final StunReading turnReading;
    private final TlsReading tlsReading;
    private final HttpReading httpReading;
    private final DnsReading dnsReading;
    private final Reading openingReading = new OpeningReading();
    private final ArrayDeque<Side> idleSides = new ArrayDeque<>();
    private final Watches watches;
    private final int mostLive;
    private int liveCount;
    private Watch idlest;
    private Watch busiest;

    /**
     * @param stun takes the STUN messages found in streams
     * @param media takes the media packets found in streams
     * @param dns takes the DNS messages found in streams of port 53
     * @param watches bound of the connections whose content is kept, {@value #WATCH_BYTES} bytes each
     * @param listedHellos bound of the hellos listed, {@value #HELLO_BYTES} bytes each
     */
    public TcpContents(
            FlowTable flows,
            CaptureClock clock,
            StunMessageSink stun,
            FramedMedia media,
            DnsExchanges dns,
            Bound watches,
            Bound listedHellos) {
        this(flows, clock, stun, media, dns, watches, MOST_LIVE, listedHellos);
    }

    TcpContents(
            FlowTable flows,
            CaptureClock clock,
            StunMessageSink stun,
            FramedMedia media,
            DnsExchanges dns,
            Bound bound,
            int mostLive,
            Bound listedHellos) {
        this.flows = flows;
        this.clock = clock;
        watches = new Watches(bound);
        this.mostLive = mostLive;
        hellos = new HelloLog(listedHellos, givenUp);
        turnReading = new StunReading(stun, media, new TurnMarks());
        tlsReading =
                new TlsReading(hellos, givenUp, turnReading, watch -> mark(watch.flow, ContentWord.PSEUDO_TLS_HELLO));
        httpReading = new HttpReading(hosts);
        dnsReading = new DnsReading(dns);
    }

    /** From now on remembers at which packet each hello stands, so that several lanes' hellos can be put in order. */
    public void keepOrder() {
        hellos.keepOrder(new Beginnings(clock));
    }

    /** Takes each TCP packet that has a flow, after the flow table has counted it. */
    public void onPacket(PacketFacts facts) {
        long word = flows.contentWord(facts.flow);
        int state = ContentWord.state(word);
        if (state == ContentWord.SETTLED) {
            return;
        }
        if (state == ContentWord.WATCH) {
            watched(facts, watches.get(ContentWord.number(word)));
            return;
        }
        if (facts.has(PacketFacts.SYN | PacketFacts.ACK)) {
            word = onSynAck(facts, word);
        }
        if (facts.payloadLength > 0) {
            scan(facts, word);
        }
    }

    /** Tells who is the client, where its bytes begin, and the server's TTL before any middlebox could have reason to speak for it. */
    private long onSynAck(PacketFacts facts, long word) {
        long updated =
                ContentWord.withTtl(word, facts.ttl) & ~ContentWord.CLIENT_IS_OPENER | ContentWord.CLIENT_IS_KNOWN;
        updated = facts.fromOpener ? updated : updated | ContentWord.CLIENT_IS_OPENER;
        if (!ContentWord.has(word, ContentWord.HAS_WATCH | ContentWord.OPENER_SPOKE | ContentWord.RESPONDER_SPOKE)) {
            updated = ContentWord.withFirstSequence(updated, (int) facts.acknowledgement);
        }
        flows.setContentWord(facts.flow, updated);
        return updated;
    }

    /** Sequence number of the payload: a SYN takes one of its own. */
    private static int payloadSequence(PacketFacts facts) {
        return (int) facts.sequence + (facts.tcpFlags >> 1 & 1);
    }

    private void scan(PacketFacts facts, long word) {
        int spoke = facts.fromOpener ? ContentWord.OPENER_SPOKE : ContentWord.RESPONDER_SPOKE;
        boolean first = (word & spoke) == 0;
        long updated = word;
        if (first) {
            updated = word | spoke;
            flows.setContentWord(facts.flow, updated);
            int early = earlyBy(facts, updated);
            int sequence = payloadSequence(facts) - early;
            if (facts.destinationPort == DNS_PORT || facts.sourcePort == DNS_PORT) {
                watch(facts, updated, dnsReading, (facts.destinationPort == DNS_PORT) == facts.fromOpener, sequence);
                return;
            }
            if (early > 0) {
                watch(facts, updated, openingReading, facts.fromOpener, sequence);
                return;
            }
        }
        ByteBuffer bytes = facts.bytes;
        int at = facts.payloadAt;
        int end = at + facts.payloadLength;
        switch (Beginning.of(bytes, at, end, first)) {
            case Beginning.TLS_HELLO -> watch(facts, updated, tlsReading, facts.fromOpener, payloadSequence(facts));
            case Beginning.OPAQUE_TLS ->
                flows.setContentWord(facts.flow, ContentWord.withState(updated, ContentWord.SETTLED));
            case Beginning.STUN -> watch(facts, updated, turnReading, openerIsClient(updated), payloadSequence(facts));
            case Beginning.HTTP_REQUEST -> {
                if (!hasRequest(updated)) {
                    watch(facts, updated, httpReading, facts.fromOpener, payloadSequence(facts));
                }
            }
            case Beginning.HTTP_ANSWER -> onHttpAnswer(facts, updated);
            case Beginning.MIRROR_OP ->
                mark(
                        facts.flow,
                        facts.fromOpener ? ContentWord.MIRROR_OP_OF_OPENER : ContentWord.MIRROR_OP_OF_RESPONDER);
            default -> {
                // nothing that this stage knows
            }
        }
    }

    private static boolean openerIsClient(long word) {
        return !ContentWord.has(word, ContentWord.CLIENT_IS_KNOWN)
                || ContentWord.has(word, ContentWord.CLIENT_IS_OPENER);
    }

    /** How many bytes of the client are missing before this segment, its first; 0 where that is not known or too many. */
    private static int earlyBy(PacketFacts facts, long word) {
        if (facts.fromOpener != openerIsClient(word) || !ContentWord.has(word, ContentWord.HAS_FIRST_SEQUENCE)) {
            return 0;
        }
        int early = payloadSequence(facts) - ContentWord.number(word);
        return early > 0 && early < FARTHEST_EARLY ? early : 0;
    }

    private boolean hasRequest(long word) {
        if (!ContentWord.has(word, ContentWord.HAS_WATCH)) {
            return false;
        }
        HttpExchange http = watches.get(ContentWord.number(word)).http;
        return http != null && http.hasRequest();
    }

    private void onHttpAnswer(PacketFacts facts, long word) {
        Watch watch;
        if (ContentWord.has(word, ContentWord.HAS_WATCH)) {
            watch = watches.get(ContentWord.number(word));
            if (watch.clientIsOpener == facts.fromOpener) {
                return;
            }
        } else {
            watch = newWatch(facts.flow, word);
            if (watch == null) {
                return;
            }
            setClient(watch, !facts.fromOpener);
        }
        if (watch.http == null) {
            watch.http = new HttpExchange();
        }
        int at = facts.payloadAt;
        watch.http.onStatus(HttpHead.status(facts.bytes, at, at + facts.payloadLength), payloadSequence(facts));
    }

    private void setClient(Watch watch, boolean clientIsOpener) {
        watch.clientIsOpener = clientIsOpener;
        long word = flows.contentWord(watch.flow);
        if (!ContentWord.has(word, ContentWord.CLIENT_IS_KNOWN)) {
            word |= ContentWord.CLIENT_IS_KNOWN;
            flows.setContentWord(watch.flow, clientIsOpener ? word | ContentWord.CLIENT_IS_OPENER : word);
        }
    }

    /** Begins to put the connection in order, from that sequence number of the packet's sender on, and reads the packet. */
    private void watch(PacketFacts facts, long word, Reading reading, boolean clientIsOpener, int sequence) {
        Watch watch = ContentWord.has(word, ContentWord.HAS_WATCH)
                ? watches.get(ContentWord.number(word))
                : newWatch(facts.flow, word);
        if (watch == null) {
            return;
        }
        watch.reading = reading;
        watch.next = Watch.Next.READ;
        if (reading == openingReading || reading == turnReading) {
            watch.clientIsOpener = clientIsOpener;
        } else {
            setClient(watch, clientIsOpener);
        }
        makeLive(watch, facts, sequence);
        if (reading == tlsReading) {
            watch.tls = new TlsHandshake(facts, sequence, ContentWord.ttl(word));
        }
        flows.setContentWord(facts.flow, ContentWord.withState(flows.contentWord(facts.flow), ContentWord.WATCH));
        watched(facts, watch);
    }

    private void watched(PacketFacts facts, Watch watch) {
        Side side = watch.side(facts.fromOpener);
        int sequence = payloadSequence(facts);
        boolean byClient = watch.clientIsOpener == facts.fromOpener;
        TlsHandshake tls = watch.tls;
        if (tls != null) {
            if (byClient) {
                tls.onClientPacket(facts, sequence, clock.runNanos());
            } else {
                tls.onServerPacket(facts);
            }
        }
        if (facts.payloadLength > 0) {
            busy(watch);
            side.stream.offer(facts, sequence, clock.runNanos());
        }
        if (tls != null && watch.tls == tls && watch.next == Watch.Next.READ) {
            if (byClient && watch.server().stream.gapIsAcknowledged((int) facts.acknowledgement)) {
                watch.server().stream.giveUpGap(facts);
            }
            followTls(facts, watch, side, sequence, byClient);
        }
        if (watch.next != Watch.Next.READ) {
            leave(watch);
        }
    }

    private void followTls(PacketFacts facts, Watch watch, Side side, int sequence, boolean byClient) {
        TlsHandshake tls = watch.tls;
        if (watch.isDone()) {
            return;
        }
        if ((facts.tcpFlags & (PacketFacts.FIN | PacketFacts.RST)) != 0) {
            boolean missing = isAhead(sequence + facts.payloadWireLength, side.stream.next())
                    || watch.client().stream.incomplete()
                    || watch.server().stream.incomplete()
                    || facts.has(PacketFacts.ACK)
                            && isAhead(
                                    (int) facts.acknowledgement,
                                    watch.side(!facts.fromOpener).stream.next());
            if (byClient) {
                tls.onClientEnd(facts, missing, clock.runNanos());
            } else {
                tls.onServerEnd(facts, missing, clock.runNanos());
            }
        } else if (tls.hasPlenty()) {
            tls.endWith(TcpContent.Progress.ESTABLISHED);
        }
        if (tls.hasEnded()) {
            watch.next = Watch.Next.SETTLE;
        }
    }

    /** A FIN takes one number. Farther ahead than a window of TCP is no gap but a made-up number, as some resets carry. */
    private static boolean isAhead(int sequence, int of) {
        int distance = sequence - of;
        return distance > 1 && distance < LARGEST_WINDOW;
    }

    /** The reading has enough. */
    private void leave(Watch watch) {
        boolean settled = watch.next == Watch.Next.SETTLE;
        if (settled && watch.tls != null && !watch.tls.helloWhole()) {
            tlsReading.onGap(watch.client());
        }
        endLive(watch);
        int flow = watch.flow;
        long word = flows.contentWord(flow);
        if (!settled) {
            watch.tls = null;
        }
        if (!settled && watch.http == null) {
            word = ContentWord.withoutNumber(word);
            if (ContentWord.ttl(word) == 0) {
                // no SYN-ACK told who is the client: what looked like its request was none
                word &= ~(ContentWord.CLIENT_IS_KNOWN | ContentWord.CLIENT_IS_OPENER);
            }
            watches.giveBack(watch);
        }
        watch.next = Watch.Next.READ;
        flows.setContentWord(flow, ContentWord.withState(word, settled ? ContentWord.SETTLED : ContentWord.SCAN));
    }

    private Watch newWatch(int flow, long word) {
        Watch watch = watches.take();
        if (watch == null) {
            givenUp.add(GivenUp.Reason.CONTENT_NOT_KEPT);
            watch = watches.leastTelling();
            if (watch == null) {
                flows.setContentWord(flow, ContentWord.withState(word, ContentWord.SETTLED));
                return null;
            }
            flows.setContentWord(watch.flow, ContentWord.withoutNumber(flows.contentWord(watch.flow)));
        }
        watch.clear();
        watch.flow = flow;
        flows.setContentWord(flow, ContentWord.withWatch(word, watch.number));
        return watch;
    }

    private void makeLive(Watch watch, PacketFacts facts, int sequence) {
        if (liveCount == mostLive) {
            retire(idlest);
        }
        watch.opener = takeSide();
        watch.responder = takeSide();
        watch.side(facts.fromOpener).start(watch, facts.fromOpener, sequence);
        // the sender's acknowledgement says where the other side goes on
        watch.side(!facts.fromOpener).start(watch, !facts.fromOpener, (int) facts.acknowledgement);
        if (!facts.has(PacketFacts.ACK)) {
            watch.side(!facts.fromOpener).stream.startAnywhere();
        }
        append(watch);
        liveCount++;
    }

    private Side takeSide() {
        Side side = idleSides.poll();
        return side != null ? side : new Side(store);
    }

    /** Stops following a connection because others need the room: what is known by now stays, nothing is concluded from what follows. */
    private void retire(Watch watch) {
        givenUp.add(GivenUp.Reason.CONNECTIONS_NOT_FOLLOWED);
        if (watch.tls != null) {
            watch.tls.endAsItStands(clock.runNanos());
        }
        watch.next = Watch.Next.SETTLE;
        leave(watch);
    }

    private void endLive(Watch watch) {
        unlink(watch);
        liveCount--;
        idleSides.push(watch.opener);
        idleSides.push(watch.responder);
        watch.opener.release();
        watch.responder.release();
        watch.opener = null;
        watch.responder = null;
    }

    private void busy(Watch watch) {
        if (watch != busiest) {
            unlink(watch);
            append(watch);
        }
    }

    private void append(Watch watch) {
        watch.idler = busiest;
        watch.busier = null;
        if (busiest != null) {
            busiest.busier = watch;
        } else {
            idlest = watch;
        }
        busiest = watch;
    }

    private void unlink(Watch watch) {
        if (watch.idler != null) {
            watch.idler.busier = watch.busier;
        } else {
            idlest = watch.busier;
        }
        if (watch.busier != null) {
            watch.busier.idler = watch.idler;
        } else {
            busiest = watch.idler;
        }
        watch.idler = null;
        watch.busier = null;
    }

    private void mark(int flow, int flag) {
        flows.setContentWord(flow, flows.contentWord(flow) | flag);
    }

    /** Call this before a slot of the flow table is given to another flow. */
    @Override
    public void onEviction(int slot) {
        long word = flows.contentWord(slot);
        if (ContentWord.has(word, ContentWord.HAS_WATCH)) {
            Watch watch = watches.get(ContentWord.number(word));
            if (watch.isLive()) {
                endLive(watch);
            }
            watches.giveBack(watch);
            flows.setContentWord(slot, 0);
        }
    }

    /**
     * Who is the client: the receiver of the SYN-ACK, else the sender of a hello or a request. Null where neither was seen.
     */
    public Boolean clientIsOpener(int flow) {
        long word = flows.contentWord(flow);
        return ContentWord.has(word, ContentWord.CLIENT_IS_KNOWN)
                ? Boolean.valueOf(ContentWord.has(word, ContentWord.CLIENT_IS_OPENER))
                : null;
    }

    /** Whether anything was recognised in it. */
    public boolean hasContent(int flow) {
        return ContentWord.has(flows.contentWord(flow), ContentWord.FOUND);
    }

    /** What the connection showed, its opener taken for the client unless content says otherwise. */
    public TcpContent contentOf(int flow) {
        return contentOf(flow, openerIsClient(flows.contentWord(flow)));
    }

    /** What the connection showed by now, for a client that the caller knows. */
    public TcpContent contentOf(int flow, boolean clientIsOpener) {
        long word = flows.contentWord(flow);
        if (!ContentWord.has(word, ContentWord.FOUND)) {
            return TcpContent.NOTHING;
        }
        TcpContent.Tls tls = null;
        TcpContent.Http http = null;
        if (ContentWord.has(word, ContentWord.HAS_WATCH)) {
            Watch watch = watches.get(ContentWord.number(word));
            if (watch.tls != null) {
                tls = watch.tls.toEvidence(clock.runNanos(), hellos.names(), hellos.alpnLists());
            }
            if (watch.http != null) {
                http = watch.http.toEvidence(hosts);
            }
        }
        return new TcpContent(
                tls,
                http,
                ContentWord.has(word, ContentWord.PSEUDO_TLS_HELLO),
                ContentWord.has(word, ContentWord.PSEUDO_TLS_ANSWER),
                ContentWord.has(word, clientIsOpener ? ContentWord.TURN_OF_OPENER : ContentWord.TURN_OF_RESPONDER),
                ContentWord.has(word, clientIsOpener ? ContentWord.TURN_OF_RESPONDER : ContentWord.TURN_OF_OPENER),
                ContentWord.has(
                        word, clientIsOpener ? ContentWord.MIRROR_OP_OF_OPENER : ContentWord.MIRROR_OP_OF_RESPONDER),
                ContentWord.has(
                        word, clientIsOpener ? ContentWord.MIRROR_OP_OF_RESPONDER : ContentWord.MIRROR_OP_OF_OPENER));
    }

    /** ClientHellos in the order of their last bytes, the latest where they are too many; {@link #helloCounts()} counts them all. */
    public Ordered<TlsHello> hellos() {
        return hellos;
    }

    /** Exact also where the list of hellos is not complete. */
    public HelloCounts helloCounts() {
        return new HelloCounts(hellos.total(), hellos.withoutName(), hellos.countsByName());
    }

    /** What was given up to stay within bounds, in words, with counts. */
    public SortedMap<String, Long> givenUp() {
        return givenUp.inWords();
    }

    /** Waits for the first byte of a connection whose later bytes came first, then does what scanning would have done. */
    private final class OpeningReading implements Reading {
        @Override
        public int read(PacketFacts facts, Side side, ByteBuffer bytes, int at, int end) {
            Watch watch = side.watch;
            if (!side.ofClient() || side.stream.isLost()) {
                // the other side speaks meanwhile, or the beginning is not in the capture
                if (side.stream.isLost()) {
                    watch.next = Watch.Next.SCAN;
                }
                return end;
            }
            switch (Beginning.of(bytes, at, end, true)) {
                case Beginning.TLS_HELLO -> {
                    setClient(watch, side.ofOpener);
                    watch.tls =
                            new TlsHandshake(facts, side.stream.next(), ContentWord.ttl(flows.contentWord(watch.flow)));
                    watch.tls.onClientPacket(facts, payloadSequence(facts), clock.runNanos());
                    watch.reading = tlsReading;
                }
                case Beginning.STUN -> watch.reading = turnReading;
                case Beginning.HTTP_REQUEST -> {
                    setClient(watch, side.ofOpener);
                    watch.reading = httpReading;
                }
                default -> {
                    watch.next = Watch.Next.SCAN;
                    return end;
                }
            }
            return watch.reading.read(facts, side, bytes, at, end);
        }

        @Override
        public void onGap(Side side) {
            // what follows is offered segment by segment
        }
    }

    /** Writes into the flow's word what the reading of a TURN stream found. */
    private final class TurnMarks implements StunReading.Marks {
        @Override
        public void onTurn(Side side) {
            mark(side.watch.flow, side.ofOpener ? ContentWord.TURN_OF_OPENER : ContentWord.TURN_OF_RESPONDER);
        }

        @Override
        public void onPseudoTlsAnswer(Side side) {
            mark(side.watch.flow, ContentWord.PSEUDO_TLS_ANSWER);
        }
    }
}
