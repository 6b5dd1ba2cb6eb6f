package org.portwitness.analyzer.transaction;

/** A set of addresses, asked for each new attempt: must not allocate. */
public interface HostSet {
    HostSet NONE = (high, low) -> false;

    boolean contains(long high, long low);
}
