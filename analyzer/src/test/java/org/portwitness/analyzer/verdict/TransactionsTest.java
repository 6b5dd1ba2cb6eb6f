package org.portwitness.analyzer.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.DiscoveryProbe;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.TcpAttempt;
import org.portwitness.analyzer.report.Transaction;

final class TransactionsTest {
    /** Many begin at the same time, so that parts end among equals. */
    private static Seen.Judged many() {
        Seen seen = new Seen().everydayTraffic();
        for (int i = 0; i < 23; i++) {
            seen.silent(Seen.EXCHANGE_ONLINE, 443, 1 + i % 3)
                    .tcp(Seen.UNIT, Seen.EXCHANGE_ONLINE, 443, TcpAttempt.Outcome.ANSWERED, 1)
                    .stun(Seen.UNIT, Seen.RELAY, 3478, StunTransaction.Outcome.SUCCESS, 1);
        }
        seen.probe("10.20.30.1", "10.20.30.255", true, DiscoveryProbe.Outcome.UNANSWERED, null, 2);
        return seen.judged();
    }

    private static List<Transaction> all(Iterable<Transaction> transactions) {
        List<Transaction> list = new ArrayList<>();
        transactions.forEach(list::add);
        return list;
    }

    @Test
    void partsGiveTheSameInTheSameOrder() {
        Seen.Judged judged = many();
        List<Transaction> whole = all(judged.judgement().transactions());
        assertEquals(23 * 3 + 1, whole.size());
        for (int most : new int[] {1, 2, 7, 69, 70, 71}) {
            assertEquals(whole, all(judged.judgement().transactions(most)), "in parts of " + most);
        }
    }

    @Test
    void withoutTransactionsThereIsNone() {
        Iterator<Transaction> none =
                new Seen().judged().judgement().transactions().iterator();
        assertThrows(NoSuchElementException.class, none::next);
    }
}
