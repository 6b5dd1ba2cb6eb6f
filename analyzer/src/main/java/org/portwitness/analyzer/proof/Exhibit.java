package org.portwitness.analyzer.proof;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A packet that proves something, kept.
 *
 * @param bytes what was captured of it, blanked where nobody needs to see it; not to be changed
 * @param originalLength bytes on the wire
 * @param linkType the registry's LINKTYPE number
 * @param source place of its capture among the sources
 * @param comments what it proves, one text for each claim
 */
public record Exhibit(
        ByteBuffer bytes, int originalLength, int linkType, int source, long timeNanos, List<String> comments) {}
