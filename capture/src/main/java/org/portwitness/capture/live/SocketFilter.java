package org.portwitness.capture.live;

import java.util.List;
import java.util.function.Supplier;

/**
 * A filter as the engines take it.
 *
 * @param expression what libpcap compiles; the portable engine hands it over as it is
 * @param program what the kernel runs on each packet, packed as in {@link LibpcapFilterCompiler.Compilation}; empty where it can
 *     only keep everything
 * @param rest makes, for each lane, what is still to be asked of the packets that the kernel lets through; null where nothing is.
 *     The kernel takes VLAN tags out of the packets before it filters, so what asks for tags must be asked later
 */
public record SocketFilter(String expression, List<Long> program, Supplier<FrameTest> rest) {}
