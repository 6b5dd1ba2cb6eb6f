package org.portwitness.analyzer.evidence;

import org.portwitness.analyzer.evidence.Evidence.HostTraffic;

/** Packets that each address sent and received, all protocols over IP. Makes its records when they are asked for. */
public interface Hosts extends Iterable<HostTraffic> {
    /** Null where nothing is known of the address. */
    HostTraffic of(Address address);
}
