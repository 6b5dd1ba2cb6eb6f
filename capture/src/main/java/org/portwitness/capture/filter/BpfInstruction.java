package org.portwitness.capture.filter;

/**
 * One instruction of the classic BSD packet filter, as libpcap lays it out.
 *
 * <pre>
 *  0                 2     3     4                       8
 * +-----------------+-----+-----+-----------------------+
 * |      code       | jt  | jf  |           k           |   in the machine's byte order
 * +-----------------+-----+-----+-----------------------+
 * </pre>
 *
 * <p>Codes are sums of a class and what the class allows. Source: McCanne and Jacobson, "The BSD Packet Filter", 1993, and
 * libpcap's {@code bpf.h}.
 *
 * @param code what to do, 16 bits
 * @param jt instructions to skip when a comparison holds, 8 bits
 * @param jf instructions to skip when it does not
 * @param k a constant, an offset or a place in memory; 32 bits, unsigned
 */
public record BpfInstruction(int code, int jt, int jf, int k) {
    static final int CLASS_MASK = 0x07;
    static final int LD = 0x00;
    static final int LDX = 0x01;
    static final int ST = 0x02;
    static final int STX = 0x03;
    static final int ALU = 0x04;
    static final int JMP = 0x05;
    static final int RET = 0x06;
    static final int MISC = 0x07;

    /** Sizes of a load. */
    static final int W = 0x00;

    static final int H = 0x08;
    static final int B = 0x10;

    /** Where a load takes its value from. */
    static final int IMM = 0x00;

    static final int ABS = 0x20;
    static final int IND = 0x40;
    static final int MEM = 0x60;
    static final int LEN = 0x80;
    static final int MSH = 0xa0;

    static final int ADD = 0x00;
    static final int SUB = 0x10;
    static final int MUL = 0x20;
    static final int DIV = 0x30;
    static final int OR = 0x40;
    static final int AND = 0x50;
    static final int LSH = 0x60;
    static final int RSH = 0x70;
    static final int NEG = 0x80;
    static final int MOD = 0x90;
    static final int XOR = 0xa0;

    static final int JA = 0x00;
    static final int JEQ = 0x10;
    static final int JGT = 0x20;
    static final int JGE = 0x30;
    static final int JSET = 0x40;

    /** The second operand: the constant or the index register. */
    static final int K = 0x00;

    static final int X = 0x08;

    /** What {@link #RET} gives back besides {@link #K}: the accumulator. */
    static final int A = 0x10;

    static final int TAX = 0x00;
    static final int TXA = 0x80;

    /** Words of scratch memory. */
    static final int MEMORY_WORDS = 16;

    int type() {
        return code & CLASS_MASK;
    }
}
