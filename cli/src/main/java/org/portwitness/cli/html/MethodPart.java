package org.portwitness.cli.html;

import java.util.List;
import org.portwitness.analyzer.report.Report.Verdict;

/** How the verdicts are reached, for who was handed the page and does not know the program. */
final class MethodPart {
    private record Rule(Verdict verdict, String when) {}

    private static final List<Rule> RULES = List.of(
            new Rule(
                    Verdict.BLOCKED,
                    "silence: two sendings or more, time enough for an answer, and the unit's other traffic flows both ways"),
            new Rule(Verdict.REFUSED, "a reset or an ICMP error came back, and who sent it"),
            new Rule(
                    Verdict.TLS_FAILED, "the port is open, but the TLS handshake ends in an alert, a reset or silence"),
            new Rule(Verdict.ONE_WAY, "media for 5 s or more, and nothing comes back"),
            new Rule(Verdict.PARTIAL, "some servers work, others fail with enough evidence"),
            new Rule(Verdict.INCONCLUSIVE, "the capture does not show enough to tell; the reason says what would help"),
            new Rule(Verdict.OK, "each server that was tried answered at least once"),
            new Rule(Verdict.NOT_SEEN, "not tried in this capture: never a fault by itself"),
            new Rule(Verdict.NOT_APPLICABLE, "belongs to another deployment or firmware"));

    private MethodPart() {}

    static void write(Html html) {
        html.open("section", "id", "method", "aria-labelledby", "method-title");
        html.leaf("h2", "How verdicts are reached", "id", "method-title");
        html.leaf(
                "p",
                "Everything here is read from captured packets; nothing was asked of the network and nothing was decrypted. A row is judged for each "
                        + "unit, and the row shows the worst of them. Time is the capture's own. Where the evidence does not carry a verdict, the "
                        + "verdict is inconclusive.");
        html.open("dl", "class", "rules");
        for (Rule rule : RULES) {
            html.open("dt");
            html.leaf(
                    "span",
                    VerdictPart.words(rule.verdict()),
                    "class",
                    "sign " + Tone.of(rule.verdict()).style());
            html.close();
            html.leaf("dd", rule.when());
        }
        html.close();
        html.leaf(
                "p",
                "A filter beside a finding goes into Wireshark's display filter field, with the capture named above open. It shows the whole "
                        + "conversation from the finding's first packet to its last, answers included where there are any.");
        html.closeLine();
    }
}
