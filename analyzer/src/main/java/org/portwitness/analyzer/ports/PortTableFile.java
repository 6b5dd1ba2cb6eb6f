package org.portwitness.analyzer.ports;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads port tables from YAML. Every mistake is told with its place and with what is allowed there; reading goes on after it, so
 * that one run shows them all.
 */
public final class PortTableFile {
    private static final List<String> FILE_KEYS = List.of("name", "version", "unit-names", "rows");
    private static final List<String> ROW_KEYS = List.of(
            "id",
            "table",
            "scope",
            "from",
            "to",
            "servers",
            "names",
            "likely-names",
            "protocols",
            "ports",
            "media-ports",
            "services",
            "endpoints",
            "by-port",
            "catch-all",
            "purpose",
            "requirement",
            "group",
            "below-version",
            "note");
    /** A report has a part for each row. */
    private static final int MOST_ROWS = 1000;

    private static final int LONGEST_ID = 60;

    private final Complaints complaints;
    /** Where each id stands first. */
    private final Map<String, YamlText.Node> ids = new HashMap<>();

    private PortTableFile(Complaints complaints) {
        this.complaints = complaints;
    }

    /**
     * Reads tables.
     *
     * @param sourceName how complaints call the file
     * @throws PortTableException where anything is wrong with it
     */
    public static PortTables read(String sourceName, String text) throws PortTableException {
        Complaints complaints = new Complaints(sourceName);
        YamlText.Node root = YamlText.read(text, complaints);
        complaints.throwIfAny();
        PortTables tables = new PortTableFile(complaints).tables(root, text);
        complaints.throwIfAny();
        return tables;
    }

    private PortTables tables(YamlText.Node root, String text) {
        if (!(root instanceof YamlText.Mapping mapping)) {
            complaints.add(
                    root,
                    "the file is " + (root instanceof YamlText.Sequence ? "a list" : "a text")
                            + "; a port table is a mapping with the keys " + String.join(", ", FILE_KEYS));
            return null;
        }
        TableFields fields = new TableFields(mapping, FILE_KEYS, complaints);
        String name = fields.requiredText("name", "what these tables are, for people");
        String version = fields.requiredText("version", "the version of these tables");
        List<NamePattern> unitNames = fields.list("unit-names", NamePattern::parse);
        List<PortRow> rows = rows(fields.required("rows", "the list of rows"));
        return new PortTables(name, version, unitNames, rows, text);
    }

    private List<PortRow> rows(YamlText.Node node) {
        List<PortRow> rows = new ArrayList<>();
        if (node instanceof YamlText.Sequence sequence && !sequence.items().isEmpty()) {
            if (sequence.items().size() > MOST_ROWS) {
                complaints.add(
                        node, "there are " + sequence.items().size() + " rows; at most " + MOST_ROWS + " are read");
                return rows;
            }
            for (YamlText.Node item : sequence.items()) {
                if (item instanceof YamlText.Mapping mapping) {
                    rows.add(row(mapping));
                } else {
                    complaints.add(item, "a row is a mapping with the keys " + String.join(", ", ROW_KEYS));
                }
            }
        } else if (node != null) {
            complaints.add(node, "key \"rows\" takes a list with at least one row");
        }
        return rows;
    }

    private PortRow row(YamlText.Mapping mapping) {
        TableFields fields = new TableFields(mapping, ROW_KEYS, complaints);
        String id = id(fields);
        Requirement requirement = fields.word(Requirement.class, "requirement", true);
        return new PortRow(
                id,
                fields.requiredText("table", "the table that the row stands in"),
                fields.word(Initiator.class, "from", true),
                fields.requiredText("to", "the servers, in words"),
                fields.wordSet(Role.class, "servers"),
                fields.list("names", NamePattern::parse),
                fields.list("likely-names", NamePattern::parse),
                protocols(fields),
                ports(fields),
                fields.requiredText("purpose", "what the ports are for, in words"),
                fields.optionalText("note"),
                requirement,
                group(fields, requirement),
                belowVersion(fields, requirement),
                fields.word(Scope.class, "scope", true),
                fields.wordSet(ServiceKind.class, "services"),
                fields.word(EndpointKind.class, "endpoints", false),
                fields.flag("by-port"),
                fields.flag("catch-all"),
                fields.flag("media-ports"));
    }

    private String id(TableFields fields) {
        String id = fields.requiredText("id", "the row's name in reports, such as kickle-https-443");
        if (id == null) {
            return null;
        }
        YamlText.Node place = fields.place("id");
        if (id.length() > LONGEST_ID || !id.matches("[a-z0-9][a-z0-9._-]*")) {
            complaints.add(
                    place,
                    "id \"" + TableFields.shortened(id) + "\" cannot be used; an id has 1 to " + LONGEST_ID
                            + " lower-case letters, digits, points, _ and -");
        }
        YamlText.Node first = ids.putIfAbsent(id, place);
        if (first != null) {
            complaints.add(
                    place,
                    "id \"" + TableFields.shortened(id) + "\" stands already in line " + first.line()
                            + "; each row has an id of its own");
        }
        return id;
    }

    private Set<Protocol> protocols(TableFields fields) {
        Set<Protocol> protocols = EnumSet.noneOf(Protocol.class);
        YamlText.Node node = fields.required("protocols", "TCP, UDP or both");
        for (YamlText.Scalar item : node == null ? List.<YamlText.Scalar>of() : fields.items("protocols", node)) {
            switch (item.value().strip()) {
                case "TCP" -> protocols.add(Protocol.TCP);
                case "UDP" -> protocols.add(Protocol.UDP);
                default ->
                    complaints.add(
                            item,
                            "key \"protocols\" has \"" + TableFields.shortened(item.value())
                                    + "\"; allowed are TCP and UDP");
            }
        }
        return Set.copyOf(protocols);
    }

    private PortSet ports(TableFields fields) {
        YamlText.Node node = fields.required("ports", "a port, a range such as 50000-59999, or a list of them");
        List<PortRange> ranges = new ArrayList<>();
        for (YamlText.Scalar item : node == null ? List.<YamlText.Scalar>of() : fields.items("ports", node)) {
            PortSet set = fields.parsed("ports", item, PortSet::parse);
            if (set != null) {
                ranges.addAll(set.ranges());
            }
        }
        return new PortSet(ranges);
    }

    private String group(TableFields fields, Requirement requirement) {
        String group = fields.optionalText("group");
        if (requirement == Requirement.ONE_OF && !fields.has("group")) {
            complaints.add(
                    fields.place("requirement"),
                    "a one-of row needs the key \"group\", which names the rows it belongs with");
        }
        if (requirement != null && requirement != Requirement.ONE_OF && fields.has("group")) {
            complaints.add(
                    fields.place("group"),
                    "only rows with \"requirement: one-of\" have a group; this one is " + requirement.text());
        }
        return group;
    }

    private FirmwareVersion belowVersion(TableFields fields, Requirement requirement) {
        boolean given = fields.has("below-version");
        if (requirement == Requirement.LEGACY && !given) {
            complaints.add(
                    fields.place("requirement"),
                    "a legacy row needs the key \"below-version\", the first firmware that does without it");
        }
        if (requirement != null && requirement != Requirement.LEGACY && given) {
            complaints.add(
                    fields.place("below-version"),
                    "only rows with \"requirement: legacy\" have below-version; this one is " + requirement.text());
        }
        if (!given) {
            return null;
        }
        List<FirmwareVersion> versions = fields.list("below-version", FirmwareVersion::parse);
        if (versions.size() > 1) {
            complaints.add(fields.place("below-version"), "key \"below-version\" takes one version");
        }
        return versions.isEmpty() ? null : versions.get(0);
    }
}
