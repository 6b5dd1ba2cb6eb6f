package org.portwitness.cli.render;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.DiscoveryProbe;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TlsHello;
import org.portwitness.analyzer.report.RtpStream;
import org.portwitness.analyzer.report.Transaction;

/**
 * The transactions as NDJSON: one object a line for each attempt, transaction, discovery, hello and media stream, in the order given, which is by
 * their first packet.
 */
public final class TransactionLines {
    private static final int TCP = 6;
    private static final int UDP = 17;

    private final JsonOutput json;
    private final CommunityId communityId = new CommunityId();

    private TransactionLines(JsonOutput json) {
        this.json = json;
    }

    public static void write(Iterable<Transaction> transactions, OutputStream out) throws IOException {
        JsonOutput.writeLines(out, json -> {
            TransactionLines lines = new TransactionLines(json);
            for (Transaction transaction : transactions) {
                json.startObject();
                lines.write(transaction);
                json.endObject();
                json.endLine();
            }
        });
    }

    private void write(Transaction transaction) {
        if (transaction instanceof Transaction.Tcp tcp) {
            tcp(tcp.attempt(), tcp.rows());
        } else if (transaction instanceof Transaction.Stun stun) {
            stun(stun.transaction(), stun.rows());
        } else if (transaction instanceof Transaction.Discovery discovery) {
            discovery(discovery.probe(), discovery.rows());
        } else if (transaction instanceof Transaction.Hello hello) {
            hello(hello.hello(), hello.rows());
        } else if (transaction instanceof Transaction.Stream stream) {
            stream(stream.stream(), stream.rows());
        }
    }

    private void tcp(TcpAttempt attempt, List<String> rows) {
        begin("tcp-attempt", attempt.firstNanos(), attempt.lastNanos(), attempt.client(), attempt.server(), TCP);
        outcome(attempt.outcome());
        json.number("isn", attempt.isn());
        json.number("syn_packets", (long) attempt.synPackets());
        json.number("syn_sendings", (long) attempt.synSendings());
        rtt(attempt.rttNanos());
        json.truth("ambiguous", attempt.ambiguous());
        json.texts("rows", rows);
    }

    private void stun(StunTransaction stun, List<String> rows) {
        begin("stun", stun.firstNanos(), stun.lastNanos(), stun.client(), stun.server(), stun.protocol());
        outcome(stun.outcome());
        json.text("method", stun.methodName());
        json.text("transaction_id", stun.id().text());
        json.number("sendings", (long) stun.sendings());
        rtt(stun.rttNanos());
        json.truth("ambiguous", stun.ambiguous());
        json.number("error_code", stun.errorCode() == 0 ? null : Integer.valueOf(stun.errorCode()));
        answeredBy(stun.answeredBy());
        json.truth("ms_turn", stun.msTurn());
        json.texts("rows", rows);
    }

    private void discovery(DiscoveryProbe probe, List<String> rows) {
        begin("mirrorop-discovery", probe.firstNanos(), probe.lastNanos(), probe.sender(), probe.destination(), UDP);
        outcome(probe.outcome());
        json.number("sendings", (long) probe.sendings());
        rtt(probe.rttNanos());
        json.truth("ambiguous", probe.ambiguous());
        answeredBy(probe.answeredBy());
        json.truth("broadcast", probe.broadcast());
        json.truth("unsolicited", probe.unsolicited());
        json.texts("rows", rows);
    }

    private void hello(TlsHello hello, List<String> rows) {
        begin("tls-hello", hello.nanos(), hello.nanos(), hello.client(), hello.server(), TCP);
        // a hello has no outcome of its own: what became of it shows in its row
        json.text("outcome", null);
        json.text("sni", hello.serverName());
        json.text("version", hello.version());
        json.texts("alpn", hello.alpn());
        json.texts("rows", rows);
    }

    private void stream(RtpStream stream, List<String> rows) {
        begin(
                "rtp-stream",
                stream.firstNanos(),
                stream.lastNanos(),
                new Endpoint(Address.parse(stream.source()), stream.sourcePort()),
                new Endpoint(Address.parse(stream.destination()), stream.destinationPort()),
                stream.protocol().equals("TCP") ? TCP : UDP);
        json.text("outcome", stream.oneWay() ? "one-way" : "two-way");
        CallJson.measurements(stream, json);
        json.texts("rows", rows);
    }

    private void begin(
            String type, long firstNanos, long lastNanos, Endpoint source, Endpoint destination, int protocol) {
        json.text("type", type);
        json.instant("first", firstNanos);
        json.instant("last", lastNanos);
        json.text("source", source.address().toString());
        json.number("source_port", (long) source.port());
        json.text("destination", destination.address().toString());
        json.number("destination_port", (long) destination.port());
        json.text("protocol", protocol == TCP ? "TCP" : "UDP");
        json.text("community_id", communityId.of(protocol, source, destination));
    }

    private void outcome(Enum<?> outcome) {
        json.text("outcome", outcome.name().toLowerCase(Locale.ROOT));
    }

    private void rtt(long nanos) {
        json.micros("rtt_us", nanos == TcpAttempt.NO_RTT ? null : nanos);
    }

    private void answeredBy(Endpoint endpoint) {
        json.text("answered_by", endpoint == null ? null : endpoint.toString());
    }
}
