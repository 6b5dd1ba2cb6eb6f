package org.portwitness.analyzer.proof;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.portwitness.analyzer.facts.DecodeResult;
import org.portwitness.analyzer.facts.FrameDecoder;
import org.portwitness.analyzer.facts.PacketFacts;
import org.portwitness.capture.Frame;

/**
 * Picks the packets that prove claims out of a capture that is read for the second time, in the capture's order, and keeps them in memory: at most
 * {@value #MOST_PACKETS} packets and {@value #MOST_BYTES} bytes, of each claim its share of that and no more than {@value #MOST_PACKETS_OF_A_CLAIM}
 * packets, the first ones. What is left out is counted. Belongs to one thread.
 */
public final class Proof {
    /** With their bytes about as much as a lane's smaller tables. */
    public static final int MOST_PACKETS = 50_000;

    public static final int MOST_BYTES = 16 << 20;

    /** Enough for anyone who looks at one finding in Wireshark. */
    public static final int MOST_PACKETS_OF_A_CLAIM = 1000;

    /** Each trace has a packet at least. */
    public static final int MOST_TRACES_OF_A_CLAIM = MOST_PACKETS_OF_A_CLAIM;

    private static final int FEWEST_PACKETS_OF_A_CLAIM = 10;
    private static final int MOST_COMMENTS = 20;

    private final List<Claim> claims;
    private final TraceIndex index;
    private final PacketMask mask;
    private final FrameDecoder decoder = new FrameDecoder();
    private final PacketFacts facts = new PacketFacts();
    private final List<Integer> found = new ArrayList<>();
    private final List<Exhibit> exhibits = new ArrayList<>();
    private final int packetsOfAClaim;
    private final long bytesOfAClaim;
    private final int[] taken;
    private final long[] takenBytes;
    private final long[] leftOut;
    private long bytes;

    /** @param masked whether payload that proves nothing is blanked */
    public Proof(List<Claim> claims, boolean masked) {
        this.claims = List.copyOf(claims);
        index = new TraceIndex(this.claims);
        mask = masked ? new PacketMask() : null;
        int parts = Math.max(1, claims.size());
        packetsOfAClaim = Math.max(FEWEST_PACKETS_OF_A_CLAIM, Math.min(MOST_PACKETS_OF_A_CLAIM, MOST_PACKETS / parts));
        // a share may be used up by one packet, and a claim without a packet proves nothing
        bytesOfAClaim = Math.max(MOST_BYTES / 1024, MOST_BYTES / parts);
        taken = new int[parts];
        takenBytes = new long[parts];
        leftOut = new long[parts];
        for (int i = 0; i < this.claims.size(); i++) {
            leftOut[i] = this.claims.get(i).packetsNotTraced();
        }
    }

    /** @param source place of the frame's capture among the sources */
    public void take(Frame frame, int source) {
        if (decoder.decode(frame, facts) != DecodeResult.DECODED) {
            return;
        }
        found.clear();
        index.find(facts, found);
        if (found.isEmpty()) {
            return;
        }
        byte[] copy = new byte[frame.capturedLength()];
        frame.bytes().get(frame.at(), copy);
        // also where there is no room: what a stream goes on with is known by how it began
        byte[] shown = mask == null ? copy : mask.shown(copy, frame.at(), facts);
        if (!hasRoom(copy.length)) {
            for (int claim : found) {
                leftOut[claim]++;
            }
            return;
        }
        List<String> comments = new ArrayList<>();
        for (int claim : found) {
            taken[claim]++;
            takenBytes[claim] += copy.length;
            if (comments.size() < MOST_COMMENTS) {
                comments.add(claims.get(claim).words());
            }
        }
        bytes += copy.length;
        exhibits.add(new Exhibit(
                ByteBuffer.wrap(shown).asReadOnlyBuffer(),
                frame.originalLength(),
                frame.linkType(),
                source,
                frame.timeNanos(),
                comments));
    }

    /** Whether one of the packet's claims may have it. */
    private boolean hasRoom(int length) {
        if (exhibits.size() >= MOST_PACKETS || bytes + length > MOST_BYTES) {
            return false;
        }
        for (int claim : found) {
            if (taken[claim] < packetsOfAClaim && takenBytes[claim] < bytesOfAClaim) {
                return true;
            }
        }
        return false;
    }

    /** How many things were to be proven. */
    public int claims() {
        return claims.size();
    }

    /** What was taken, in the order of the capture. */
    public List<Exhibit> exhibits() {
        return exhibits;
    }

    /**
     * What was left out of one claim for want of room.
     *
     * @param packets at least so many
     */
    public record LeftOut(Claim claim, int taken, long packets) {}

    public List<LeftOut> leftOut() {
        List<LeftOut> all = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            if (leftOut[i] > 0) {
                all.add(new LeftOut(claims.get(i), taken[i], leftOut[i]));
            }
        }
        return all;
    }
}
