package org.portwitness.cli.render;

import java.util.List;

/** What can be captured from, for people: number, name, state, link type, addresses. */
public final class InterfacesText {
    private static final int GAP = 2;

    private InterfacesText() {}

    /**
     * One interface.
     *
     * @param number what {@code -i} takes instead of the name, 0 where there is none
     * @param linkType a name, {@code ?} where only opening the interface tells
     */
    public record Line(int number, String name, String state, String linkType, List<String> addresses) {}

    public static String of(List<Line> interfaces, int columns, boolean unicode) {
        Page page = new Page(Math.max(TextReport.NARROWEST, Math.min(TextReport.WIDEST, columns)), false, unicode);
        int numbers = longest(
                interfaces.stream().map(each -> Integer.toString(each.number())).toList());
        int names = GAP + longest(interfaces.stream().map(Line::name).toList());
        int states = GAP + longest(interfaces.stream().map(Line::state).toList());
        int linkTypes = GAP + longest(interfaces.stream().map(Line::linkType).toList());
        for (Line each : interfaces) {
            String head = Page.rightAligned(each.number() == 0 ? "" : Integer.toString(each.number()), numbers)
                    + Page.spaces(GAP)
                    + Page.padded(each.name(), names)
                    + Page.padded(each.state(), states)
                    + Page.padded(each.linkType(), linkTypes);
            if (each.addresses().isEmpty()) {
                page.line(head);
            } else {
                page.labelled(Page.Paint.NONE, head, head.length(), String.join(", ", each.addresses()));
            }
        }
        return page.toString();
    }

    private static int longest(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }
}
