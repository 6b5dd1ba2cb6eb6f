package org.portwitness.analyzer.ports;

/** A service of Office 365, as far as a room unit can tell them apart. */
public enum EndpointArea {
    SKYPE("Skype"),
    EXCHANGE("Exchange"),
    /** The sign-in: entries 56 and 59 of the common ones. */
    AZURE_AD("Azure AD"),
    SHAREPOINT("SharePoint"),
    /** Everything else that Office 365 shares. */
    COMMON("Common");

    private final String label;

    EndpointArea(String label) {
        this.label = label;
    }

    /** For people. */
    public String label() {
        return label;
    }

    /** Whether a room unit needs that service: meetings, calendars, sign-in. */
    public boolean isNeededByUnits() {
        return this == SKYPE || this == EXCHANGE || this == AZURE_AD;
    }

    static EndpointArea of(EndpointEntry entry) {
        return switch (entry.serviceArea()) {
            case "Skype" -> SKYPE;
            case "Exchange" -> EXCHANGE;
            case "SharePoint" -> SHAREPOINT;
            default -> entry.id() == 56 || entry.id() == 59 ? AZURE_AD : COMMON;
        };
    }
}
