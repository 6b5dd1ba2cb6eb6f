package org.portwitness.analyzer.verdict;

/**
 * Tells apart who sends SYNs towards units in vain: a sender that wants something tries again, the invented senders of a flood or those of a scan
 * send one each.
 */
final class Senders {
    private final Fingerprints all = new Fingerprints();
    private final Fingerprints withSeveral = new Fingerprints();

    /** Notes an attempt with its unit, the server; only those that nothing answered tell. */
    void add(Exchange exchange, ServerEvidence unit) {
        if (exchange.result() != Exchange.Result.SILENT || exchange.sendings() > 1) {
            return;
        }
        long sender = Fingerprints.of(
                exchange.client().address(),
                exchange.server().address(),
                exchange.server().port(),
                exchange.protocol());
        if (all.add(sender)) {
            unit.failures.loneSilent++;
        } else if (withSeveral.add(sender)) {
            unit.failures.loneSilent--;
            unit.failures.severalSilent += 2;
        } else {
            unit.failures.severalSilent++;
        }
    }
}
