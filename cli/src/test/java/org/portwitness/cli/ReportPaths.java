package org.portwitness.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A JSON report as paths and their values, as {@code rows/3/verdict} and {@code blocked}. */
final class ReportPaths {
    private ReportPaths() {}

    static SortedMap<String, String> of(Path report) throws IOException {
        SortedMap<String, String> values = new TreeMap<>();
        try (JsonParser parser =
                new JsonFactory().createParser(ObjectReadContext.empty(), Files.readAllBytes(report))) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    values.put(
                            parser.streamReadContext()
                                    .pathAsPointer()
                                    .toString()
                                    .substring(1),
                            parser.getString());
                }
            }
        }
        return values;
    }
}
