package org.portwitness.analyzer.ports;

/** A value that has a fixed word in table files, options and reports. */
interface Word {
    /** The word, lower case. */
    String text();
}
