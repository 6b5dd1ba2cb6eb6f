package org.portwitness.analyzer.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.portwitness.analyzer.evidence.Carriage;
import org.portwitness.analyzer.evidence.MediaStream;

class MediaStreamsTest {
    private static void assertNumbers(
            MediaStream stream, long packets, long expected, long lost, long duplicates, long reordered) {
        assertEquals(
                List.of(packets, expected, lost, duplicates, reordered),
                List.of(stream.packets(), stream.expected(), stream.lost(), stream.duplicates(), stream.reordered()));
    }

    @Test
    void tenPacketsAreAStreamAndItIsCountedFromTheFirstOn() {
        MediaStream stream = new MediaScene().send(10).only();
        assertNumbers(stream, 10, 10, 0, 0, 0);
        assertEquals("10.20.30.40:50016", stream.source().toString());
        assertEquals("52.112.18.5:3479", stream.destination().toString());
        assertEquals(17, stream.protocol());
        assertEquals(Carriage.UDP, stream.carriage());
        assertEquals(0x74ec, stream.ssrc());
        assertEquals(Map.of(0, 10L), stream.payloadTypes());
        assertEquals(Map.of(46, 10L), stream.dscp());
        assertEquals(0, MediaScene.millisOf(stream.firstNanos()));
        assertEquals(180, MediaScene.millisOf(stream.lastNanos()));
        assertEquals(new MediaStream.Clock(8000, false), stream.clock());
        assertEquals(new MediaStream.Jitter(0, 0, null), stream.jitter());
        assertEquals(0, stream.restarts());
        assertNull(stream.farReport());
        assertEquals(List.of(), stream.gaps());
    }

    @Test
    void ninePacketsAreNone() {
        assertEquals(List.of(), new MediaScene().send(9).streams());
    }

    @Test
    void whatIsMissingBeforeRecognitionCountsToo() {
        assertNumbers(new MediaScene().send(2).skip(3).send(9).only(), 11, 14, 3, 0, 0);
    }

    @Test
    void aCopyOfAPacketIsADuplicateAndNoLoss() {
        MediaScene scene = new MediaScene();
        for (int i = 0; i < 20; i++) {
            scene.packet(scene.sequence, scene.timestamp, 0, false).send(1);
        }
        assertNumbers(scene.only(), 40, 20, 0, 20, 0);
    }

    @Test
    void aPacketThatComesAfterALaterOneIsReorderedAndNotLost() {
        MediaScene scene = new MediaScene().send(8);
        int late = scene.sequence;
        int stamp = scene.timestamp;
        scene.skip(1).send(2).packet(late, stamp, 0, false).send(5);
        MediaStream stream = scene.only();
        assertNumbers(stream, 16, 16, 0, 0, 1);
        assertEquals(
                0,
                stream.intervals().stream()
                        .mapToLong(MediaStream.Interval::lost)
                        .sum());
    }

    @Test
    void aPacketFromBeforeTheFirstBelongsToTheStream() {
        MediaScene scene = new MediaScene();
        scene.skip(1).send(6);
        scene.packet(100, 4000, 0, false).send(6);
        assertNumbers(scene.only(), 13, 13, 0, 0, 1);
    }

    @Test
    void sequenceNumbersAndTimeStampsWrap() {
        MediaScene scene = new MediaScene();
        scene.sequence = 65_530;
        scene.timestamp = -500;
        assertNumbers(scene.send(70_000).skip(2).send(3).only(), 70_003, 70_005, 2, 0, 0);
    }

    @Test
    void anOutageLosesWhatTheTimeStampsSay() {
        MediaScene scene = new MediaScene().send(20).skip(5000).send(20);
        MediaStream stream = scene.only();
        assertNumbers(stream, 40, 5040, 5000, 0, 0);
        assertEquals(0, stream.restarts());
        assertEquals(1, stream.gaps().size());
        assertEquals(5000, stream.gaps().get(0).lost());
        assertEquals(1.0, stream.worst15s().share());
        assertEquals(1.0, stream.worst200ms().share());
    }

    @Test
    void aSenderThatBeginsAnewLosesNothing() {
        MediaScene scene = new MediaScene().send(20);
        scene.sequence = 40_000;
        scene.timestamp = 0x7123_4567;
        MediaStream stream = scene.send(20).only();
        assertNumbers(stream, 40, 40, 0, 0, 0);
        assertEquals(1, stream.restarts());
    }

    @Test
    void oneNumberGoneAstrayIsNoNewBeginning() {
        MediaScene scene = new MediaScene().send(20);
        scene.packet(40_000, scene.timestamp, 0, false);
        MediaStream stream = scene.send(20).only();
        assertNumbers(stream, 41, 40, 0, 0, 0);
        assertEquals(0, stream.restarts());
    }

    @Test
    void aPauseOfTheSenderIsAGapWithoutLoss() {
        MediaScene scene = new MediaScene().send(50);
        scene.millis += 3000;
        MediaStream stream = scene.send(50).only();
        assertNumbers(stream, 100, 100, 0, 0, 0);
        MediaStream.Gap gap = stream.gaps().get(0);
        assertEquals(
                List.of(980.0, 4000.0),
                List.of(MediaScene.millisOf(gap.startNanos()), MediaScene.millisOf(gap.endNanos())));
        assertEquals(0, gap.lost());
    }

    @Test
    void anotherSsrcIsAnotherStreamFromItsFirstPacketOn() {
        MediaScene scene = new MediaScene().send(15);
        scene.ssrc = 0x3e8;
        scene.sequence = 9;
        List<MediaStream> streams = scene.send(12).streams();
        assertEquals(2, streams.size());
        assertNumbers(streams.get(0), 15, 15, 0, 0, 0);
        assertNumbers(streams.get(1), 12, 12, 0, 0, 0);
        assertEquals(0x3e8, streams.get(1).ssrc());
        assertEquals(300, MediaScene.millisOf(streams.get(1).firstNanos()));
    }

    @Test
    void severalSourcesOfOneSocketAreToldApartHoweverTheyMix() {
        MediaScene scene = new MediaScene();
        for (int i = 0; i < 40; i++) {
            for (int source = 0; source < 5; source++) {
                scene.ssrc = 1000 + source;
                scene.packet(100 * source + i, i * 160, 0, false);
            }
            scene.millis += 20;
        }
        List<MediaStream> streams = scene.streams();
        assertEquals(5, streams.size());
        for (int source = 0; source < 5; source++) {
            assertEquals(1000 + source, streams.get(source).ssrc());
            assertNumbers(streams.get(source), 40, 40, 0, 0, 0);
        }
    }

    @Test
    void keysAndComfortNoiseBelongToTheStreamButNotToItsJitter() {
        MediaScene scene = new MediaScene().send(30);
        int pressed = scene.timestamp;
        for (int i = 0; i < 10; i++) {
            scene.packet(scene.sequence, pressed, 101, i == 0).skip(1);
        }
        scene.packet(scene.sequence, scene.timestamp + 77, 13, false).skip(1);
        MediaStream stream = scene.send(30).only();
        assertNumbers(stream, 71, 71, 0, 0, 0);
        assertEquals(Map.of(0, 60L, 13, 1L, 101, 10L), stream.payloadTypes());
        assertEquals(new MediaStream.Jitter(0, 0, null), stream.jitter());
    }

    @Test
    void keysAloneAreAStreamThoughTheirTimeStampStandsStill() {
        MediaScene scene = new MediaScene();
        scene.ticks = 0;
        scene.payloadType = 101;
        MediaStream stream = scene.send(10).only();
        assertNull(stream.clock());
        assertNull(stream.jitter());
    }

    @Test
    void jitterIsThatOfTheStandard() {
        MediaScene scene = new MediaScene().send(20);
        scene.millis += 16;
        scene.packet(scene.sequence, scene.timestamp, 0, false);
        scene.millis -= 16;
        MediaStream.Jitter jitter = scene.skip(1).send(1).only().jitter();
        // |D| is 16 ms twice, there and back: J = 16/16, then 1 + 15/16
        assertEquals(1.9375e6, jitter.maxNanos());
        assertEquals((1e6 + 1.9375e6) / 21, jitter.meanNanos(), 1e-6);
    }

    @Test
    void aTalkSpurtBeginsJitterAnew() {
        MediaScene scene = new MediaScene().send(20);
        scene.millis += 400;
        scene.packet(scene.sequence, scene.timestamp, 0, true).skip(1);
        assertEquals(0, scene.send(20).only().jitter().maxNanos());
    }

    @Test
    void aDynamicTypesClockIsReadOffItsTimeStamps() {
        MediaScene scene = new MediaScene();
        scene.payloadType = 120;
        scene.ticks = 960;
        MediaStream stream = scene.send(200).only();
        assertEquals(new MediaStream.Clock(48_000, true), stream.clock());
        assertEquals(0, stream.jitter().maxNanos(), 1e-3);
    }

    @Test
    void theClockThatMicrosoftUsesWithATypeIsBelievedWhereTheTimeStampsAgree() {
        MediaScene scene = new MediaScene();
        scene.payloadType = 104;
        scene.ticks = 320;
        assertEquals(
                new MediaStream.Clock(16_000, false), scene.send(200).only().clock());
        MediaScene other = new MediaScene();
        other.payloadType = 111;
        other.ticks = 960;
        assertEquals(new MediaStream.Clock(48_000, true), other.send(200).only().clock());
    }

    @Test
    void aClockThatIsNoneOfTheUsualOnesIsNotKnown() {
        MediaScene scene = new MediaScene();
        scene.payloadType = 99;
        scene.ticks = 1;
        MediaStream stream = scene.send(200).only();
        assertNull(stream.clock());
        assertNull(stream.jitter());
        assertNull(stream.intervals().get(0).jitterNanos());
    }

    @Test
    void theWorst200MillisecondsHoldTheLargestShareLost() {
        MediaStream stream =
                new MediaScene().send(100).skip(3).send(100).skip(1).send(100).only();
        assertEquals(0.3, stream.worst200ms().share());
        assertEquals(4 / 304.0, (double) stream.lost() / stream.expected());
        assertNull(stream.worst15s());
    }

    @Test
    void theWorst15SecondsAreFoundWhereverTheyLie() {
        MediaScene scene = new MediaScene().send(2000);
        for (int i = 0; i < 75; i++) {
            scene.send(9).skip(1);
        }
        MediaStream stream = scene.send(2000).only();
        assertEquals(0.1, stream.worst15s().share(), 2e-4);
        assertEquals(55_000, MediaScene.millisOf(stream.worst15s().endNanos()), 400);
    }

    @Test
    void aStreamThatIsTooShortHasNoWorstWindow() {
        assertNull(new MediaScene().send(10).only().worst200ms());
        assertEquals(0, new MediaScene().send(11).only().worst200ms().share());
        assertNull(new MediaScene().send(750).only().worst15s());
        assertEquals(0, new MediaScene().send(751).only().worst15s().share());
    }

    @Test
    void theCourseOfALongStreamHasABoundAndLosesNothing() {
        MediaScene scene = new MediaScene();
        for (int i = 0; i < 600; i++) {
            scene.send(98).skip(2);
        }
        MediaStream stream = scene.send(1).only();
        List<MediaStream.Interval> course = stream.intervals();
        assertTrue(course.size() > 60 && course.size() <= 120, course.size() + " intervals");
        assertEquals(
                stream.packets(),
                course.stream().mapToLong(MediaStream.Interval::packets).sum());
        assertEquals(
                stream.lost(),
                course.stream().mapToLong(MediaStream.Interval::lost).sum());
        long step = course.get(1).startNanos() - course.get(0).startNanos();
        assertEquals(12_800 * MediaScene.MILLI, step);
        assertEquals(stream.firstNanos(), course.get(0).startNanos());
        assertEquals(0.0, course.get(5).jitterNanos());
    }

    @Test
    void anOutagesLossesAreSpreadOverItsTime() {
        MediaStream stream = new MediaScene().send(50).skip(100).send(50).only();
        List<Long> lost =
                stream.intervals().stream().map(MediaStream.Interval::lost).toList();
        assertEquals(100, lost.stream().mapToLong(Long::longValue).sum());
        assertTrue(lost.stream().allMatch(n -> n <= 11), lost.toString());
        assertEquals(0L, lost.get(2));
        assertTrue(lost.get(8) >= 8, lost.toString());
    }

    @Test
    void anythingThatComesBackIsAnAnswer() {
        assertFalse(new MediaScene().send(20).only().answered());
        assertTrue(new MediaScene().send(20).answer().only().answered());
    }

    @Test
    void aSnapshotChangesNothing() {
        MediaScene watched = new MediaScene();
        MediaScene alone = new MediaScene();
        for (int i = 0; i < 40; i++) {
            watched.send(17).skip(i % 5).streams();
            alone.send(17).skip(i % 5);
        }
        assertEquals(alone.streams(), watched.streams());
    }

    @Test
    void aFullTableForgetsTheStreamThatHasBeenSilentLongest() {
        MediaScene scene = new MediaScene(1 << 12, 4);
        for (int i = 0; i < 6; i++) {
            scene.ssrc = i;
            scene.talkerPort = 50_000 + i;
            scene.send(10);
        }
        assertEquals(
                List.of(2L, 3L, 4L, 5L),
                scene.streams().stream().map(MediaStream::ssrc).toList());
        assertEquals(2, scene.media.leftOut());
    }

    @Test
    void aStreamWhoseFlowWasPushedOutGoesOn() {
        MediaScene scene = new MediaScene(4, 64).send(20).answer();
        int port = scene.talkerPort;
        int flows = 0;
        for (int i = 0; i < 40; i++) {
            scene.talkerPort = 20_000 + flows++;
            scene.bytes.put(0, (byte) 0);
            scene.datagram(true, 20);
        }
        scene.talkerPort = port;
        MediaStream stream = scene.send(20).only();
        assertNumbers(stream, 40, 40, 0, 0, 0);
        assertTrue(stream.answered());
    }
}
