package org.portwitness.analyzer.content;

import java.util.ArrayList;
import java.util.List;

/** The list of protocol names in ALPN, RFC 7301 section 3.1: each a length byte and the name. */
final class Alpn {
    private Alpn() {}

    /** As far as the list is well formed. */
    static List<String> protocols(byte[] list) {
        List<String> names = new ArrayList<>();
        int at = 0;
        while (at < list.length) {
            int length = list[at] & 0xff;
            if (length == 0 || at + 1 + length > list.length) {
                break;
            }
            names.add(PlainText.of(list, at + 1, at + 1 + length));
            at += 1 + length;
        }
        return List.copyOf(names);
    }
}
