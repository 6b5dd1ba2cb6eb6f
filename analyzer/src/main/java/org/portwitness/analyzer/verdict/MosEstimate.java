package org.portwitness.analyzer.verdict;

import org.portwitness.analyzer.evidence.MediaStream;

/**
 * What listeners would probably think of a voice stream, 1 to 5, by a simplified E-model: an estimate from loss and jitter at the capture point
 * alone. Neither the network's delay nor echo nor the far side's last mile is in it.
 *
 * <pre>
 * R   = 93.2 - Id - Ie'                              ITU-T G.107 with its default values
 * Id  = 0.024 d + 0.11 max(0, d - 177.3)             Cole and Rosenbluth 2001; d in ms: 20 for a packet, 2 J for the jitter buffer
 * Ie' = Ie + (95 - Ie) Ppl / (Ppl + Bpl)             G.107 (3-29), random loss; Ppl percent lost
 * MOS = 1 + 0.035 R + R (R - 60) (100 - R) 7e-6      G.107 Annex B, for R from 0 to 100
 * </pre>
 *
 * <p>Ie and Bpl are those of ITU-T G.113 Appendix I: 11 and 19 for G.729, 15 and 16.1 for G.723.1, and for all others those of G.711 with
 * concealment, 0 and 25.1: wideband codecs sound better than this scale can say.
 */
final class MosEstimate {
    private static final double BEST_R = 93.2;
    private static final double PACKET_MILLIS = 20;
    private static final double BUFFER_OF_JITTER = 2;

    private MosEstimate() {}

    /** Null for what is not voice, or not known to be. */
    static Double of(MediaStream stream) {
        int type = stream.mainPayloadType();
        if (!isVoice(type, stream.clock()) || stream.expected() <= 0) {
            return null;
        }
        double percentLost = 100.0 * stream.lost() / stream.expected();
        double jitterMillis = stream.jitter() == null ? 0 : stream.jitter().meanNanos() / 1e6;
        return of(percentLost, jitterMillis, ofEquipment(type), robustness(type));
    }

    static double of(double percentLost, double jitterMillis, double equipment, double robustness) {
        double delay = PACKET_MILLIS + BUFFER_OF_JITTER * jitterMillis;
        double ofDelay = 0.024 * delay + 0.11 * Math.max(0, delay - 177.3);
        double ofLoss = equipment + (95 - equipment) * percentLost / (percentLost + robustness);
        double r = Math.max(0, Math.min(100, BEST_R - ofDelay - ofLoss));
        return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
    }

    /** Voice by RFC 3551's fixed types, or by a clock that no video has; neither tones nor comfort noise alone. */
    private static boolean isVoice(int type, MediaStream.Clock clock) {
        return switch (type) {
            case 0, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 17, 18 -> true;
            case 13, 101, 118 -> false;
            default -> type >= 96 && clock != null && clock.rate() < 90_000;
        };
    }

    private static double ofEquipment(int type) {
        return type == 18 ? 11 : type == 4 ? 15 : 0;
    }

    private static double robustness(int type) {
        return type == 18 ? 19 : type == 4 ? 16.1 : 25.1;
    }
}
