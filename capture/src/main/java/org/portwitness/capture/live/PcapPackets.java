package org.portwitness.capture.live;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.pcap4j.core.PcapHandle;
import org.portwitness.capture.CaptureException;

/**
 * The packets of a handle that pcap4j opened, by libpcap's own {@code pcap_next_ex}. pcap4j's ways to get at them take 0.7 to 4 microseconds a packet, in
 * objects and calls back into Java; this one call and a copy take a tenth of that, and leave nothing to collect.
 *
 * <pre>
 * struct pcap_pkthdr  0 seconds (C's long)  8 micro- or nanoseconds (likewise)  16 captured (32)  20 length on the wire (32)
 *                     where C's long has 32 bits, as on Windows: 0, 4, 8, 12
 * </pre>
 *
 * <p>Source: libpcap {@code pcap.h}. Belongs to the reading thread.
 */
final class PcapPackets {
    static final int PACKET = 1;
    static final int NONE_NOW = 0;

    private static final int C_LONG_BYTES = Native.LONG_SIZE;
    private static final int FRACTION_AT = C_LONG_BYTES;
    private static final int CAPTURED_AT = 2 * C_LONG_BYTES;
    private static final int ORIGINAL_AT = CAPTURED_AT + 4;
    private static final int HEADER_BYTES = ORIGINAL_AT + 4;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final long handle;
    private final int nanosPerFraction;
    private final int snapLength;
    private final Memory pointers = new Memory(2L * Native.POINTER_SIZE);
    private final long pointersAt = Pointer.nativeValue(pointers);
    private final ByteBuffer addresses =
            pointers.getByteBuffer(0, 2L * Native.POINTER_SIZE).order(ByteOrder.nativeOrder());
    private long headerAt;
    private ByteBuffer header;
    private long dataAt;
    private ByteBuffer data;

    /**
     * @param nanosPerFraction 1 where the handle gives nanoseconds, 1000 where microseconds
     * @throws CaptureException where pcap4j is another one than expected
     */
    PcapPackets(PcapHandle opened, int nanosPerFraction, int snapLength) throws CaptureException {
        handle = Pointer.nativeValue(pointerOf(opened));
        this.nanosPerFraction = nanosPerFraction;
        this.snapLength = snapLength;
        if (Native.POINTER_SIZE != Long.BYTES) {
            throw new CaptureException("Live capture needs a 64-bit Java.");
        }
        Calls.load();
    }

    /** What pcap4j holds and does not show. */
    private static Pointer pointerOf(PcapHandle opened) throws CaptureException {
        try {
            Field field = PcapHandle.class.getDeclaredField("handle");
            field.setAccessible(true);
            return (Pointer) field.get(opened);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new CaptureException(
                    "This version of pcap4j does not let libpcap's handle be used: " + e.getMessage() + ".", e);
        }
    }

    /** Moves on: {@link #PACKET}, {@link #NONE_NOW}, or less than 0 where it is over. */
    int next() {
        int result = Calls.pcap_next_ex(handle, pointersAt, pointersAt + Native.POINTER_SIZE);
        if (result == PACKET) {
            // on Linux both lie at the same places each time
            long nowAt = addresses.getLong(0);
            if (nowAt != headerAt) {
                headerAt = nowAt;
                header = new Pointer(nowAt).getByteBuffer(0, HEADER_BYTES).order(ByteOrder.nativeOrder());
            }
            nowAt = addresses.getLong(Native.POINTER_SIZE);
            if (nowAt != dataAt) {
                dataAt = nowAt;
                data = new Pointer(nowAt).getByteBuffer(0, snapLength);
            }
        }
        return result;
    }

    int captured() {
        return Math.min(header.getInt(CAPTURED_AT), snapLength);
    }

    int original() {
        return header.getInt(ORIGINAL_AT);
    }

    long timeNanos() {
        return C_LONG_BYTES == Long.BYTES
                ? header.getLong(0) * NANOS_PER_SECOND + header.getLong(FRACTION_AT) * nanosPerFraction
                : (header.getInt(0) & 0xffff_ffffL) * NANOS_PER_SECOND
                        + (long) header.getInt(FRACTION_AT) * nanosPerFraction;
    }

    /** The packet's bytes, from 0 on; until the next one. */
    ByteBuffer data() {
        return data;
    }

    /** What can be waited on for packets, −1 where there is nothing. */
    int file() {
        // int pcap_get_selectable_fd(pcap_t *p)
        return NativeLibrary.getInstance(libraryName())
                .getFunction("pcap_get_selectable_fd")
                .invokeInt(new Object[] {new Pointer(handle)});
    }

    private static String libraryName() {
        return System.getProperty("org.pcap4j.core.pcapLibName", Platform.isWindows() ? "wpcap" : "pcap");
    }

    /** Apart, so that nothing is loaded before it is wanted. */
    private static final class Calls {
        static {
            Native.register(Calls.class, NativeLibrary.getInstance(libraryName()));
        }

        private Calls() {}

        static void load() {
            // the initialiser did
        }

        /** int pcap_next_ex(pcap_t *p, struct pcap_pkthdr **header, const u_char **data), pointers as numbers so that none is boxed */
        static native int pcap_next_ex(long handle, long header, long data);
    }
}
