package org.portwitness.capture.live;

import static org.portwitness.capture.live.SocketLayout.*;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.List;
import org.portwitness.capture.CaptureException;

/**
 * A packet socket with its ring, set up in the order that loses nothing: nothing arrives before {@link #bind}, and the filter is in
 * place by then. One thread sets it up and reads; {@link #drops} may be asked by any.
 */
final class PacketSocket {
    /** After this time the kernel hands over a block that is not full: what a packet waits at most before it is seen. */
    static final int RETIRE_MILLIS = 50;

    private static final int KIBIBYTE = 1024;
    /**
     * As libpcap has it. The kernel closes a block after {@link #RETIRE_MILLIS} however little is in it, so a ring of few large blocks would be full
     * after seconds on the quietest network if nobody read: one of 64 MiB lasts 13 s this way, in blocks of 1 MiB it was 3 s.
     */
    private static final int LARGEST_BLOCK_BYTES = 256 * KIBIBYTE;
    /** A block must hold what receive offload glues together, 64 KiB and more. */
    private static final int SMALLEST_BLOCK_BYTES = 128 * KIBIBYTE;

    private static final int FEWEST_BLOCKS = 4;
    /** Only a unit of reckoning in this version of the ring. */
    private static final int FRAME_BYTES = 2048;
    /** Before a packet, for the VLAN tag that goes back in. */
    private static final int RESERVED_BYTES = 4;

    private static final int RETURN_CONSTANT = 0x06;

    private final int file;
    private final Device device;
    private boolean closed;
    private long drops;

    private PacketSocket(int file, Device device) {
        this.file = file;
        this.device = device;
    }

    /**
     * Opens a socket that knows this ring and receives nothing yet.
     *
     * @throws CaptureException where that is not permitted or the kernel's ring is another one
     */
    static PacketSocket open(Device device) throws CaptureException {
        int file = LinuxCalls.socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
        if (file < 0) {
            int error = LinuxCalls.lastError();
            throw new CaptureException(
                    CapturePermission.isRefusal(error)
                            ? CapturePermission.hint()
                            : "No packet socket can be opened: " + LinuxCalls.text(error) + ".");
        }
        PacketSocket socket = new PacketSocket(file, device);
        try {
            int header = LinuxCalls.option(file, SOL_PACKET, PACKET_HDRLEN, TPACKET_V3, -1);
            if (header != RingLayout.PACKET_HEADER_BYTES) {
                throw new CaptureException("This kernel's packet ring has headers of " + header + " bytes instead of "
                        + RingLayout.PACKET_HEADER_BYTES + "; use --engine pcap.");
            }
            socket.set("ring version", PACKET_VERSION, TPACKET_V3);
            socket.set("room for VLAN tags", PACKET_RESERVE, RESERVED_BYTES);
            return socket;
        } catch (CaptureException e) {
            socket.close();
            throw e;
        }
    }

    private void set(String what, int option, int value) throws CaptureException {
        if (LinuxCalls.setOption(file, SOL_PACKET, option, value) != 0) {
            throw failed(what);
        }
    }

    private CaptureException failed(String what) {
        return failed(what, LinuxCalls.lastError());
    }

    private CaptureException failed(String what, int error) {
        return new CaptureException(
                device.name() + " cannot be captured from (" + what + "): " + LinuxCalls.text(error) + ".");
    }

    int file() {
        return file;
    }

    /** Takes what is not for this machine too, as long as the socket is open. */
    void becomePromiscuous() throws CaptureException {
        try (Memory membership = new Memory(MEMBERSHIP_BYTES)) {
            membership.clear();
            membership.setInt(MEMBERSHIP_INTERFACE_AT, device.index());
            membership.setShort(MEMBERSHIP_KIND_AT, (short) PROMISCUOUS);
            if (LinuxCalls.setsockopt(file, SOL_PACKET, PACKET_ADD_MEMBERSHIP, membership, MEMBERSHIP_BYTES) != 0) {
                throw failed("promiscuous mode");
            }
        }
    }

    /**
     * Makes the ring, smaller than wished where there is not so much memory, in the kernel or in this process's address space. Each attempt
     * takes and clears what it can get, so the steps are not small.
     */
    PacketRing ring(int mebibytes) throws CaptureException {
        long wished = (long) mebibytes * KIBIBYTE * KIBIBYTE;
        int blockBytes = blockBytes(wished);
        for (int blocks = (int) Math.max(FEWEST_BLOCKS, wished / blockBytes); ; blocks -= Math.max(1, blocks / 8)) {
            if (request(blockBytes, blocks)) {
                Pointer memory =
                        LinuxCalls.mmap(null, (long) blockBytes * blocks, PROTECTION_READ_WRITE, MAP_SHARED, file, 0);
                if (memory != null && Pointer.nativeValue(memory) != MAP_FAILED) {
                    return ringIn(memory, blockBytes, blocks);
                }
            }
            int error = LinuxCalls.lastError();
            if (error != LinuxCalls.OUT_OF_MEMORY || blocks <= FEWEST_BLOCKS) {
                throw failed("ring of " + (long) blocks * blockBytes / KIBIBYTE + " KiB", error);
            }
            // the kernel's memory for a ring that could not be mapped
            request(0, 0);
        }
    }

    private static PacketRing ringIn(Pointer memory, int blockBytes, int blocks) throws CaptureException {
        PacketRing ring = new PacketRing(memory, blockBytes, blocks);
        if (!ring.looksRight()) {
            ring.close();
            throw new CaptureException("This kernel's packet ring is not laid out as expected; use --engine pcap.");
        }
        return ring;
    }

    /** A power of two, so that several blocks are there whatever the size wished. */
    static int blockBytes(long wished) {
        long bytes = Long.highestOneBit(Math.max(1, wished / 16));
        return (int) Math.max(SMALLEST_BLOCK_BYTES, Math.min(LARGEST_BLOCK_BYTES, bytes));
    }

    /** Asks the kernel for a ring; one without blocks is none. */
    private boolean request(int blockBytes, int blocks) {
        try (Memory request = new Memory(RING_REQUEST_BYTES)) {
            request.clear();
            request.setInt(BLOCK_SIZE_AT, blockBytes);
            request.setInt(BLOCKS_AT, blocks);
            request.setInt(FRAME_SIZE_AT, FRAME_BYTES);
            request.setInt(FRAMES_AT, blockBytes / FRAME_BYTES * blocks);
            request.setInt(RETIRE_AT, RETIRE_MILLIS);
            return LinuxCalls.setsockopt(file, SOL_PACKET, PACKET_RX_RING, request, RING_REQUEST_BYTES) == 0;
        }
    }

    /** Keeps everything, cut to the snap length; without any filter the kernel would not cut. */
    void keepAll(int snapLength) throws CaptureException {
        attach(List.of((long) RETURN_CONSTANT << 48 | snapLength));
    }

    /**
     * Sets what the kernel runs on each packet.
     *
     * @param program packed as in {@link LibpcapFilterCompiler.Compilation}
     */
    void attach(List<Long> program) throws CaptureException {
        try (Memory instructions = new Memory((long) program.size() * INSTRUCTION_BYTES);
                Memory header = new Memory(PROGRAM_BYTES)) {
            for (int i = 0; i < program.size(); i++) {
                long packed = program.get(i);
                long at = (long) i * INSTRUCTION_BYTES;
                instructions.setShort(at + CODE_AT, (short) (packed >>> 48));
                instructions.setByte(at + JT_AT, (byte) (packed >>> 40));
                instructions.setByte(at + JF_AT, (byte) (packed >>> 32));
                instructions.setInt(at + K_AT, (int) packed);
            }
            header.clear();
            header.setShort(PROGRAM_LENGTH_AT, (short) program.size());
            header.setPointer(PROGRAM_POINTER_AT, instructions);
            if (LinuxCalls.setsockopt(file, SOL_SOCKET, SO_ATTACH_FILTER, header, PROGRAM_BYTES) != 0) {
                throw failed("filter");
            }
        }
    }

    /** From here on packets arrive. */
    void bind() throws CaptureException {
        try (Memory address = new Memory(ADDRESS_BYTES)) {
            address.clear();
            address.setShort(ADDRESS_FAMILY_AT, (short) AF_PACKET);
            // in network byte order on a machine of the other one: both architectures this runs on are little-endian
            address.setShort(ADDRESS_PROTOCOL_AT, Short.reverseBytes((short) ETH_P_ALL));
            address.setInt(ADDRESS_INTERFACE_AT, device.index());
            if (LinuxCalls.bind(file, address, ADDRESS_BYTES) != 0) {
                throw failed("bind");
            }
        }
    }

    /** What is wrong with the socket, 0 for nothing; asking clears it. */
    int takeError() {
        return LinuxCalls.option(file, SOL_SOCKET, SO_ERROR, 0, 0);
    }

    /** Packets lost so far for want of room in the ring. The kernel's counter starts again each time it is read, so it is added up here. */
    synchronized long drops() {
        if (!closed) {
            try (Memory statistics = new Memory(STATISTICS_BYTES);
                    Memory length = new Memory(Integer.BYTES)) {
                length.setInt(0, STATISTICS_BYTES);
                if (LinuxCalls.getsockopt(file, SOL_PACKET, PACKET_STATISTICS, statistics, length) == 0) {
                    drops += statistics.getInt(DROPS_AT) & 0xffff_ffffL;
                }
            }
        }
        return drops;
    }

    synchronized void close() {
        if (!closed) {
            closed = true;
            LinuxCalls.close(file);
        }
    }
}
