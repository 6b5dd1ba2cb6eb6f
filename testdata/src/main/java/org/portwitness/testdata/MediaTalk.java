package org.portwitness.testdata;

/**
 * What a unit's media port says on UDP: allocations at a relay, checks, media. Each verb moves the scenario's time behind what it
 * did, media the length of the media.
 */
public final class MediaTalk {
    /** The interval between media packets: longer than real ones, to keep captures small. */
    private static final long PACKET_NANOS = 60 * Scenario.MILLI;

    private static final double[] RFC_SCHEDULE = {0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5};

    private final Scenario scenario;
    private final int localPort;
    private long ids;

    private MediaTalk(Scenario scenario, int localPort) {
        this.scenario = scenario;
        this.localPort = localPort;
        this.ids = localPort * 1000L;
    }

    public static MediaTalk from(Scenario scenario, int localPort) {
        return new MediaTalk(scenario, localPort);
    }

    /** Allocate, 401, Allocate with credentials, success: all with one server. */
    public MediaTalk allocates(String relay, int port) {
        return allocates(relay, relay, port);
    }

    /** As a relay of the cloud does it: 401 names an alternate, the alternate is asked, and the first one answers. */
    public MediaTalk allocates(String relay, String alternate, int port) {
        byte[] first = nextId();
        String nonce = MsTurn.nonce(localPort);
        out(relay, port, MsTurn.allocate(first).bytes());
        answerTime(relay);
        Stun challenge = MsTurn.unauthenticated(first, nonce);
        if (!relay.equals(alternate)) {
            challenge = MsTurn.message(Stun.ALLOCATE_ERROR, first)
                    .errorCode(401, "Unauthorized")
                    .address(0x000E, alternate, port)
                    .attribute(0x0014, Bytes.ascii(nonce))
                    .attribute(0x0015, Bytes.ascii("\"rtcmedia\""));
        }
        in(relay, port, challenge.bytes());
        scenario.advance(Scenario.MILLI);
        byte[] second = nextId();
        out(alternate, port, MsTurn.allocateWithCredentials(second, nonce).bytes());
        answerTime(alternate);
        in(
                relay,
                port,
                MsTurn.allocated(second, relay, 53_100, "192.0.2.40", localPort).bytes());
        scenario.settle();
        return this;
    }

    /** One Allocate sent ten times, 650 ms apart, and never answered; afterwards a second's rest. */
    public MediaTalk allocateBlocked(String relay, int port) {
        byte[] request = MsTurn.allocate(nextId()).bytes();
        for (int i = 0; i < 10; i++) {
            out(relay, port, request);
            scenario.advance(650 * Scenario.MILLI);
        }
        scenario.advance(Scenario.SECOND);
        return this;
    }

    /** One Allocate answered with an ICMP "administratively prohibited" of the site's firewall. */
    public MediaTalk allocateProhibited(String relay, int port) {
        byte[] request = MsTurn.allocate(nextId()).bytes();
        Packets datagram = scenario.send(
                scenario.now(),
                Scenario.UNIT,
                relay,
                ip -> ip.udp(localPort, port).payload(request));
        answerTime(Scenario.FIREWALL);
        scenario.send(scenario.now(), Scenario.FIREWALL, Scenario.UNIT, ip -> ip.unreachable(13, datagram));
        scenario.settle();
        return this;
    }

    /** A media packet answered with an ICMP "administratively prohibited" of the site's firewall. */
    public MediaTalk mediaProhibited(String peer, int port, int payloadType) {
        byte[] media = Rtp.secured(payloadType, 708, 12_000, 0x74EC0000L + localPort, 60);
        Packets datagram = scenario.send(
                scenario.now(),
                Scenario.UNIT,
                peer,
                ip -> ip.udp(localPort, port).payload(media));
        answerTime(Scenario.FIREWALL);
        scenario.send(scenario.now(), Scenario.FIREWALL, Scenario.UNIT, ip -> ip.unreachable(13, datagram));
        return this;
    }

    /** Allocate, 401, Allocate with credentials, and an error that no repeating helps against. */
    public MediaTalk allocateDenied(String relay, int port, int code, String reason) {
        byte[] first = nextId();
        out(relay, port, MsTurn.allocate(first).bytes());
        answerTime(relay);
        in(relay, port, MsTurn.unauthenticated(first, MsTurn.nonce(9)).bytes());
        scenario.settle();
        byte[] second = nextId();
        out(relay, port, MsTurn.allocateWithCredentials(second, MsTurn.nonce(9)).bytes());
        answerTime(relay);
        in(
                relay,
                port,
                MsTurn.message(Stun.ALLOCATE_ERROR, second)
                        .errorCode(code, reason)
                        .bytes());
        scenario.settle();
        return this;
    }

    /** A Binding request on the schedule of RFC 5389 that nobody answers: 39.5 s. */
    public MediaTalk bindingBlocked(String server, int port) {
        byte[] request = Stun.bindingRequest(nextId()).fingerprint().bytes();
        long begin = scenario.now();
        for (double after : RFC_SCHEDULE) {
            scenario.advanceTo(begin + (long) (after * Scenario.SECOND));
            out(server, port, request);
        }
        scenario.advanceTo(begin + 39_500 * Scenario.MILLI);
        return this;
    }

    /** A check that is answered at once. */
    public MediaTalk checkAnswered(String peer, int port) {
        byte[] id = nextId();
        out(peer, port, Stun.iceCheck(id, "AbCd:EfGh").bytes());
        answerTime(peer);
        in(peer, port, checkAnswer(id));
        scenario.settle();
        return this;
    }

    /** A check sent five times, 300 ms apart, and never answered. */
    public MediaTalk checkUnanswered(String peer, int port) {
        byte[] request = Stun.iceCheck(nextId(), "AbCd:EfGh").bytes();
        for (int i = 0; i < 5; i++) {
            out(peer, port, request);
            scenario.advance(300 * Scenario.MILLI);
        }
        return this;
    }

    /** The peer behind a relay checks first, raw; the unit answers inside a multiplexed frame. */
    public MediaTalk checkedThroughRelay(String relay, int port) {
        byte[] id = nextId();
        in(relay, port, Stun.iceCheck(id, "EfGh:AbCd").bytes());
        scenario.advance(700 * Scenario.MICRO);
        out(relay, port, MsTurn.multiplexed(session(), checkAnswer(id)));
        scenario.settle();
        return this;
    }

    /** SRTP in both directions, the unit's inside multiplexed frames as relays want it. */
    public MediaTalk mediaThroughRelay(String relay, int port, int payloadType, double seconds) {
        return media(relay, port, payloadType, seconds, true, true);
    }

    /** SRTP in both directions, bare. */
    public MediaTalk mediaBothWays(String peer, int port, int payloadType, double seconds) {
        return media(peer, port, payloadType, seconds, false, true);
    }

    /** SRTP that nothing ever answers, no RTCP either. */
    public MediaTalk mediaOneWay(String relay, int port, int payloadType, double seconds) {
        return media(relay, port, payloadType, seconds, true, false);
    }

    /** Send Requests with checks for a peer, and what the peer sends back as Data Indications; neither is a transaction. */
    public MediaTalk relayedChecks(String relay, int port, String peer, int peerPort) {
        byte[] inner = nextId();
        out(
                relay,
                port,
                MsTurn.sendRequest(
                                nextId(),
                                peer,
                                peerPort,
                                Stun.iceCheck(inner, "AbCd:EfGh").bytes())
                        .bytes());
        answerTime(relay);
        in(
                relay,
                port,
                MsTurn.dataIndication(Bytes.noise(ids, 16), peer, peerPort, checkAnswer(inner))
                        .bytes());
        scenario.settle();
        return this;
    }

    /** A datagram of the unit, whatever it is. */
    public MediaTalk out(String peer, int port, byte[] payload) {
        scenario.udp(scenario.now(), Scenario.UNIT, localPort, peer, port, payload);
        return this;
    }

    /** A datagram to the unit. */
    public MediaTalk in(String peer, int port, byte[] payload) {
        scenario.udp(scenario.now(), peer, port, Scenario.UNIT, localPort, payload);
        return this;
    }

    private MediaTalk media(
            String peer, int port, int payloadType, double seconds, boolean multiplexed, boolean bothWays) {
        int count = (int) (seconds * Scenario.SECOND / PACKET_NANOS);
        for (int i = 0; i < count; i++) {
            long timestamp = 960L * i;
            byte[] mine = Rtp.secured(payloadType, 700 + i, 4_000 + timestamp, 0x74EC0000L + localPort, 60);
            out(peer, port, multiplexed ? MsTurn.multiplexed(session(), mine) : mine);
            if (bothWays) {
                long lag = 9 * Scenario.MILLI + i % 7 * 150L * Scenario.MICRO;
                scenario.advance(lag);
                in(peer, port, Rtp.secured(payloadType, 31_000 + i, 90_000 + timestamp, 0x0003E800L + localPort, 60));
                scenario.advance(-lag);
            }
            scenario.advance(PACKET_NANOS);
        }
        return this;
    }

    private byte[] checkAnswer(byte[] id) {
        return Stun.bindingSuccess(id, "192.0.2.40", localPort)
                .integrity(20)
                .fingerprint()
                .bytes();
    }

    private byte[] session() {
        return Bytes.noise(localPort, 8);
    }

    private void answerTime(String host) {
        scenario.advance(scenario.rtt(host));
    }

    private byte[] nextId() {
        ids++;
        return Stun.id(ids);
    }
}
