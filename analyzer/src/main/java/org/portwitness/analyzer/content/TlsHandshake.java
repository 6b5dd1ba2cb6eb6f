package org.portwitness.analyzer.content;

import java.util.List;
import org.portwitness.analyzer.evidence.TcpContent;
import org.portwitness.analyzer.evidence.TcpContent.Progress;
import org.portwitness.analyzer.facts.PacketFacts;

/**
 * How far the TLS handshake of one connection came, told from packets and record headers of both sides.
 *
 * <p>Errs towards "not known": where the capture misses bytes, an end that looks like a failure is not called one. Silence is measured in
 * capture time ({@code runNanos}), from the last sending of the hello.
 */
final class TlsHandshake {
    /** Capture after an unacknowledged hello until it counts as silence; TCP repeats it at least twice in that time. */
    static final long UNACKNOWLEDGED_NANOS = 3_000_000_000L;

    /** Capture after an acknowledged hello until it counts as silence; a busy server may take seconds. */
    static final long ACKNOWLEDGED_NANOS = 10_000_000_000L;

    /** A client that closes sooner than this after its hello has not waited: a connection opened in advance and not needed. */
    static final long PATIENCE_NANOS = 1_000_000_000L;

    /** Copies of a mirror come within this time and with the same IPv4 id, a retransmission hardly ever does. */
    private static final long COPY_NANOS = 100_000_000L;

    /** Packets with payload each way after which a handshake that could not be followed is taken for done. */
    private static final int PLENTY = 32;

    private static final int NOT_SEEN = -1;

    private int serverName = NameTable.NONE;
    private int alpn = NameTable.NONE;
    private int offered = NOT_SEEN;
    private int chosen = NOT_SEEN;
    private boolean helloWhole;
    private long helloNanos;

    private int helloSequence;
    private int helloIpId;
    private long lastCopyNanos;
    private int sendings;
    private long firstSentRunNanos;
    private long lastSentRunNanos;
    private int clientEnd;
    private int clientAck;
    private int helloAck;
    private boolean ackSeen;

    private boolean acknowledged;
    private boolean clientClosed;
    private boolean clientWaited;
    private boolean closedBeforeAnswer;
    private boolean serverClosed;
    private boolean serverClosedFirst;
    private boolean bytesMissing;
    private int clientPayloads;
    private int serverPayloads;

    private boolean serverHello;
    private boolean serverData;
    private boolean clientData;
    private boolean clientCipher;
    private boolean serverCipher;
    private boolean hiddenAlertOfClient;
    private int warning = NOT_SEEN;
    private boolean warningByClient;

    private CertificateNames certificate;
    private int alert = NOT_SEEN;
    private int resetTtl = NOT_SEEN;
    private int serverTtl;
    private Progress end;

    /** A record that may hold a ClientHello begins. */
    TlsHandshake(PacketFacts facts, int sequence, int synAckTtl) {
        helloNanos = facts.timeNanos;
        helloSequence = sequence;
        clientEnd = sequence;
        serverTtl = synAckTtl == 0 ? NOT_SEEN : synAckTtl;
    }

    /** The first whole ClientHello counts; that after a HelloRetryRequest offers the same name. */
    void onHello(int name, int protocols, int version, boolean whole) {
        if (helloWhole) {
            return;
        }
        helloWhole = whole;
        serverName = name;
        alpn = protocols;
        offered = version;
    }

    boolean helloWhole() {
        return helloWhole;
    }

    /** A packet of the client, before its payload is read. */
    void onClientPacket(PacketFacts facts, int sequence, long runNanos) {
        if (facts.payloadLength > 0) {
            clientPayloads++;
            int packetEnd = sequence + facts.payloadWireLength;
            if (packetEnd - clientEnd > 0) {
                clientEnd = packetEnd;
                acknowledged = false;
            }
            if (serverPayloads == 0) {
                onSending(facts, sequence, runNanos);
            }
        }
        if (facts.has(PacketFacts.ACK)) {
            clientAck = (int) facts.acknowledgement;
            if (!ackSeen) {
                ackSeen = true;
                helloAck = clientAck;
            }
        }
    }

    private void onSending(PacketFacts facts, int sequence, long runNanos) {
        if (sequence == helloSequence) {
            boolean copy = sendings > 0
                    && facts.ipId == helloIpId
                    && facts.timeNanos - lastCopyNanos <= COPY_NANOS
                    && facts.timeNanos >= lastCopyNanos;
            if (copy) {
                return;
            }
            if (sendings == 0) {
                firstSentRunNanos = runNanos;
            }
            sendings++;
            helloIpId = facts.ipId;
            lastCopyNanos = facts.timeNanos;
        }
        lastSentRunNanos = runNanos;
    }

    /** A packet of the server, before its payload is read. */
    void onServerPacket(PacketFacts facts) {
        if (facts.payloadLength > 0) {
            serverPayloads++;
        }
        if (!facts.has(PacketFacts.RST)) {
            serverTtl = facts.ttl;
        }
        if (facts.has(PacketFacts.ACK) && (int) facts.acknowledgement - clientEnd >= 0) {
            acknowledged = true;
        }
    }

    /**
     * A packet of the client with FIN or RST, after its payload was read.
     *
     * @param missing the capture lacks bytes of either side that the packet's numbers tell of
     */
    void onClientEnd(PacketFacts facts, boolean missing, long runNanos) {
        bytesMissing |= missing;
        clientWaited |= runNanos - lastSentRunNanos >= PATIENCE_NANOS;
        if (!clientClosed) {
            clientClosed = true;
            closedBeforeAnswer = serverPayloads == 0;
        }
        if (facts.has(PacketFacts.RST)) {
            endAsItStands(runNanos);
        }
    }

    /** Likewise of the server. */
    void onServerEnd(PacketFacts facts, boolean missing, long runNanos) {
        bytesMissing |= missing;
        if (!facts.has(PacketFacts.RST)) {
            serverClosed = true;
            serverClosedFirst |= !clientClosed;
        } else if (clientClosed || serverClosed || bytesMissing) {
            // the answer to a close, not the reason for it
            endAsItStands(runNanos);
        } else {
            resetTtl = facts.ttl;
            endWith(warning >= 0 ? alertEnd() : Progress.RESET_AFTER_HELLO);
        }
    }

    void onServerHello(int version) {
        serverHello = true;
        chosen = version;
    }

    void onCertificate(CertificateNames names) {
        if (certificate == null) {
            certificate = names;
        }
    }

    void onCipherChange(boolean byClient) {
        if (byClient) {
            clientCipher = true;
        } else {
            serverCipher = true;
        }
        if (clientCipher && serverCipher && chosen != NOT_SEEN && chosen < TlsVersion.TLS_1_3) {
            endWith(Progress.ESTABLISHED);
        }
    }

    void onApplicationData(boolean byClient, int length) {
        if (!byClient) {
            serverData = true;
            if (clientData) {
                endWith(Progress.ESTABLISHED);
            }
            return;
        }
        if (serverPayloads == 0) {
            // data of a client whose server is not in the capture, or early data (RFC 8446 section 2.3)
            if (serverSpokeUnseen()) {
                endWith(Progress.ESTABLISHED);
            }
            return;
        }
        if (length <= TlsRecord.LONGEST_HIDDEN_ALERT && !clientData) {
            // shorter than any Finished
            hiddenAlertOfClient = true;
            return;
        }
        clientData = true;
        if (serverData || (serverHello && chosen >= TlsVersion.TLS_1_3)) {
            endWith(Progress.ESTABLISHED);
        }
    }

    void onClearAlert(boolean byClient, int level, int number) {
        if (level >= 2) {
            alert = number;
            endWith(byClient ? Progress.ALERT_BY_CLIENT : Progress.ALERT_BY_SERVER);
        } else if (warning == NOT_SEEN) {
            warning = number;
            warningByClient = byClient;
        }
    }

    /** An alert whose number is encrypted, before the handshake was complete. */
    void onHiddenAlert(boolean byClient) {
        if (byClient) {
            hiddenAlertOfClient = true;
        }
    }

    void onHttpAnswer() {
        if (!serverHello) {
            endWith(Progress.HTTP_INSTEAD);
        }
    }

    /** The handshake could not be followed, but both sides went on talking at length. */
    boolean hasPlenty() {
        return clientPayloads >= PLENTY && serverPayloads >= PLENTY;
    }

    private boolean serverSpokeUnseen() {
        // one more than the hello's own acknowledgement may be a FIN
        return ackSeen && serverPayloads == 0 && clientAck - helloAck > 1;
    }

    /** Done, and nothing more can become of it. */
    boolean isEstablished() {
        return end == Progress.ESTABLISHED;
    }

    boolean hasEnded() {
        return end != null;
    }

    void endWith(Progress progress) {
        if (end == null) {
            end = progress;
        }
    }

    /** Nothing more will be seen of it. */
    void endAsItStands(long runNanos) {
        endWith(progress(runNanos));
    }

    private Progress alertEnd() {
        alert = warning;
        return warningByClient ? Progress.ALERT_BY_CLIENT : Progress.ALERT_BY_SERVER;
    }

    /** The state after that much capture. */
    private Progress progress(long runNanos) {
        if (end != null) {
            return end;
        }
        if (serverPayloads > 0) {
            return progressAfterAnswer();
        }
        if (!helloWhole) {
            return Progress.HELLO_INCOMPLETE;
        }
        if (serverSpokeUnseen() || bytesMissing) {
            return Progress.HELLO_PENDING;
        }
        boolean closed = serverClosed || clientWaited;
        if (acknowledged) {
            if (serverClosedFirst) {
                return Progress.CLOSED_BY_SERVER;
            }
            return closed || runNanos - lastSentRunNanos >= ACKNOWLEDGED_NANOS
                    ? Progress.SILENCE_ACKNOWLEDGED
                    : Progress.HELLO_PENDING;
        }
        if (sendings < 2 && serverTtl == NOT_SEEN) {
            // TCP would have repeated it by now: the capture holds but a glimpse of this connection
            return Progress.HELLO_PENDING;
        }
        long sinceRunNanos = sendings > 1 ? firstSentRunNanos : lastSentRunNanos;
        return closed || runNanos - sinceRunNanos >= UNACKNOWLEDGED_NANOS
                ? Progress.SILENCE_UNACKNOWLEDGED
                : Progress.HELLO_PENDING;
    }

    private Progress progressAfterAnswer() {
        if (!clientClosed && !serverClosed) {
            return Progress.SERVER_HELLO_SEEN;
        }
        if (clientData) {
            // sent ahead of the server's last flight (RFC 7918): the client was content with what it saw
            return Progress.ESTABLISHED;
        }
        if (bytesMissing || closedBeforeAnswer) {
            return Progress.SERVER_HELLO_SEEN;
        }
        if (warning >= 0) {
            return warningByClient ? Progress.ALERT_BY_CLIENT : Progress.ALERT_BY_SERVER;
        }
        if (hiddenAlertOfClient) {
            return Progress.ALERT_BY_CLIENT;
        }
        return serverClosedFirst ? Progress.CLOSED_BY_SERVER : Progress.ABORTED_BY_CLIENT;
    }

    /** What is known after that much capture. */
    TcpContent.Tls toEvidence(long runNanos, NameTable serverNames, NameTable protocols) {
        Progress progress = progress(runNanos);
        boolean byAlert = progress == Progress.ALERT_BY_CLIENT || progress == Progress.ALERT_BY_SERVER;
        int number = alert >= 0 ? alert : warning;
        return new TcpContent.Tls(
                serverNames.text(serverName),
                alpn == NameTable.NONE ? null : Alpn.protocols(protocols.bytes(alpn)),
                TlsVersion.inWords(chosen >= 0 ? chosen : offered),
                progress,
                byAlert ? number : NOT_SEEN,
                certificate == null ? List.of() : certificate.names(),
                certificate == null ? null : certificate.issuer(),
                resetTtl,
                serverTtl,
                helloNanos,
                certificate != null && certificate.selfIssued(),
                certificate == null ? TcpContent.Tls.UNKNOWN_TIME : certificate.validFromNanos(),
                certificate == null ? TcpContent.Tls.UNKNOWN_TIME : certificate.validToNanos());
    }
}
