package org.portwitness.capture.filter;

import static org.portwitness.capture.filter.BpfInstruction.*;

import java.util.List;

/**
 * A packet filter that was checked: it ends, it stays inside itself and inside its scratch memory. Immutable; any thread may make
 * a {@link PacketFilter} of it, which runs it.
 */
public final class BpfProgram {
    /** As the kernel's limit, {@code BPF_MAXINSNS}. */
    private static final int MOST_INSTRUCTIONS = 4096;

    /**
     * Loads from here on do not read the packet: Linux keeps what only a live socket knows there (direction, interface, VLAN tag
     * beside the packet). On recorded frames such a load would reject every packet without a word.
     */
    private static final int SOCKET_DATA_FROM = -0x1000;

    final int[] codes;
    final int[] ifTrue;
    final int[] ifFalse;
    final int[] constants;

    private BpfProgram(List<BpfInstruction> instructions) {
        int n = instructions.size();
        codes = new int[n];
        ifTrue = new int[n];
        ifFalse = new int[n];
        constants = new int[n];
        for (int i = 0; i < n; i++) {
            BpfInstruction instruction = instructions.get(i);
            codes[i] = instruction.code();
            ifTrue[i] = instruction.jt();
            ifFalse[i] = instruction.jf();
            constants[i] = instruction.k();
        }
    }

    /**
     * Checks a program.
     *
     * @throws FilterException where it could not be run on recorded frames, with the number of the instruction
     */
    public static BpfProgram of(List<BpfInstruction> instructions) throws FilterException {
        int n = instructions.size();
        if (n == 0 || n > MOST_INSTRUCTIONS) {
            throw new FilterException(
                    "The filter has " + n + " instructions; from 1 to " + MOST_INSTRUCTIONS + " can be run.", false);
        }
        for (int i = 0; i < n; i++) {
            String wrong = wrong(instructions.get(i), n - 1 - i);
            if (wrong != null) {
                throw new FilterException("Instruction " + i + " of the filter " + wrong + ".", false);
            }
        }
        if (instructions.get(n - 1).type() != RET) {
            throw new FilterException("The filter runs over its end: its last instruction does not return.", false);
        }
        return new BpfProgram(instructions);
    }

    /** What is wrong with an instruction that has {@code behind} others behind it; null where nothing is. */
    private static String wrong(BpfInstruction instruction, int behind) {
        return switch (instruction.code()) {
            case LD | W | ABS, LD | H | ABS, LD | B | ABS ->
                Integer.compareUnsigned(instruction.k(), SOCKET_DATA_FROM) >= 0
                        ? "asks for what only a live interface knows, such as inbound or outbound; leave that out for recorded"
                                + " captures"
                        : null;
            case LD | W | IND,
                    LD | H | IND,
                    LD | B | IND,
                    LD | IMM,
                    LD | W | LEN,
                    LDX | IMM,
                    LDX | W | LEN,
                    LDX | B | MSH,
                    ALU | NEG,
                    RET | K,
                    RET | A,
                    MISC | TAX,
                    MISC | TXA -> null;
            case LD | MEM, LDX | MEM, ST, STX ->
                Integer.compareUnsigned(instruction.k(), MEMORY_WORDS) >= 0
                        ? "uses a word of scratch memory that does not exist"
                        : null;
            case ALU | ADD | K,
                    ALU | SUB | K,
                    ALU | MUL | K,
                    ALU | OR | K,
                    ALU | AND | K,
                    ALU | XOR | K,
                    ALU | LSH | K,
                    ALU | RSH | K,
                    ALU | ADD | X,
                    ALU | SUB | X,
                    ALU | MUL | X,
                    ALU | DIV | X,
                    ALU | MOD | X,
                    ALU | OR | X,
                    ALU | AND | X,
                    ALU | XOR | X,
                    ALU | LSH | X,
                    ALU | RSH | X -> null;
            case ALU | DIV | K, ALU | MOD | K -> instruction.k() == 0 ? "divides by zero" : null;
            case JMP | JA -> wrongJump(instruction.k(), behind);
            case JMP | JEQ | K,
                    JMP | JGT | K,
                    JMP | JGE | K,
                    JMP | JSET | K,
                    JMP | JEQ | X,
                    JMP | JGT | X,
                    JMP | JGE | X,
                    JMP | JSET | X ->
                isSkip(instruction.jt(), behind) && isSkip(instruction.jf(), behind)
                        ? null
                        : "jumps out of the program";
            default -> "has the unknown code " + instruction.code();
        };
    }

    /** Backwards, a program could run for ever; the kernel refuses that too. */
    private static String wrongJump(int distance, int behind) {
        if (distance < 0) {
            return "jumps backwards, as protochain needs it; name the protocol without protochain";
        }
        return distance >= behind ? "jumps out of the program" : null;
    }

    private static boolean isSkip(int distance, int behind) {
        return distance >= 0 && distance < behind;
    }

    /** Instructions. */
    public int length() {
        return codes.length;
    }
}
