package org.portwitness.analyzer.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.analyzer.transaction.UdpTrace.endpoint;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.DhcpExchange;
import org.portwitness.analyzer.evidence.Endpoint;

final class DhcpExchangesTest {
    private static final int DISCOVER = 1;
    private static final int OFFER = 2;
    private static final int REQUEST = 3;
    private static final int DECLINE = 4;
    private static final int ACK = 5;
    private static final int NAK = 6;

    private static final Endpoint NOBODY = endpoint("0.0.0.0", 68);
    private static final Endpoint EVERYONE = endpoint("255.255.255.255", 67);
    private static final Endpoint CLIENT = endpoint("192.168.1.10", 68);
    private static final Endpoint SERVER = endpoint("192.168.1.1", 67);
    private static final int CLIENT_ADDRESS = 0xc0a8010a;
    private static final int SERVER_ADDRESS = 0xc0a80101;

    private final UdpTrace trace = new UdpTrace();

    static String message(int op, int type, int xid, int ciaddr, int yiaddr, int server) {
        return message(op, type, xid, ciaddr, yiaddr, server, 0x0011_2233_4455L);
    }

    private static String message(int op, int type, int xid, int ciaddr, int yiaddr, int server, long hardwareAddress) {
        ByteBuffer bytes = ByteBuffer.allocate(260);
        bytes.put(0, (byte) op).put(1, (byte) 1).put(2, (byte) 6);
        bytes.putInt(4, xid).putInt(12, ciaddr).putInt(16, yiaddr);
        bytes.putLong(28, hardwareAddress << 16);
        bytes.putInt(236, 0x63825363);
        bytes.put(240, (byte) 0).put(241, (byte) 53).put(242, (byte) 1).put(243, (byte) type);
        bytes.put(244, (byte) 54).put(245, (byte) 4).putInt(246, server);
        bytes.put(250, (byte) 255);
        return HexFormat.of().formatHex(bytes.array());
    }

    private DhcpExchange only() {
        List<DhcpExchange> all = trace.exchanges();
        assertEquals(1, all.size());
        return all.get(0);
    }

    @Test
    void aWholeExchangeIsAnsweredAndNamesAddressAndServer() {
        trace.at(0).send(NOBODY, EVERYONE, message(1, DISCOVER, 7, 0, 0, 0));
        trace.at(1)
                .send(SERVER, endpoint("255.255.255.255", 68), message(2, OFFER, 7, 0, CLIENT_ADDRESS, SERVER_ADDRESS));
        trace.at(5).send(NOBODY, EVERYONE, message(1, REQUEST, 7, 0, 0, SERVER_ADDRESS));
        trace.at(9)
                .send(SERVER, endpoint("255.255.255.255", 68), message(2, ACK, 7, 0, CLIENT_ADDRESS, SERVER_ADDRESS));
        trace.runUntil(60_000);

        DhcpExchange it = only();
        assertEquals("001122334455", it.hardwareAddress());
        assertEquals(Address.ofIpv4(CLIENT_ADDRESS), it.client());
        assertEquals(Address.ofIpv4(SERVER_ADDRESS), it.server());
        assertEquals(2, it.requests());
        assertEquals(2, it.answered());
        assertEquals(0, it.lastUnansweredNanos());
        assertEquals(9_000_000, it.lastNanos() - it.firstNanos());
        assertFalse(it.decided());
    }

    @Test
    void anOfferDoesNotAnswerTheRequestThatFollows() {
        trace.at(0).send(NOBODY, EVERYONE, message(1, DISCOVER, 7, 0, 0, 0));
        trace.at(1).send(SERVER, CLIENT, message(2, OFFER, 7, 0, CLIENT_ADDRESS, SERVER_ADDRESS));
        trace.at(5).send(NOBODY, EVERYONE, message(1, REQUEST, 7, 0, 0, SERVER_ADDRESS));
        long requested = trace.nanos();
        trace.at(6).send(SERVER, CLIENT, message(2, OFFER, 7, 0, CLIENT_ADDRESS, SERVER_ADDRESS));

        assertEquals(2, only().requests());
        assertEquals(1, only().answered());
        assertEquals(requested, only().lastUnansweredNanos());
    }

    @Test
    void aRefusalIsAnAnswer() {
        trace.at(5).send(CLIENT, SERVER, message(1, REQUEST, 7, CLIENT_ADDRESS, 0, 0));
        trace.at(6).send(SERVER, CLIENT, message(2, NAK, 7, 0, 0, SERVER_ADDRESS));

        assertEquals(1, only().answered());
        assertEquals(Address.ofIpv4(CLIENT_ADDRESS), only().client());
    }

    @Test
    void silenceIsDecidedAfterFiveSeconds() {
        trace.at(0).send(NOBODY, EVERYONE, message(1, DISCOVER, 7, 0, 0, 0));
        trace.at(3000).send(NOBODY, EVERYONE, message(1, DISCOVER, 7, 0, 0, 0));
        trace.runUntil(7999);
        assertFalse(only().decided());
        trace.runUntil(8000);

        assertTrue(only().decided());
        assertEquals(2, only().requests());
        assertEquals(0, only().answered());
        assertNull(only().client());
        assertNull(only().server());
    }

    @Test
    void anAnswerCoversTheRepetitionsOfItsId() {
        trace.at(0).send(CLIENT, SERVER, message(1, REQUEST, 7, CLIENT_ADDRESS, 0, 0));
        trace.at(3000).send(CLIENT, SERVER, message(1, REQUEST, 7, CLIENT_ADDRESS, 0, 0));
        trace.at(3001).send(SERVER, CLIENT, message(2, ACK, 7, CLIENT_ADDRESS, CLIENT_ADDRESS, SERVER_ADDRESS));

        assertEquals(2, only().answered());
        assertEquals(0, only().lastUnansweredNanos());
    }

    @Test
    void anAnswerWithAnotherIdAnswersNothing() {
        trace.at(0).send(CLIENT, SERVER, message(1, REQUEST, 7, CLIENT_ADDRESS, 0, 0));
        trace.at(1).send(SERVER, CLIENT, message(2, ACK, 8, CLIENT_ADDRESS, CLIENT_ADDRESS, SERVER_ADDRESS));

        assertEquals(0, only().answered());
    }

    @Test
    void theServerThatAUnicastRequestWentToIsKnownWithoutAnAnswer() {
        trace.at(0).send(CLIENT, SERVER, message(1, REQUEST, 7, CLIENT_ADDRESS, 0, 0));

        assertEquals(SERVER.address(), only().server());
        assertEquals(CLIENT.address(), only().client());
    }

    @Test
    void silenceLongAgoIsNotForgottenThoughManyIdsFollow() {
        trace.at(1).send(CLIENT, SERVER, message(1, REQUEST, 1, CLIENT_ADDRESS, 0, 0));
        long silent = trace.nanos();
        for (int xid = 2; xid < 12; xid++) {
            trace.at(1000 * xid).send(CLIENT, SERVER, message(1, REQUEST, xid, CLIENT_ADDRESS, 0, 0));
            trace.at(1000 * xid + 1).send(SERVER, CLIENT, message(2, ACK, xid, 0, CLIENT_ADDRESS, SERVER_ADDRESS));
        }

        assertEquals(11, only().requests());
        assertEquals(10, only().answered());
        assertEquals(silent, only().lastUnansweredNanos());
        assertTrue(only().decided());
    }

    @Test
    void aCopyMadeByTheMirrorIsNoFurtherRequest() {
        trace.at(0).send(CLIENT, SERVER, message(1, REQUEST, 7, CLIENT_ADDRESS, 0, 0));
        trace.at(2).send(CLIENT, SERVER, message(1, REQUEST, 7, CLIENT_ADDRESS, 0, 0));

        assertEquals(1, only().requests());
    }

    @Test
    void otherMessagesAndBootpWithoutACookieAreNothing() {
        String bootp = message(1, DISCOVER, 7, 0, 0, 0).replace("63825363", "00000000");
        trace.at(0).send(NOBODY, EVERYONE, message(1, DECLINE, 7, 0, 0, 0)).send(NOBODY, EVERYONE, bootp);

        assertEquals(List.of(), trace.exchanges());
    }

    @Test
    void clientsAreKeptApartUpToTheLimit() {
        DhcpExchanges few = new DhcpExchanges(trace.clock, 100);
        for (int i = 0; i < 101; i++) {
            trace.at(i).send(NOBODY, EVERYONE, message(1, DISCOVER, 7, 0, 0, 0, 0x0200_0000_0000L + i));
            few.onDatagram(trace.facts);
        }

        assertEquals(101, trace.exchanges().size());
        assertTrue(trace.exchanges().stream().allMatch(it -> it.requests() == 1));
        assertEquals(100, UdpTrace.list(few.exchanges()).size());
        assertEquals(1, few.leftOut());
    }
}
