/**
 * Recorded captures: pcap and pcapng, plain or compressed, from files, folders and pipes. In: names of files, or a stream. Out:
 * {@link org.portwitness.capture.Frame}, one at a time, through a {@link org.portwitness.capture.FrameSource}. Each source is
 * read by one thread; only {@code stop}, {@code inputPosition} and {@code inputLength} may be called by others.
 */
package org.portwitness.capture.file;
