package org.portwitness.analyzer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.portwitness.analyzer.facts.LaneShare;
import org.portwitness.analyzer.report.Report;
import org.portwitness.analyzer.report.Transaction;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.Frame;
import org.portwitness.capture.FrameSource;

/**
 * An analysis of a capture that goes on: the same lanes and the same judgement as {@link Analysis#run}, and in between a {@link Snapshot}
 * whenever another thread asks for one.
 *
 * <p>The thread that reads the packets makes the snapshots itself, between two packets, so nothing needs a lock; what it hands over never changes.
 * Meanwhile packets wait in the kernel's buffer: {@link Snapshots} bounds how much of the time that may take.
 *
 * <p>A snapshot is not made where it would take longer than that buffer lasts: it is put off until fewer packets come, and whoever waits for it is told.
 *
 * <p>Time: when no packet comes, none tells that time goes by, and a silent port would never be called blocked. After {@link #QUIET_NANOS} without
 * any packet the capture clock is moved on by as long as it has been quiet (as the running time of this program measures it, counted from the last
 * packet's arrival, so it stays behind the packets' own clock however late they arrived). A packet ends that. Recorded captures never do this.
 */
public final class LiveAnalysis {
    /**
     * Silence on the whole interface from which on the clock is moved. On a network that is in use something always comes sooner; with less, a
     * capture stopped soon after its last packet would be judged otherwise than its recording.
     */
    static final long QUIET_NANOS = 3_000_000_000L;

    /** A snapshot may take so many times as long as expected: the last one took no more than what it found, and what waits must be read too. */
    private static final int CAUTION = 2;

    /** The tables are full at some time: then more packets make no more to go through. */
    private static final int LARGEST_GROWTH = 16;

    private final Analysis analysis;
    private final long packetLimit;
    private final LongSupplier nanoTime;
    private final Snapshots snapshots;
    private final DecidedTransactions decided = new DecidedTransactions();
    private final Changes changes = new Changes();
    private final int threads;
    private final List<Lane> lanes = new ArrayList<>();
    private final List<FollowingLane> followers = new ArrayList<>();

    private FrameSource source;
    private long startedAt;
    private long packets;
    private long packetsAtPause = -1;
    private long packetsAtSnapshot;
    private long snapshotNanos;
    private long quietSince;
    private long lastPacketNanos;

    /** @param threads lanes, where the source can be read by as many */
    LiveAnalysis(Analysis analysis, long packetLimit, int threads, LongSupplier nanoTime) {
        this.analysis = analysis;
        this.packetLimit = packetLimit;
        this.threads = threads;
        this.nanoTime = nanoTime;
        snapshots = new Snapshots(nanoTime);
    }

    /** Where another thread asks for snapshots. */
    public Snapshots snapshots() {
        return snapshots;
    }

    /**
     * Reads the source to its end, or to the packet limit, on the calling thread, closes it, and judges what was seen. Judging may take a while: what
     * comes meanwhile is not part of the capture, and nobody lost it.
     *
     * @return the report at the end; its transactions are all of them, whether snapshots had them or not
     */
    public AnalysisResult run(FrameSource source) {
        this.source = source;
        startedAt = nanoTime.getAsLong();
        try {
            divide();
            Lane lane = lanes.get(0);
            boolean alone = followers.isEmpty();
            Frame frame = new Frame();
            while (packets < packetLimit && source.next(frame)) {
                lane.onFrame(frame);
                packets++;
                if (alone && snapshots.isWanted()) {
                    snapshotInTime();
                }
            }
            if (packets == packetLimit) {
                source.stop();
            }
            gather();
            followers.forEach(FollowingLane::end);
            source.close();
            return judge();
        } finally {
            followers.forEach(FollowingLane::end);
            snapshots.end();
        }
    }

    /** Lanes as in {@link Lanes}: each sees every packet and keeps its share. */
    private void divide() {
        List<FrameSource> others = new ArrayList<>();
        try {
            for (FrameSource other; others.size() + 1 < threads && (other = source.another()) != null; ) {
                others.add(other);
            }
        } catch (CaptureException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        int count = others.size() + 1;
        lanes.add(new Lane(new LaneShare(0, count)));
        for (FrameSource other : others) {
            Lane lane = new Lane(new LaneShare(lanes.size(), count));
            followers.add(new FollowingLane(other, lane, packetLimit, "lane " + (lanes.size() + 1)));
            lanes.add(lane);
        }
        lanes.forEach(lane -> lane.favour(analysis.givenUnits()));
        followers.forEach(FollowingLane::start);
    }

    /** Waits until all lanes have seen what the first has. They are at rest from then on, since nobody overtakes the first. */
    private void gather() {
        followers.forEach(follower -> follower.awaitPackets(packets));
    }

    /** To be called by the reading thread from inside {@link FrameSource#next}, now and then, also and above all while nothing comes: when all packets that
     * other lanes can have seen have been given out. */
    public void pause() {
        long now = nanoTime.getAsLong();
        if (packets != packetsAtPause) {
            packetsAtPause = packets;
            quietSince = now;
            lastPacketNanos = lanes.get(0).newestNanos();
        } else if (now - quietSince >= QUIET_NANOS) {
            gather();
            lanes.forEach(lane -> lane.quietUntil(lastPacketNanos + (now - quietSince)));
        }
        if (snapshots.isWanted()) {
            gather();
            snapshotInTime();
        }
    }

    /** Nobody can make the packets wait. Who asks in person is answered all the same; what that costs is counted. */
    private void snapshotInTime() {
        if (snapshots.isHurried() || CAUTION * expectedNanos() < source.patienceNanos()) {
            snapshot();
        } else {
            snapshots.putOff();
        }
    }

    /** The tables grow with the packets, at most. */
    private double expectedNanos() {
        double growth = packetsAtSnapshot == 0 ? 1 : (double) packets / packetsAtSnapshot;
        return snapshotNanos * Math.min(growth, LARGEST_GROWTH);
    }

    private AnalysisResult judge() {
        return analysis.judge(
                Lane.evidence(lanes),
                source.summaries(),
                new Report.Run(nanoTime.getAsLong() - startedAt, packets, lanes.size()));
    }

    private void snapshot() {
        long began = nanoTime.getAsLong();
        AnalysisResult result = judge();
        long now = lanes.get(0).newestNanos();
        List<Transaction> transactions =
                snapshots.wantsTransactions() ? decided.next(result.transactions(), now) : List.of();
        List<Change> news = changes.next(result.report(), now);
        snapshotNanos = nanoTime.getAsLong() - began;
        packetsAtSnapshot = packets;
        snapshots.handOver(new Snapshot(result.report(), now, news, transactions), snapshotNanos);
    }

    /**
     * What is left of the transactions once {@link #run} has returned: those that no snapshot had. For the thread that took the snapshots, or after
     * it has ended.
     */
    public List<Transaction> rest(AnalysisResult result) {
        return decided.rest(result.transactions());
    }
}
