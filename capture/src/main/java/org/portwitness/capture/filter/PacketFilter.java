package org.portwitness.capture.filter;

import static org.portwitness.capture.filter.BpfInstruction.*;

import java.nio.ByteBuffer;

/**
 * Runs a {@link BpfProgram} on frames where they lie. It has scratch memory of its own, so one thread uses it; it allocates
 * nothing.
 *
 * <p>A load beyond the captured bytes rejects the frame, as does a division by zero: the same as libpcap does.
 */
public final class PacketFilter {
    private final int[] codes;
    private final int[] ifTrue;
    private final int[] ifFalse;
    private final int[] constants;
    private final int[] memory = new int[MEMORY_WORDS];

    public PacketFilter(BpfProgram program) {
        codes = program.codes;
        ifTrue = program.ifTrue;
        ifFalse = program.ifFalse;
        constants = program.constants;
    }

    /**
     * Whether a frame passes.
     *
     * @param bytes in network byte order
     * @param at index of the frame's first byte
     * @param capturedLength bytes that are there
     * @param originalLength bytes that were on the wire
     */
    public boolean accepts(ByteBuffer bytes, int at, int capturedLength, int originalLength) {
        return run(bytes, at, capturedLength, originalLength) != 0;
    }

    /**
     * Every jump goes forwards and the last instruction returns ({@link BpfProgram} has checked both), so the loop ends.
     *
     * @return what the program returns: bytes of the frame to keep, 0 to reject it
     */
    private int run(ByteBuffer bytes, int at, int length, int originalLength) {
        int a = 0;
        int x = 0;
        for (int i = 0; ; i++) {
            int k = constants[i];
            switch (codes[i]) {
                case RET | K -> {
                    return k;
                }
                case RET | A -> {
                    return a;
                }
                case LD | W | ABS -> {
                    if (!isInside(k, 4, length)) {
                        return 0;
                    }
                    a = bytes.getInt(at + k);
                }
                case LD | H | ABS -> {
                    if (!isInside(k, 2, length)) {
                        return 0;
                    }
                    a = bytes.getShort(at + k) & 0xffff;
                }
                case LD | B | ABS -> {
                    if (!isInside(k, 1, length)) {
                        return 0;
                    }
                    a = bytes.get(at + k) & 0xff;
                }
                case LD | W | IND -> {
                    if (!isInside(x, k, 4, length)) {
                        return 0;
                    }
                    a = bytes.getInt(at + x + k);
                }
                case LD | H | IND -> {
                    if (!isInside(x, k, 2, length)) {
                        return 0;
                    }
                    a = bytes.getShort(at + x + k) & 0xffff;
                }
                case LD | B | IND -> {
                    if (!isInside(x, k, 1, length)) {
                        return 0;
                    }
                    a = bytes.get(at + x + k) & 0xff;
                }
                case LDX | B | MSH -> {
                    if (!isInside(k, 1, length)) {
                        return 0;
                    }
                    // the length of an IPv4 header, which is why the instruction exists
                    x = (bytes.get(at + k) & 0x0f) << 2;
                }
                case LD | W | LEN -> a = originalLength;
                case LDX | W | LEN -> x = originalLength;
                case LD | IMM -> a = k;
                case LDX | IMM -> x = k;
                case LD | MEM -> a = memory[k];
                case LDX | MEM -> x = memory[k];
                case ST -> memory[k] = a;
                case STX -> memory[k] = x;
                case JMP | JA -> i += k;
                case JMP | JEQ | K -> i += a == k ? ifTrue[i] : ifFalse[i];
                case JMP | JGT | K -> i += Integer.compareUnsigned(a, k) > 0 ? ifTrue[i] : ifFalse[i];
                case JMP | JGE | K -> i += Integer.compareUnsigned(a, k) >= 0 ? ifTrue[i] : ifFalse[i];
                case JMP | JSET | K -> i += (a & k) != 0 ? ifTrue[i] : ifFalse[i];
                case JMP | JEQ | X -> i += a == x ? ifTrue[i] : ifFalse[i];
                case JMP | JGT | X -> i += Integer.compareUnsigned(a, x) > 0 ? ifTrue[i] : ifFalse[i];
                case JMP | JGE | X -> i += Integer.compareUnsigned(a, x) >= 0 ? ifTrue[i] : ifFalse[i];
                case JMP | JSET | X -> i += (a & x) != 0 ? ifTrue[i] : ifFalse[i];
                case ALU | ADD | K -> a += k;
                case ALU | SUB | K -> a -= k;
                case ALU | MUL | K -> a *= k;
                case ALU | DIV | K -> a = Integer.divideUnsigned(a, k);
                case ALU | MOD | K -> a = Integer.remainderUnsigned(a, k);
                case ALU | AND | K -> a &= k;
                case ALU | OR | K -> a |= k;
                case ALU | XOR | K -> a ^= k;
                case ALU | LSH | K -> a = shiftLeft(a, k);
                case ALU | RSH | K -> a = shiftRight(a, k);
                case ALU | ADD | X -> a += x;
                case ALU | SUB | X -> a -= x;
                case ALU | MUL | X -> a *= x;
                case ALU | DIV | X -> {
                    if (x == 0) {
                        return 0;
                    }
                    a = Integer.divideUnsigned(a, x);
                }
                case ALU | MOD | X -> {
                    if (x == 0) {
                        return 0;
                    }
                    a = Integer.remainderUnsigned(a, x);
                }
                case ALU | AND | X -> a &= x;
                case ALU | OR | X -> a |= x;
                case ALU | XOR | X -> a ^= x;
                case ALU | LSH | X -> a = shiftLeft(a, x);
                case ALU | RSH | X -> a = shiftRight(a, x);
                case ALU | NEG -> a = -a;
                case MISC | TAX -> x = a;
                case MISC | TXA -> a = x;
                default -> {
                    return 0;
                }
            }
        }
    }

    /** Whether {@code size} bytes from an unsigned offset lie in the captured part. */
    private static boolean isInside(int offset, int size, int length) {
        return offset >= 0 && offset <= length - size;
    }

    /** Likewise for the sum of two unsigned offsets, which must not wrap around. */
    private static boolean isInside(int x, int k, int size, int length) {
        return (x & 0xffff_ffffL) + (k & 0xffff_ffffL) <= (long) length - size;
    }

    /** Java shifts by the lowest five bits only. */
    private static int shiftLeft(int value, int by) {
        return Integer.compareUnsigned(by, 32) < 0 ? value << by : 0;
    }

    private static int shiftRight(int value, int by) {
        return Integer.compareUnsigned(by, 32) < 0 ? value >>> by : 0;
    }
}
