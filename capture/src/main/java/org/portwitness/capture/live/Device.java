package org.portwitness.capture.live;

import java.util.List;
import org.portwitness.capture.LinkType;

/**
 * Something that can be captured from.
 *
 * @param index the number that the system gives it and {@code -i} takes; 0 for {@link #ANY}
 * @param addresses as text, without scope
 * @param linkType link-layer header of its packets, {@link #UNKNOWN_LINK_TYPE} where only opening it tells
 */
public record Device(int index, String name, List<String> addresses, State state, int linkType, boolean loopback) {
    /** All interfaces at once, as libpcap offers it on Linux. */
    public static final String ANY = "any";

    /** No number of the registry. */
    public static final int UNKNOWN_LINK_TYPE = -1;

    /** Whether packets can come. */
    public enum State {
        UP("up"),
        NO_CARRIER("up, no carrier"),
        DOWN("down");

        private final String text;

        State(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** The link type's name, {@code ?} where it is not known before. */
    public String linkTypeName() {
        return linkType == UNKNOWN_LINK_TYPE ? "?" : LinkType.name(linkType);
    }

    /** The link type to compile a filter for: what libpcap falls back to where it is not known before. */
    public int filterLinkType() {
        return linkType == UNKNOWN_LINK_TYPE ? LinkType.LINUX_SLL : linkType;
    }
}
