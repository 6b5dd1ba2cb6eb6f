package org.portwitness.analyzer.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.portwitness.analyzer.transaction.TcpScene.ACK;
import static org.portwitness.analyzer.transaction.TcpScene.FIN;
import static org.portwitness.analyzer.transaction.TcpScene.RST;
import static org.portwitness.analyzer.transaction.TcpScene.START;
import static org.portwitness.analyzer.transaction.TcpScene.SYN;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.Evidence.TcpVisibility;
import org.portwitness.analyzer.evidence.TcpConnection;
import org.portwitness.analyzer.evidence.TcpConnection.Ending;
import org.portwitness.analyzer.facts.PacketFacts;

/** Flows behind attempts: who is client and who server, how a connection ends, and how conversations are counted. */
class TcpConversationsTest {
    private static final long ISN = 1000;

    @Test
    void aSynMakesNoFlowUnlessItsDataMayReachTheApplication() {
        TcpScene scene = new TcpScene().client().payload(20).at(0, SYN, ISN, 0);
        assertEquals(PacketFacts.NONE, scene.facts().flow);
        assertEquals(0, scene.flows.size());
        scene.client().payload(20).fastOpen().at(1, SYN, ISN + 1, 0);
        assertEquals(0, scene.facts().flow);
        assertTrue(scene.facts().fromOpener);
        TcpConnection connection = scene.connections().get(1);
        assertEquals(1, connection.clientPackets());
        assertEquals(20, connection.clientBytes());
    }

    @Test
    void withoutASynTheSenderOfTheSynAckOrTheLowerPortIsTheServer() {
        TcpConnection synAck = new TcpScene()
                .between("10.0.0.7", 60000, "10.0.0.8", 50000)
                .at(0, SYN | ACK, 1, 2)
                .connections()
                .get(0);
        assertEquals(60000, synAck.server().port());
        TcpConnection known = new TcpScene()
                .between("10.0.0.7", 31865, "10.0.0.8", 5000)
                .at(0, ACK, 1, 2)
                .connections()
                .get(0);
        assertEquals(31865, known.server().port());
        TcpConnection lower = new TcpScene()
                .between("10.0.0.7", 9000, "10.0.0.8", 9001)
                .at(0, ACK, 1, 2)
                .connections()
                .get(0);
        assertEquals(9000, lower.server().port());
        assertEquals(START, lower.lastServerNanos());
        assertEquals(0, lower.lastClientNanos());
    }

    @Test
    void theFirstFinOrResetIsTheEnding() {
        TcpScene scene = new TcpScene().server().payload(1).at(0, ACK, 1, 2);
        assertEquals(Ending.OPEN, scene.connections().get(0).ending());
        scene.client().at(1, FIN | ACK, 2, 2).server().at(2, RST, 2, 0);
        assertEquals(Ending.CLOSED_BY_CLIENT, scene.connections().get(0).ending());
    }

    @Test
    void conversationsAreCountedOnceHoweverOftenTheirPortsAreUsed() {
        TcpScene scene = new TcpScene();
        scene.client().at(0, SYN, ISN, 0).server().at(1, SYN | ACK, 77, ISN + 1);
        scene.client().at(10, SYN, ISN + 500, 0);
        assertEquals(new TcpVisibility(1, 0), scene.export().visibility());
        scene.between(TcpScene.CLIENT, 4000, TcpScene.SERVER, 443).at(20, SYN, 5, 0);
        assertEquals(new TcpVisibility(2, 1), scene.export().visibility());
        scene.between(TcpScene.SERVER, 443, TcpScene.CLIENT, 4001).at(21, ACK, 5, 9);
        assertEquals(new TcpVisibility(3, 2), scene.export().visibility());
        scene.between(TcpScene.SERVER, 443, TcpScene.CLIENT, 4000).at(22, SYN, 99, 0);
        assertEquals(new TcpVisibility(3, 1), scene.export().visibility());
    }

    @Test
    void theSenderOfTheSynIsTheOpenerThoughTheServersPacketMadeTheFlow() {
        TcpScene scene =
                new TcpScene().client().at(0, SYN, ISN, 0).server().payload(3).at(1, SYN | ACK, 77, ISN + 1);
        assertFalse(scene.facts().fromOpener);
        assertEquals(50000, scene.flows.openerPort(0));
        assertEquals(1, scene.flows.packets(0, false));
        scene.client().at(2, ACK, ISN + 1, 78);
        assertTrue(scene.facts().fromOpener);
        TcpScene withoutSyn = new TcpScene().server().at(1, SYN | ACK, 77, ISN + 1);
        assertFalse(withoutSyn.facts().fromOpener);
        TcpScene midway = new TcpScene().server().at(1, ACK, 77, ISN + 1);
        assertTrue(midway.facts().fromOpener);
    }

    @Test
    void whoWantsTheConnectionsOfSomeClientsMeetsNoOthers() {
        TcpScene scene = new TcpScene();
        scene.between("10.0.0.7", 5000, "10.0.0.9", 443).at(0, SYN, ISN, 0);
        scene.between("10.0.0.8", 5001, "10.0.0.9", 443).at(1, SYN, ISN, 0);
        scene.between("10.0.0.9", 443, "10.0.0.8", 5002).at(2, ACK, 1, 2);
        scene.between("10.0.0.7", 443, "10.0.0.9", 5003).at(3, ACK, 1, 2);
        assertEquals(List.of(5001, 5002), clientPorts(scene, "10.0.0.8"));
        assertEquals(List.of(5000), clientPorts(scene, "10.0.0.7"));
        assertEquals(List.of(5003), clientPorts(scene, "10.0.0.9"));
        assertEquals(List.of(), clientPorts(scene, "10.0.0.6"));
    }

    private static List<Integer> clientPorts(TcpScene scene, String client) {
        List<Integer> ports = new ArrayList<>();
        scene.export()
                .of(Address.parse(client)::equals)
                .forEach(c -> ports.add(c.client().port()));
        return ports;
    }

    @Test
    void aClientIsWhoSentASynOrWhoseDataWasAnsweredWithData() {
        TcpScene scene = new TcpScene();
        scene.between("10.0.0.7", 5000, "10.0.0.9", 443).at(0, SYN, ISN, 0);
        scene.between("10.0.0.7", 5001, "10.0.0.9", 443).at(0, SYN, ISN, 0);
        scene.between("10.0.0.9", 443, "10.0.0.8", 5002).payload(1).at(2, ACK, 1, 2);
        assertEquals(List.of("10.0.0.7"), clients(scene));
        scene.between("10.0.0.8", 5002, "10.0.0.9", 443).payload(1).at(2, ACK, 2, 2);
        assertEquals(List.of("10.0.0.7", "10.0.0.8"), clients(scene));
    }

    private static List<String> clients(TcpScene scene) {
        List<String> clients = new ArrayList<>();
        scene.export().clients().forEach(client -> clients.add(client.toString()));
        return clients;
    }
}
