package org.portwitness.analyzer.ports;

/** Transport protocols that a port can belong to. */
public enum Protocol {
    TCP,
    UDP
}
