package org.portwitness.testdata;

/** Parts of stories that several samples tell. */
final class Stories {
    static final String KICKLE_API = "203.0.113.11";
    static final String KICKLE_HUB = "203.0.113.12";
    static final String KICKLE_CLOUD = "203.0.113.20";
    static final String ALTERNATE_RELAY = "52.112.18.6";
    static final String MEDIA_RELAY = "52.112.40.9";

    static final String SFB = "10.20.1.10";
    static final String EXCHANGE = "10.20.1.30";
    static final String EDGE = "10.20.2.20";
    static final String WEB_CONFERENCING = "10.20.2.21";

    static final int AUDIO_PORT = 50_016;
    static final int VIDEO_PORT = 50_036;
    static final int SHARING_PORT = 50_046;

    private Stories() {}

    static Scenario kicklePortal(Scenario s) {
        return s.resolve("portal.kickle.com", Scenario.KICKLE).https("portal.kickle.com", Scenario.KICKLE);
    }

    static Scenario officeSignIn(Scenario s) {
        return s.resolve("login.microsoftonline.com", Scenario.SIGN_IN)
                .https("login.microsoftonline.com", Scenario.SIGN_IN)
                .resolve("outlook.office365.com", Scenario.EXCHANGE_ONLINE)
                .https("outlook.office365.com", Scenario.EXCHANGE_ONLINE)
                .resolve("webdir.online.lync.com", Scenario.SKYPE_ONLINE)
                .https("webdir.online.lync.com", Scenario.SKYPE_ONLINE);
    }

    /** The unit starts in the morning: portal, Azure AD, Exchange, Skype. */
    static Scenario signIn(Scenario s) {
        return officeSignIn(kicklePortal(s)).pause(2);
    }

    /** A call that never begins, because nothing comes back from UDP 3478: eight Allocates of audio and video in 40 s. */
    static Scenario callWithoutRelay(Scenario s) {
        for (int round = 0; round < 4; round++) {
            s.meanwhile(all -> {
                all.pause(0.12);
                MediaTalk.from(all, VIDEO_PORT + 2 * roundOf(all)).allocateBlocked(Scenario.RELAY, 3478);
            });
            MediaTalk.from(s, AUDIO_PORT + 2 * roundOf(s)).allocateBlocked(Scenario.RELAY, 3478);
            s.pause(2.5);
        }
        return s.idle(15);
    }

    /** TURN over TCP as clients of the time spoke it: pseudo-TLS, then framed messages, then data. */
    static Scenario turnOverTcp(Scenario s, String relay) {
        byte[] first = Stun.id(901);
        byte[] second = Stun.id(902);
        String nonce = MsTurn.nonce(90);
        s.tcp(50_014, relay, 443)
                .open()
                .say(MsTurn.pseudoTlsHello())
                .hear(MsTurn.pseudoTlsAnswer())
                .say(MsTurn.control(MsTurn.allocate(first).bytes()))
                .hear(MsTurn.control(MsTurn.unauthenticated(first, nonce).bytes()))
                .say(MsTurn.control(
                        MsTurn.allocateWithCredentials(second, nonce).bytes()))
                .hear(MsTurn.control(MsTurn.allocated(second, relay, 53_200, "192.0.2.40", 50_014)
                        .bytes()))
                .say(MsTurn.endToEnd(Rtp.secured(104, 1, 960, 0x74EC, 60)))
                .hear(MsTurn.endToEnd(Rtp.secured(104, 500, 960, 0x3E8, 60)))
                .close();
        return s.settle();
    }

    /** TLS through a proxy that was asked with CONNECT. */
    static Scenario throughProxy(Scenario s, String name, long seed) {
        s.tcp(Scenario.PROXY, 8080)
                .open()
                .say(Http.connect(name, 443))
                .hear(Http.connected())
                .say(Tls.clientHello(name, seed).record())
                .hear(Tls.serverFlight13(seed))
                .say(Tls.clientFinish13(seed), Tls.applicationData(seed, 300))
                .hear(Tls.applicationData(seed, 700))
                .close();
        return s.settle();
    }

    /** A port of its own for each round: a new socket, as clients take one. */
    private static int roundOf(Scenario s) {
        return (int) ((s.now() - Scenario.START) / (10 * Scenario.SECOND));
    }
}
