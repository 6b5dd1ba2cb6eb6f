package org.portwitness.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.Address;
import org.portwitness.analyzer.evidence.DiscoveryProbe;
import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.Refusal;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.evidence.TlsHello;
import org.portwitness.analyzer.evidence.TransactionId;
import org.portwitness.analyzer.report.Transaction;

class TransactionLinesTest {
    private static final long NINE = SampleReports.NINE;
    private static final Endpoint UNIT = endpoint("10.0.0.1", 10);
    private static final Endpoint SERVER = endpoint("10.0.0.2", 20);

    private static Endpoint endpoint(String address, int port) {
        return new Endpoint(Address.parse(address), port);
    }

    private static String lines(Transaction... transactions) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TransactionLines.write(List.of(transactions), out);
        return out.toString(StandardCharsets.US_ASCII);
    }

    private static TcpAttempt attempt(TcpAttempt.Outcome outcome, long rttNanos, Refusal refusal) {
        return new TcpAttempt(UNIT, SERVER, 4_294_967_295L, NINE, NINE + 1, 3, 2, outcome, 0, rttNanos, true, refusal);
    }

    @Test
    void aTcpAttemptHasItsKeys() throws IOException {
        assertEquals(
                "{\"type\":\"tcp-attempt\",\"first\":\"2026-11-23T09:00:00.000000000Z\","
                        + "\"last\":\"2026-11-23T09:00:00.000000001Z\",\"source\":\"10.0.0.1\",\"source_port\":10,"
                        + "\"destination\":\"10.0.0.2\",\"destination_port\":20,\"protocol\":\"TCP\","
                        + "\"community_id\":\"1:9j2Dzwrw7T9E+IZi4b4IVT66HBI=\",\"outcome\":\"answered\",\"isn\":4294967295,"
                        + "\"syn_packets\":3,\"syn_sendings\":2,\"rtt_us\":96.125,\"ambiguous\":true,"
                        + "\"rows\":[\"kickle-https-443\",\"internet-https-443\"]}\n",
                lines(new Transaction.Tcp(
                        attempt(TcpAttempt.Outcome.ANSWERED, 96_125, null),
                        List.of("kickle-https-443", "internet-https-443"))));
    }

    @Test
    void withoutAnAnswerTheLatencyIsNull() throws IOException {
        String line =
                lines(new Transaction.Tcp(attempt(TcpAttempt.Outcome.UNANSWERED, TcpAttempt.NO_RTT, null), List.of()));
        assertEquals(
                "\"outcome\":\"unanswered\",\"isn\":4294967295,\"syn_packets\":3,\"syn_sendings\":2,\"rtt_us\":null,"
                        + "\"ambiguous\":true,\"rows\":[]}\n",
                line.substring(line.indexOf("\"outcome\"")));
    }

    @Test
    void aStunTransactionHasItsKeys() throws IOException {
        assertEquals(
                "{\"type\":\"stun\",\"first\":\"2026-11-23T09:00:00.000000000Z\","
                        + "\"last\":\"2026-11-23T09:00:00.000000000Z\",\"source\":\"192.168.1.42\",\"source_port\":4242,"
                        + "\"destination\":\"8.8.8.8\",\"destination_port\":53,\"protocol\":\"UDP\","
                        + "\"community_id\":\"1:vTdrngJjlP5eZ9mw9JtnKyn99KM=\",\"outcome\":\"error\","
                        + "\"method\":\"Allocate\",\"transaction_id\":\"00112233445566778899aabb\",\"sendings\":1,"
                        + "\"rtt_us\":11421.0,\"ambiguous\":false,\"error_code\":401,"
                        + "\"answered_by\":\"[2001:db8::1]:3478\",\"ms_turn\":true,\"rows\":[\"online-udp-3478\"]}\n",
                lines(new Transaction.Stun(
                        new StunTransaction(
                                endpoint("192.168.1.42", 4242),
                                endpoint("8.8.8.8", 53),
                                17,
                                3,
                                new TransactionId(0x2112_a442_0011_2233L, 0x4455_6677_8899_aabbL),
                                true,
                                false,
                                false,
                                NINE,
                                NINE,
                                1,
                                StunTransaction.Outcome.ERROR,
                                401,
                                endpoint("2001:db8::1", 3478),
                                NINE + 11_421_000,
                                11_421_000,
                                false,
                                null),
                        List.of("online-udp-3478"))));
    }

    @Test
    void aStunTransactionWithoutAnswerOverTcpHasNulls() throws IOException {
        String line = lines(new Transaction.Stun(
                new StunTransaction(
                        UNIT,
                        SERVER,
                        6,
                        0x200,
                        new TransactionId(0, 1),
                        false,
                        false,
                        false,
                        NINE,
                        NINE,
                        3,
                        StunTransaction.Outcome.UNDECIDED,
                        0,
                        null,
                        0,
                        TcpAttempt.NO_RTT,
                        false,
                        null),
                List.of()));
        assertEquals(
                "\"protocol\":\"TCP\",\"community_id\":\"1:9j2Dzwrw7T9E+IZi4b4IVT66HBI=\",\"outcome\":\"undecided\","
                        + "\"method\":\"0x200\",\"transaction_id\":\"00000000000000000000000000000001\",\"sendings\":3,\"rtt_us\":null,"
                        + "\"ambiguous\":false,\"error_code\":null,\"answered_by\":null,\"ms_turn\":false,\"rows\":[]}\n",
                line.substring(line.indexOf("\"protocol\"")));
    }

    @Test
    void eachIsALineOfItsOwnInTheOrderGiven() throws IOException {
        TlsHello hello =
                new TlsHello(UNIT, SERVER, NINE, "evil\"\n\u202e.example", "TLS 1.3", List.of("h2", "http/1.1"));
        String lines = lines(
                new Transaction.Hello(hello, List.of("internet-https-443")),
                new Transaction.Tcp(attempt(TcpAttempt.Outcome.REFUSED, TcpAttempt.NO_RTT, null), List.of()));
        assertEquals(2, lines.lines().count());
        assertEquals(
                "\"outcome\":null,\"sni\":\"evil\\\"\\n\\u202E.example\",\"version\":\"TLS 1.3\","
                        + "\"alpn\":[\"h2\",\"http/1.1\"],\"rows\":[\"internet-https-443\"]}",
                lines.lines().findFirst().orElseThrow().replaceFirst("^.*?(?=\"outcome\")", ""));
    }

    @Test
    void aDiscoveryHasItsKeys() throws IOException {
        String line = lines(new Transaction.Discovery(
                new DiscoveryProbe(
                        endpoint("10.0.0.7", 50000),
                        endpoint("10.0.0.255", 1047),
                        true,
                        NINE,
                        NINE + 2,
                        2,
                        DiscoveryProbe.Outcome.ANSWERED,
                        endpoint("10.0.0.1", 1047),
                        NINE + 5,
                        3,
                        false,
                        false,
                        null),
                List.of("mirrorop-discovery-1047")));
        assertEquals(
                "\"outcome\":\"answered\",\"sendings\":2,\"rtt_us\":0.003,\"ambiguous\":false,"
                        + "\"answered_by\":\"10.0.0.1:1047\",\"broadcast\":true,\"unsolicited\":false,"
                        + "\"rows\":[\"mirrorop-discovery-1047\"]}\n",
                line.substring(line.indexOf("\"outcome\"")));
    }
}
