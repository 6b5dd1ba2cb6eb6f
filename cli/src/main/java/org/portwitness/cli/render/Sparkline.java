package org.portwitness.cli.render;

import java.util.List;
import org.portwitness.analyzer.report.Histogram.Bar;

/** A distribution as one line of bars, the tallest for the most frequent; a value that occurs at all is never invisible. */
final class Sparkline {
    private static final String BLOCKS = " ▁▂▃▄▅▆▇█";
    private static final String ASCII = " .:-=+*#@";

    private Sparkline() {}

    /** At most {@code room} signs wide; neighbours are added up where there are more bars. */
    static String of(List<Bar> bars, int room, boolean unicode) {
        if (bars.isEmpty() || room <= 0) {
            return "";
        }
        int merged = (bars.size() + room - 1) / room;
        long[] heights = new long[(bars.size() + merged - 1) / merged];
        long tallest = 1;
        for (int i = 0; i < bars.size(); i++) {
            heights[i / merged] += bars.get(i).count();
            tallest = Math.max(tallest, heights[i / merged]);
        }
        String signs = unicode ? BLOCKS : ASCII;
        StringBuilder line = new StringBuilder(heights.length);
        for (long height : heights) {
            int step =
                    height <= 0 ? 0 : Math.max(1, (int) Math.round((signs.length() - 1) * (double) height / tallest));
            line.append(signs.charAt(step));
        }
        return line.toString();
    }
}
