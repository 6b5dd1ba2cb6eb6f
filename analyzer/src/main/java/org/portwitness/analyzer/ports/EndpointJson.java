package org.portwitness.analyzer.ports;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the JSON array that Microsoft's endpoint web service gives; the only class that knows the JSON library. Lenient where the
 * list grows or varies (unknown fields, missing ports, blanks), strict where it would lead astray (an address that is none).
 */
final class EndpointJson {
    /** Bytes; the lists of 2018 and 2023 have 50 and 30 thousand. */
    private static final int LONGEST = 16_000_000;

    private static final int MOST_ENTRIES = 10_000;
    private static final int MOST_ADDRESSES = 200_000;

    private final String source;
    private final List<EndpointEntry> entries = new ArrayList<>();
    private int addresses;

    private EndpointJson(String source) {
        this.source = source;
    }

    /** The entries, at least one. */
    static List<EndpointEntry> read(String source, byte[] bytes) throws EndpointsException {
        if (bytes.length > LONGEST) {
            throw new EndpointsException(source + ":1:1: the file has " + bytes.length + " bytes; at most " + LONGEST
                    + " are read as an endpoint list");
        }
        EndpointJson reader = new EndpointJson(source);
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(20)
                        .maxStringLength(10_000)
                        .build())
                .build();
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), bytes)) {
            reader.readArray(parser);
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            String place = at == null ? "1:1" : at.getLineNr() + ":" + at.getColumnNr();
            throw new EndpointsException(
                    source + ":" + place + ": this is no JSON: " + firstLine(e.getOriginalMessage()) + "; a list as"
                            + " Microsoft's endpoint web service gives it is expected");
        }
        return List.copyOf(reader.entries);
    }

    private static String firstLine(String text) {
        return text == null ? "it cannot be read" : text.lines().findFirst().orElse("it cannot be read");
    }

    private void readArray(JsonParser parser) throws EndpointsException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw wrong(
                    parser,
                    "the file is no JSON array; a list as Microsoft's endpoint web service gives it is expected");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw wrong(parser, "an entry is an object with id and serviceArea");
            }
            if (entries.size() == MOST_ENTRIES) {
                throw wrong(parser, "the list has more than " + MOST_ENTRIES + " entries; that is no endpoint list");
            }
            entries.add(readEntry(parser));
        }
        if (entries.isEmpty()) {
            throw wrong(parser, "the list is empty; at least one entry is expected");
        }
        if (parser.nextToken() != null) {
            throw wrong(parser, "something stands behind the list; one JSON array is expected");
        }
    }

    private EndpointEntry readEntry(JsonParser parser) throws EndpointsException {
        Integer id = null;
        String area = null;
        List<NamePattern> urls = List.of();
        List<AddressRange> ips = List.of();
        PortSet tcpPorts = null;
        PortSet udpPorts = null;
        String category = "";
        boolean required = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (key) {
                case "id" -> id = number(parser);
                case "serviceArea" -> area = text(parser, key);
                case "urls" -> urls = urls(parser);
                case "ips" -> ips = ips(parser);
                case "tcpPorts" -> tcpPorts = ports(parser, key);
                case "udpPorts" -> udpPorts = ports(parser, key);
                case "category" -> category = text(parser, key);
                case "required" -> required = flag(parser);
                default -> parser.skipChildren();
            }
        }
        if (id == null || area == null) {
            throw wrong(parser, "the entry that ends here has no " + (id == null ? "id" : "serviceArea"));
        }
        return new EndpointEntry(id, area, urls, ips, tcpPorts, udpPorts, category, required);
    }

    private int number(JsonParser parser) throws EndpointsException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw wrong(parser, "key \"id\" takes a whole number");
        }
        return parser.getIntValue();
    }

    private boolean flag(JsonParser parser) throws EndpointsException {
        if (parser.currentToken() != JsonToken.VALUE_TRUE && parser.currentToken() != JsonToken.VALUE_FALSE) {
            throw wrong(parser, "key \"required\" takes true or false");
        }
        return parser.currentToken() == JsonToken.VALUE_TRUE;
    }

    private String text(JsonParser parser, String key) throws EndpointsException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong(parser, "key \"" + key + "\" takes a text here");
        }
        return parser.getString();
    }

    /** Ports with commas between them; a single port may stand as a number. */
    private PortSet ports(JsonParser parser, String key) throws EndpointsException {
        String text = parser.currentToken() == JsonToken.VALUE_NUMBER_INT ? parser.getString() : text(parser, key);
        if (text.isBlank()) {
            return null;
        }
        try {
            return PortSet.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong(parser, "key \"" + key + "\": " + e.getMessage());
        }
    }

    private List<NamePattern> urls(JsonParser parser) throws EndpointsException {
        List<NamePattern> urls = new ArrayList<>();
        beginList(parser, "urls");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            NamePattern url = NamePattern.parseOrNull(text(parser, "urls"));
            // placeholders such as <tenant>.example.com are in some lists; they name no host
            if (url != null) {
                urls.add(url);
            }
        }
        return urls;
    }

    private List<AddressRange> ips(JsonParser parser) throws EndpointsException {
        List<AddressRange> ips = new ArrayList<>();
        beginList(parser, "ips");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (++addresses > MOST_ADDRESSES) {
                throw wrong(
                        parser, "the list has more than " + MOST_ADDRESSES + " addresses; that is no endpoint list");
            }
            try {
                ips.add(AddressRange.parse(text(parser, "ips")));
            } catch (IllegalArgumentException e) {
                throw wrong(parser, "key \"ips\": " + e.getMessage());
            }
        }
        return ips;
    }

    private void beginList(JsonParser parser, String key) throws EndpointsException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrong(parser, "key \"" + key + "\" takes a list of texts");
        }
    }

    private EndpointsException wrong(JsonParser parser, String whatIsWrong) {
        TokenStreamLocation at = parser.currentTokenLocation();
        return new EndpointsException(source + ":" + at.getLineNr() + ":" + at.getColumnNr() + ": " + whatIsWrong);
    }
}
