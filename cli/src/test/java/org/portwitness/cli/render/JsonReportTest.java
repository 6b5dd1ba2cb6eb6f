package org.portwitness.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.report.Report;
import org.portwitness.capture.CaptureSummary.Drops;
import org.portwitness.capture.EndReason;

class JsonReportTest {
    private static String json(Report report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonReport.write(report, "0.1.0", out);
        return out.toString(StandardCharsets.US_ASCII);
    }

    @Test
    void theReportHasEveryKeyInTheDocumentedOrder() throws IOException {
        Report report = new SampleReports()
                .capture(EndReason.CUT, "Ends inside packet 1843.", new Drops(3, -1, 0))
                .row(SampleReports.blockedStun())
                .finding(new Report.Finding(
                        "unanswered-stun",
                        "online-udp-3478",
                        "problem",
                        "UDP",
                        "10.20.30.40",
                        null,
                        "52.113.4.5",
                        3478,
                        SampleReports.NINE,
                        SampleReports.NINE + 1,
                        8,
                        24,
                        "Silence."))
                .note("One note.")
                .build();
        assertEquals("""
                {
                  "schema": "portwitness/report/1",
                  "version": "0.1.0",
                  "run": {
                    "elapsed_ms": 96.1255,
                    "packets_per_second": 19162,
                    "threads": 1
                  },
                  "captures": [ {
                    "source": "room.pcap",
                    "format": "pcap",
                    "compression": null,
                    "link_types": [ "EN10MB" ],
                    "packets": 1842,
                    "bytes": 309456,
                    "first": "2026-11-23T09:00:00.000000000Z",
                    "last": "2026-11-23T09:01:12.000000000Z",
                    "end": "cut",
                    "end_detail": "Ends inside packet 1843.",
                    "dropped": {
                      "kernel": 3,
                      "interface": null,
                      "buffer": 0
                    }
                  } ],
                  "traffic": {
                    "packets": 1842,
                    "tcp": 1841,
                    "udp": 1,
                    "icmp": 0,
                    "other_transport": 0,
                    "not_ip": 0,
                    "later_fragments": 0,
                    "undecodable": 0,
                    "undecodable_reasons": {},
                    "cut_by_snaplen": 0,
                    "duplicates": 0,
                    "time_goes_back": 0,
                    "given_up": {}
                  },
                  "visibility": {
                    "tcp_conversations": 12,
                    "tcp_conversations_one_way": 0,
                    "two_way": true,
                    "note": null,
                    "capture_point": {
                      "place": "unit-side",
                      "meaning": "Taken on the unit's side: a silence means that something further out stays silent."
                    }
                  },
                  "units": [ {
                    "address": "10.20.30.40",
                    "found_by": "kickle-name",
                    "packets_sent": 812,
                    "packets_received": 1030
                  } ],
                  "units_left_out": 0,
                  "tcp": {
                    "attempts": 14,
                    "outcomes": {
                      "answered": 14,
                      "refused": 0,
                      "unreachable": 0,
                      "proceeded": 0,
                      "unanswered": 0,
                      "undecided": 0
                    },
                    "syn_packets": 15,
                    "handshake": {
                      "count": 14,
                      "min_us": 5700.0,
                      "mean_us": 12540.0,
                      "p50_us": 11400.0,
                      "p90_us": 22800.0,
                      "p99_us": 34200.0,
                      "p999_us": 39900.0,
                      "max_us": 45600.0,
                      "bars": [ [ 1425.0, 2850.0, 1 ], [ 2850.0, 5700.0, 0 ], [ 5700.0, 11400.0, 4 ], [ 11400.0, 22800.0, 9 ], [ 22800.0, 45600.0, 3 ], [ 45600.0, 91200.0, 1 ], [ 91200.0, 182400.0, 1 ] ]
                    },
                    "ambiguous_handshakes": 1,
                    "handshake_near": {
                      "count": 0,
                      "min_us": null,
                      "mean_us": null,
                      "p50_us": null,
                      "p90_us": null,
                      "p99_us": null,
                      "p999_us": null,
                      "max_us": null,
                      "bars": []
                    }
                  },
                  "stun": {
                    "transactions": 12,
                    "outcomes": {
                      "success": 0,
                      "error": 0,
                      "unreachable": 0,
                      "unanswered": 12,
                      "undecided": 0
                    },
                    "answered_from_other_address": 0,
                    "indications": 3,
                    "rtt": {
                      "count": 0,
                      "min_us": null,
                      "mean_us": null,
                      "p50_us": null,
                      "p90_us": null,
                      "p99_us": null,
                      "p999_us": null,
                      "max_us": null,
                      "bars": []
                    },
                    "ambiguous_rtts": 0
                  },
                  "mirrorop": {
                    "discovery": {
                      "requests": 0,
                      "answered": 0,
                      "unanswered": 0,
                      "undecided": 0,
                      "rtt": {
                        "count": 0,
                        "min_us": null,
                        "mean_us": null,
                        "p50_us": null,
                        "p90_us": null,
                        "p99_us": null,
                        "p999_us": null,
                        "max_us": null,
                        "bars": []
                      }
                    }
                  },
                  "tls": {
                    "client_hellos": 2,
                    "sni": {
                      "portal.kickle.com": 2
                    },
                    "without_sni": 0,
                    "failures": {}
                  },
                  "rtp": {
                    "streams": [],
                    "streams_left_out": 0
                  },
                  "calls": [],
                  "calls_left_out": 0,
                  "health": [],
                  "endpoints_version": "2018-10-01",
                  "rows": [ {
                    "id": "online-udp-3478",
                    "table": "online",
                    "from": "unit",
                    "to": "Office 365",
                    "protocols": [ "UDP" ],
                    "ports": "3478",
                    "purpose": "STUN/MSTURN",
                    "requirement": "required",
                    "group": null,
                    "verdict": "blocked",
                    "why": "None of 12 STUN requests to 2 servers was answered, though the unit's other traffic flows both ways.",
                    "advice": "Allow UDP 3478 from 10.20.30.40 to 52.112.0.0/14, and the answers back.",
                    "permissions": [],
                    "attempts": 12,
                    "answered": 0,
                    "refused": 0,
                    "unreachable": 0,
                    "unanswered": 12,
                    "undecided": 0,
                    "latency": {
                      "count": 0,
                      "min_us": null,
                      "mean_us": null,
                      "p50_us": null,
                      "p90_us": null,
                      "p99_us": null,
                      "p999_us": null,
                      "max_us": null,
                      "bars": []
                    },
                    "latency_near": {
                      "count": 0,
                      "min_us": null,
                      "mean_us": null,
                      "p50_us": null,
                      "p90_us": null,
                      "p99_us": null,
                      "p999_us": null,
                      "max_us": null,
                      "bars": []
                    },
                    "units": [ {
                      "address": "10.20.30.40",
                      "verdict": "blocked",
                      "why": "Silence.",
                      "attempts": 12,
                      "answered": 0
                    } ],
                    "first_ok": null,
                    "last_ok": null,
                    "first_failed": "2026-11-23T09:00:03.000000000Z",
                    "last_failed": "2026-11-23T09:00:41.000000000Z",
                    "healed": null,
                    "peers": [ {
                      "address": "52.113.4.5",
                      "port": 3478,
                      "protocol": "UDP",
                      "name": "relay.example.com",
                      "attempts": 8,
                      "answered": 0,
                      "latency_mean_us": null,
                      "latency_near_mean_us": null
                    }, {
                      "address": "2603:1027::5",
                      "port": 3478,
                      "protocol": "UDP",
                      "name": null,
                      "attempts": 4,
                      "answered": 0,
                      "latency_mean_us": null,
                      "latency_near_mean_us": null
                    } ],
                    "peers_left_out": 0
                  } ],
                  "findings": [ {
                    "kind": "unanswered-stun",
                    "row": "online-udp-3478",
                    "severity": "problem",
                    "protocol": "UDP",
                    "source": "10.20.30.40",
                    "source_port": null,
                    "destination": "52.113.4.5",
                    "destination_port": 3478,
                    "first": "2026-11-23T09:00:00.000000000Z",
                    "last": "2026-11-23T09:00:00.000000001Z",
                    "attempts": 8,
                    "packets": 24,
                    "detail": "Silence."
                  } ],
                  "findings_left_out": 0,
                  "notes": [ "One note." ]
                }
                """, json(report));
    }

    @Test
    void aCaptureWithoutPacketsHasNoTimes() throws IOException {
        String json = json(new SampleReports().packets(0).build());
        assertEquals(
                2,
                json.lines()
                        .filter(line -> line.matches(" +\"(first|last)\": null,"))
                        .count());
    }

    @Test
    void namesFromTheWireCannotBreakTheJsonOrTheTerminal() throws IOException {
        Report plain = SampleReports.allFine();
        Report hostile = new Report(
                plain.run(),
                plain.captures(),
                plain.traffic(),
                plain.visibility(),
                plain.capturePoint(),
                plain.units(),
                0,
                plain.tcp(),
                plain.stun(),
                plain.mirrorOp(),
                new Report.Tls(1, new TreeMap<>(Map.of("a\"b\\\n\033[2J\u202e\ud83d", 1L)), 0, new TreeMap<>()),
                plain.media(),
                plain.calls(),
                plain.callsLeftOut(),
                plain.health(),
                plain.endpointsVersion(),
                List.of(),
                List.of(),
                0,
                List.of());
        String sni = json(hostile)
                .lines()
                .dropWhile(line -> !line.contains("\"sni\""))
                .skip(1)
                .findFirst()
                .orElseThrow();
        assertEquals("      \"a\\\"b\\\\\\n\\u001B[2J\\u202E\\uFFFD\": 1", sni);
    }
}
