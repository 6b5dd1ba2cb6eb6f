package org.portwitness.testdata;

/** A PC or mobile that shows its screen on the unit: looking for it, commanding it, sending pictures. */
public final class MirrorTalk {
    private static final String BROADCAST = "10.20.30.255";

    private final Scenario scenario;
    private final String sender;

    private MirrorTalk(Scenario scenario, String sender) {
        this.scenario = scenario;
        this.sender = sender;
    }

    public static MirrorTalk from(Scenario scenario, String sender) {
        return new MirrorTalk(scenario.as(sender), sender);
    }

    /** A broadcast that the unit answers, as it must: to the sender alone, from 1047 to 1047. */
    public MirrorTalk discoveryAnswered() {
        scenario.udp(scenario.now(), sender, 1047, BROADCAST, 1047, MirrorOp.probe());
        scenario.advance(scenario.rtt(sender));
        scenario.udp(
                scenario.now(),
                Scenario.UNIT,
                1047,
                sender,
                1047,
                MirrorOp.announcement(Scenario.UNIT, "Kickle-Boardroom"));
        scenario.settle();
        return this;
    }

    /** Broadcasts, two seconds apart, without an answer. */
    public MirrorTalk discoveryBroadcast(int port, int times) {
        return probe(BROADCAST, port, times);
    }

    /** Probes sent to the unit itself, two seconds apart, without an answer. */
    public MirrorTalk discoveryUnanswered(int port, int times) {
        return probe(Scenario.UNIT, port, times);
    }

    /** Ping, "who are you", log in, start. */
    public MirrorTalk commands(int port) {
        scenario.tcp(Scenario.UNIT, port)
                .open()
                .say(MirrorOp.ping())
                .hear(MirrorOp.pong())
                .say(MirrorOp.command(0x90))
                .hear(MirrorOp.command(0x91, MirrorOp.announcement(Scenario.UNIT, "Kickle-Boardroom")))
                .say(MirrorOp.command(0x92, Bytes.ascii("Notebook\0" + "0000MOPSDK")))
                .hear(MirrorOp.command(0x93, (byte) 1))
                .close();
        scenario.settle();
        return this;
    }

    /** The unit speaks first; then come the sender's id and pictures. */
    public MirrorTalk pictures(int port) {
        scenario.tcp(Scenario.UNIT, port)
                .open()
                .hear(MirrorOp.dataGreeting(0))
                .say(MirrorOp.senderId(7))
                .say(MirrorOp.picture(port, 2800))
                .hear(MirrorOp.dataGreeting(1))
                .say(MirrorOp.picture(port + 1L, 900))
                .close();
        scenario.settle();
        return this;
    }

    private MirrorTalk probe(String to, int port, int times) {
        for (int i = 0; i < times; i++) {
            scenario.udp(scenario.now(), sender, 1047, to, port, MirrorOp.probe());
            scenario.advance(2 * Scenario.SECOND);
        }
        return this;
    }
}
