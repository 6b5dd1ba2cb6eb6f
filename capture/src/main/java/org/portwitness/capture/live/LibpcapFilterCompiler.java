package org.portwitness.capture.live;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Compiles filter expressions for recorded frames with libpcap, as {@code tcpdump -r} does. Names in an expression are looked up by
 * libpcap, with the name server if need be.
 *
 * <p>pcap4j compiles filters too, but keeps the instructions to itself; so the five calls are made here. libpcap gives some
 * expressions another meaning on recorded frames than on this machine's own (the families of BSD loopback, {@code inbound}), so it
 * is shown a capture file: a temporary one that has a header only.
 */
public final class LibpcapFilterCompiler {
    /** {@code PCAP_NETMASK_UNKNOWN}: only {@code ip broadcast} would need one. */
    private static final int NETMASK_UNKNOWN = -1;

    private static final int OPTIMIZE = 1;

    /** {@code PCAP_ERRBUF_SIZE}. */
    private static final int ERROR_BYTES = 256;

    private static final int PROGRAM_LENGTH_AT = 0;

    /** {@code struct bpf_insn}. */
    private static final int INSTRUCTION_BYTES = 8;

    private static final int CODE_AT = 0;
    private static final int JT_AT = CODE_AT + Short.BYTES;
    private static final int JF_AT = JT_AT + Byte.BYTES;
    private static final int K_AT = JF_AT + Byte.BYTES;

    private static final int MOST_INSTRUCTIONS = 65_536;

    /** Before libpcap 1.8 the compiler was not safe for threads. */
    private static final Object COMPILER_LOCK = new Object();

    private LibpcapFilterCompiler() {}

    /**
     * What became of an expression.
     *
     * @param program one instruction each: code in bits 48-63, jt in 40-47, jf in 32-39, k in 0-31; null where there is none
     * @param refusal libpcap's message, null where it compiled
     * @param libraryMissing libpcap or what is needed to call it is not there; the refusal then says why
     */
    public record Compilation(List<Long> program, String refusal, boolean libraryMissing) {}

    /**
     * Compiles an expression.
     *
     * @param header a whole pcap file header: its link type, byte order and snap length are those of the frames
     */
    public static Compilation compile(String expression, byte[] header) {
        Path file = null;
        try {
            file = Files.createTempFile("filter", ".pcap");
            Files.write(file, header);
            synchronized (COMPILER_LOCK) {
                return compile(library(), expression, file);
            }
        } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            return new Compilation(null, message.lines().findFirst().orElse(""), true);
        } catch (IOException e) {
            return new Compilation(
                    null,
                    "a temporary file of " + header.length + " bytes cannot be written to "
                            + System.getProperty("java.io.tmpdir"),
                    false);
        } finally {
            delete(file);
        }
    }

    private static void delete(Path file) {
        if (file != null && !file.toFile().delete()) {
            file.toFile().deleteOnExit(); // some systems do not delete what a scanner has open
        }
    }

    private static NativeLibrary library() {
        String name = System.getProperty("org.pcap4j.core.pcapLibName", Platform.isWindows() ? "wpcap" : "pcap");
        String windows = System.getenv("SystemRoot");
        if (Platform.isWindows() && windows != null) {
            // where Npcap lies unless it was installed to stand in for WinPcap
            NativeLibrary.addSearchPath(
                    name, Path.of(windows, "System32", "Npcap").toString());
        }
        return NativeLibrary.getInstance(name);
    }

    private static Compilation compile(NativeLibrary pcap, String expression, Path file) {
        Pointer handle;
        try (Memory errors = new Memory(ERROR_BYTES)) {
            errors.clear();
            // pcap_t *pcap_open_offline(const char *fname, char *errbuf)
            handle = pcap.getFunction("pcap_open_offline").invokePointer(new Object[] {file.toString(), errors});
            if (handle == null) {
                return new Compilation(null, errors.getString(0), false);
            }
        }
        // void pcap_close(pcap_t *p)
        Function close = pcap.getFunction("pcap_close");
        // struct bpf_program: an unsigned length, then a pointer at the alignment of pointers. Not a constant of this
        // class: where
        // JNA cannot be loaded, asking for the size of a pointer throws, and that is caught above
        int instructionsAt = Native.POINTER_SIZE;
        try (Memory program = new Memory(instructionsAt + Native.POINTER_SIZE)) {
            program.clear();
            // int pcap_compile(pcap_t *p, struct bpf_program *fp, const char *str, int optimize, bpf_u_int32 netmask)
            int result = pcap.getFunction("pcap_compile")
                    .invokeInt(new Object[] {handle, program, expression, OPTIMIZE, NETMASK_UNKNOWN});
            if (result != 0) {
                // char *pcap_geterr(pcap_t *p)
                String refusal = pcap.getFunction("pcap_geterr")
                        .invokePointer(new Object[] {handle})
                        .getString(0);
                return new Compilation(null, refusal, false);
            }
            try {
                return new Compilation(instructions(program, instructionsAt), null, false);
            } finally {
                // void pcap_freecode(struct bpf_program *fp)
                pcap.getFunction("pcap_freecode").invokeVoid(new Object[] {program});
            }
        } finally {
            close.invokeVoid(new Object[] {handle});
        }
    }

    private static List<Long> instructions(Memory program, int instructionsAt) {
        int length = Math.min(program.getInt(PROGRAM_LENGTH_AT), MOST_INSTRUCTIONS);
        Pointer first = program.getPointer(instructionsAt);
        Long[] instructions = new Long[length];
        for (int i = 0; i < length; i++) {
            long at = (long) i * INSTRUCTION_BYTES;
            long code = first.getShort(at + CODE_AT) & 0xffffL;
            long jt = first.getByte(at + JT_AT) & 0xffL;
            long jf = first.getByte(at + JF_AT) & 0xffL;
            long k = first.getInt(at + K_AT) & 0xffff_ffffL;
            instructions[i] = code << 48 | jt << 40 | jf << 32 | k;
        }
        return List.of(instructions);
    }
}
