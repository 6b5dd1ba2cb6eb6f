package org.portwitness.capture.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * Decodes on a thread of its own, a few blocks ahead of who reads, so that a compressed capture takes as long as the slower of the two and not as
 * both.
 *
 * <p>What is handed out, in which order and with which failure is what {@link Decompression} alone would give. While the thread runs, it alone touches
 * the decoder and the bytes behind it; once {@link #next} has told the end or a failure, or {@link #hasEnded}, they are the caller's again.
 */
final class DecodingAhead {
    /** Enough for a reader that pauses for the tables to grow; more would only wait in the cache's way. */
    private static final int BLOCKS = 4;

    /** Whoever is faster waits for each block; zstd decodes 64 KiB in hardly more time than it takes to be woken. */
    private static final int BLOCK_BYTES = 1 << 18;

    /** What a decoder takes for a block at worst, and more than that. */
    private static final long PATIENCE_MILLIS = 500;

    /** More threads than processors gain nothing, and a ring can have thousands of files. */
    private static final Semaphore THREADS = new Semaphore(Runtime.getRuntime().availableProcessors());

    private final Decompression decompression;
    private final BlockingQueue<Block> empty = new ArrayBlockingQueue<>(BLOCKS);
    private final BlockingQueue<Block> filled = new ArrayBlockingQueue<>(BLOCKS);
    private final Thread thread = new Thread(this::decode, "decoding ahead");
    private Block current;

    /** Some decoded bytes; the last one has none, and the failure where there was one. */
    private static final class Block {
        final byte[] bytes = new byte[BLOCK_BYTES];
        int length;
        IOException failure;
    }

    private DecodingAhead(Decompression decompression) {
        this.decompression = decompression;
        for (int i = 0; i < BLOCKS; i++) {
            empty.add(new Block());
        }
    }

    /** Begins to decode from where the decoder stands; null where as many threads as help are at it. */
    static DecodingAhead start(Decompression decompression) {
        if (!THREADS.tryAcquire()) {
            return null;
        }
        DecodingAhead ahead = new DecodingAhead(decompression);
        ahead.thread.setDaemon(true);
        ahead.thread.start();
        return ahead;
    }

    private void decode() {
        try {
            Block block;
            do {
                block = empty.take();
                fill(block);
                filled.put(block);
            } while (block.length > 0);
        } catch (InterruptedException e) {
            // nobody wants the rest
        } finally {
            THREADS.release();
        }
    }

    private void fill(Block block) {
        block.length = -1;
        try {
            block.length = decompression.read(block.bytes);
        } catch (IOException e) {
            block.failure = e;
        } catch (RuntimeException | Error e) {
            block.failure = new IOException("the decoder gave up on it", e);
        }
    }

    /** How many of {@link #bytes} are the next ones, waiting for them if need be; −1 at the end. */
    int next() throws IOException {
        if (current != null && current.length > 0) {
            empty.add(current);
            current = null;
        }
        try {
            if (current == null) {
                current = filled.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        }
        if (current.failure != null) {
            throw current.failure;
        }
        return current.length;
    }

    /** Valid until {@link #next} is called again. */
    byte[] bytes() {
        return current.bytes;
    }

    /** Asks the thread to end and waits for it, unless it waits for a stream that does not listen. */
    void stop() {
        thread.interrupt();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean hasEnded() {
        return !thread.isAlive();
    }
}
