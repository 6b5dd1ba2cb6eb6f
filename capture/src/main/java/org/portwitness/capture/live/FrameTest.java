package org.portwitness.capture.live;

import java.nio.ByteBuffer;

/** Says whether a frame is wanted; looks at its bytes where they lie. Belongs to one thread. */
@FunctionalInterface
public interface FrameTest {
    /**
     * Whether the frame passes.
     *
     * @param bytes in network byte order
     * @param at index of the frame's first byte
     */
    boolean accepts(ByteBuffer bytes, int at, int capturedLength, int originalLength);
}
