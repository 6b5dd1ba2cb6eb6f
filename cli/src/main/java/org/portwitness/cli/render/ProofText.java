package org.portwitness.cli.render;

import java.util.ArrayList;
import java.util.List;
import org.portwitness.analyzer.proof.Exhibit;
import org.portwitness.analyzer.proof.Proof;

/** What the evidence file says in its comments, and what is said of it. */
public final class ProofText {
    /** Claims named in the file's own comment; more would make it unreadable. */
    private static final int MOST_NAMED = 20;

    private ProofText() {}

    /** On the file as a whole. */
    public static List<String> ofFile(Proof proof, List<String> captures, boolean masked, List<String> missing) {
        List<String> comments = new ArrayList<>();
        String of = String.join(", ", captures.stream().limit(MOST_NAMED).toList());
        if (proof.claims() == 0) {
            comments.add("There is no finding and no failing row in " + of + ", so this file has no packets.");
            return clean(comments);
        }
        comments.add("Packets behind "
                + Quantities.count(proof.claims(), "finding or failing row", "findings and failing rows") + " of " + of
                + ". The comment on each packet says what it proves.");
        if (masked) {
            comments.add(
                    "Payload that proves nothing is blanked with zeros; lengths and checksums are as captured, so checksums may not fit.");
        }
        for (String each : missing) {
            comments.add("Not complete: " + each + ".");
        }
        List<Proof.LeftOut> leftOut = proof.leftOut();
        for (Proof.LeftOut each : leftOut.subList(0, Math.min(MOST_NAMED, leftOut.size()))) {
            comments.add("Left out: " + Quantities.count(each.packets()) + " more packets, here are the first "
                    + Quantities.count(each.taken()) + ", of " + each.claim().words());
        }
        if (leftOut.size() > MOST_NAMED) {
            comments.add("Packets of " + Quantities.count(leftOut.size() - MOST_NAMED)
                    + " further findings and rows are left out too.");
        }
        return clean(comments);
    }

    /** On one packet. */
    public static List<String> comments(Exhibit exhibit) {
        return clean(exhibit.comments());
    }

    /** For the user, a sentence for each thing that is missing. */
    public static List<String> notices(Proof proof, List<String> missing) {
        List<String> notices = new ArrayList<>();
        for (String each : missing) {
            notices.add("--evidence: " + each);
        }
        List<Proof.LeftOut> leftOut = proof.leftOut();
        if (!leftOut.isEmpty()) {
            long packets = leftOut.stream().mapToLong(Proof.LeftOut::packets).sum();
            notices.add("--evidence: " + Quantities.count(packets, "packet", "packets") + " of "
                    + Quantities.count(leftOut.size(), "finding or row", "findings and rows")
                    + " left out, the file has the first ones of each and says which");
        }
        return notices;
    }

    private static List<String> clean(List<String> texts) {
        return texts.stream().map(text -> WireText.clean(text, true)).toList();
    }
}
