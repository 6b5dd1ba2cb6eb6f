/**
 * In: bytes and a position. Out: the fields of one header or message. Next: {@code facts} and {@code transaction}, which walk from one
 * header to the next.
 *
 * <p>One class a header, always in this order: drawing of the layout, chained offsets, {@code check}, static readers. After {@code check}
 * said yes no reader can fail; before, one may read beyond the packet. Buffers are big-endian, whatever the captured machine was.
 */
package org.portwitness.analyzer.wire;
