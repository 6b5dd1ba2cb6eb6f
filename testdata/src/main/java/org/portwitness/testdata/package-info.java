/**
 * Packets, exchanges, capture files and whole scenarios for the tests of every module, made by code and the same on each run.
 *
 * <p>{@link org.portwitness.testdata.Packets} writes single frames, the classes named after a protocol write what they carry,
 * {@link org.portwitness.testdata.PcapBytes} and {@link org.portwitness.testdata.PcapngBytes} write capture files, {@link
 * org.portwitness.testdata.Scenario} tells the story of a room unit in packets, and {@link org.portwitness.testdata.Samples}
 * lists the captures that lie ready with what an analysis of them must say.
 *
 * <p>Nothing here shares code with the analyzer: a layout that both read wrongly would prove nothing.
 */
package org.portwitness.testdata;
