package org.portwitness.capture.live;

import org.portwitness.capture.Frame;

/** One reader's way through the blocks of a ring, whatever a block looks like. Belongs to one thread. */
interface BlockReading {
    /** Begins with the block in that place. */
    void begin(int place);

    /** Moves {@code frame} to the next wanted packet of the block; false when there is none. */
    boolean next(Frame frame);

    /** Lets go of the block. */
    void end();
}
