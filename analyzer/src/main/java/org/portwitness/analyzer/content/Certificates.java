package org.portwitness.analyzer.content;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Server certificates that were read once need not be read again: known by a 64-bit hash of their bytes. */
final class Certificates {
    /** Each is about 1 KiB at most of the time; more different ones are read each time they come. */
    private static final int MOST = 1 << 14;

    private final Map<Long, CertificateNames> known = new HashMap<>();

    /** Reads the first certificate of a Certificate message. */
    CertificateNames read(ByteBuffer bytes, int at, int end) {
        int from = CertificateNames.firstAt(at);
        int to = CertificateNames.firstEnd(bytes, at, end);
        if (to <= from) {
            return null;
        }
        long hash = PayloadHash.of(bytes, from, to - from);
        CertificateNames names = known.get(hash);
        if (names == null) {
            names = CertificateNames.read(bytes, from, to);
            if (known.size() < MOST) {
                known.put(hash, names);
            }
        }
        return names;
    }
}
