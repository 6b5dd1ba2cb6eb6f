package org.portwitness.capture.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.portwitness.capture.CaptureException;
import org.portwitness.capture.EndReason;

/**
 * The bytes of one capture as pcap or pcapng has them, decompressed where need be.
 *
 * <p>Once opened it never throws: when {@link #read} returns −1, {@link #failure} says whether that is the proper end.
 */
final class CaptureInput implements Closeable {
    /** What stands for standard input among the names of files. */
    static final String STANDARD_INPUT = "-";

    private static final int TRANSFER_BYTES = 1 << 16;

    /** Decoded bytes from which on a thread decodes ahead: smaller captures and mere looks at a beginning are done sooner. */
    private static final long WORTH_A_THREAD_BYTES = 1 << 20;

    private final String name;
    private final RawBytes raw;
    private final Compression compression;
    private Decompression decompression;
    private DecodingAhead ahead;
    private byte[] transfer;
    private int transferAt;
    private int transferLimit;
    private long decoded;
    private EndReason failure;
    private String failureDetail;

    private CaptureInput(String name, RawBytes raw, Compression compression) {
        this.name = name;
        this.raw = raw;
        this.compression = compression;
        this.decompression = compression == null ? null : new Decompression(compression, raw);
        this.transfer = compression == null ? null : new byte[TRANSFER_BYTES];
    }

    /** Opens a file, or {@code standardInput} for {@value #STANDARD_INPUT}. */
    static CaptureInput open(String name, InputStream standardInput) throws CaptureException {
        RawBytes raw = null;
        try {
            raw = name.equals(STANDARD_INPUT) ? RawBytes.of(standardInput) : RawBytes.of(Path.of(name));
            byte[] head = new byte[Compression.HEAD_BYTES];
            int count = raw.peek(head);
            return new CaptureInput(name, raw, Compression.of(head, count));
        } catch (NoSuchFileException e) {
            throw new CaptureException("There is no file " + name + ".", e);
        } catch (AccessDeniedException e) {
            throw new CaptureException(
                    name + " may not be read by this user; change its permissions or run as one who may.", e);
        } catch (IOException | RuntimeException e) {
            closeQuietly(raw);
            throw new CaptureException(describe(name) + " cannot be read: " + reason(e) + ".", e);
        }
    }

    /** Whether this name can be opened twice, so that a look at the beginning does not consume it. */
    static boolean isReopenable(String name) {
        return !name.equals(STANDARD_INPUT) && Files.isRegularFile(Path.of(name));
    }

    /** How sentences call a source. */
    static String describe(String name) {
        return name.equals(STANDARD_INPUT) ? "Standard input" : name;
    }

    String name() {
        return name;
    }

    /** The compression's name in the report, null where there is none. */
    String compression() {
        return compression == null ? null : compression.label();
    }

    /** Fills {@code target} with what is there, at least one byte, waiting for it if need be; −1 at the end of whatever kind. */
    int read(ByteBuffer target) {
        if (failure != null) {
            return -1;
        }
        try {
            return decompression == null ? raw.read(target) : readDecoded(target);
        } catch (ClosedByInterruptException e) {
            fail(EndReason.STOPPED, "was interrupted");
        } catch (IOException e) {
            if (raw.failure() != null) {
                fail(EndReason.CUT, "cannot be read beyond byte " + raw.position() + ": " + reason(e));
            } else if (raw.ended()) {
                fail(
                        EndReason.CUT,
                        "ends inside its " + compression.label() + " data, at byte " + raw.consumed() + atDecoded());
            } else {
                fail(
                        EndReason.CORRUPT,
                        "has damaged " + compression.label() + " data before byte " + raw.consumed() + atDecoded()
                                + ": " + reason(e));
            }
        }
        return -1;
    }

    private int readDecoded(ByteBuffer target) throws IOException {
        if (transferAt == transferLimit) {
            transferAt = 0;
            transferLimit = 0;
            transferLimit = Math.max(decode(), 0);
            if (transferLimit == 0) {
                return -1;
            }
        }
        int count = Math.min(transferLimit - transferAt, target.remaining());
        target.put(transfer, transferAt, count);
        transferAt += count;
        decoded += count;
        return count;
    }

    /** Fills {@link #transfer}; −1 at the end. */
    private int decode() throws IOException {
        if (ahead == null && decoded >= WORTH_A_THREAD_BYTES) {
            ahead = DecodingAhead.start(decompression);
        }
        if (ahead == null) {
            return decompression.read(transfer);
        }
        int count = ahead.next();
        transfer = ahead.bytes();
        return count;
    }

    private void fail(EndReason reason, String detail) {
        failure = reason;
        failureDetail = describe(name) + " " + detail + ".";
    }

    private String atDecoded() {
        return " (" + decoded + " bytes could be decompressed)";
    }

    /** Why the input ended before its proper end, null where it did not. */
    EndReason failure() {
        return failure;
    }

    /** The sentence to {@link #failure}. */
    String failureDetail() {
        return failureDetail;
    }

    /** Bytes consumed of what is stored; any thread may ask. */
    long position() {
        return raw.position();
    }

    /** Bytes stored, −1 where that is not known. */
    long length() {
        return raw.length();
    }

    /** Also lets go of the decoder's tables: figures are still asked of a closed input, and of a ring there are thousands. */
    @Override
    public void close() {
        if (ahead != null) {
            ahead.stop();
        }
        if (ahead == null || ahead.hasEnded()) {
            closeQuietly(decompression);
        }
        closeQuietly(raw);
        decompression = null;
        ahead = null;
        transfer = null;
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (IOException e) {
            // only read from: nothing can be lost
        }
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? e.getClass().getSimpleName()
                : message.replaceAll("\\s+", " ").replaceAll("[. ]+$", "");
    }
}
