/**
 * What needs libpcap or the kernel through native calls; the only package that knows pcap4j and JNA. Nothing in it may be needed
 * for reading files, so that a machine without libpcap can do that.
 */
package org.portwitness.capture.live;
