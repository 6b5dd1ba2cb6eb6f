package org.portwitness.analyzer.ports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The port tables in force, row by row in the order in which they are reported. Immutable.
 *
 * @param name what the tables are, for people
 * @param version of the tables
 * @param unitNames who asks for such a name is a room unit
 * @param rows at least one, ids distinct
 * @param text the YAML they were read from, word for word
 */
public record PortTables(String name, String version, List<NamePattern> unitNames, List<PortRow> rows, String text) {
    private static final String BUILT_IN = "port-tables.yaml";

    /** The vendor's tables that come with the program. */
    public static PortTables builtIn() {
        try (InputStream resource = PortTables.class.getResourceAsStream(BUILT_IN)) {
            if (resource == null) {
                throw new IllegalStateException("The built-in port tables are missing from the program's files.");
            }
            return PortTableFile.read(BUILT_IN, new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (PortTableException e) {
            throw new IllegalStateException("The built-in port tables are damaged: " + e.getMessage(), e);
        }
    }

    /** The row with that id; null where there is none. */
    public PortRow row(String id) {
        for (PortRow row : rows) {
            if (row.id().equals(id)) {
                return row;
            }
        }
        return null;
    }

    /** Rows of a one-of group, in table order. */
    public List<PortRow> group(String group) {
        return rows.stream().filter(row -> group.equals(row.group())).toList();
    }

    /** These tables with the on-premises media range that the site has chosen. */
    public PortTables withMediaPorts(PortRange range) {
        List<PortRow> changed = rows.stream()
                .map(row -> row.mediaPorts() ? row.withPorts(PortSet.of(range)) : row)
                .toList();
        return new PortTables(name, version, unitNames, changed, text);
    }
}
