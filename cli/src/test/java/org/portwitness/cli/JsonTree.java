package org.portwitness.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** JSON as maps, lists, strings, {@code Long}, {@code Double}, {@code Boolean} and null, with keys as they stand. */
final class JsonTree {
    private final Object root;

    private JsonTree(Object root) {
        this.root = root;
    }

    static JsonTree read(String text) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            return new JsonTree(value(parser, parser.nextToken()));
        }
    }

    private static Object value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    object.put(key, value(parser, parser.nextToken()));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                JsonToken next = parser.nextToken();
                while (next != JsonToken.END_ARRAY) {
                    array.add(value(parser, next));
                    next = parser.nextToken();
                }
                yield array;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IllegalArgumentException("Unexpected " + token);
        };
    }

    /**
     * The value at a JSON pointer; null where there is none. A key that holds a slash is written with {@code ~1}, as RFC 6901 says.
     */
    Object at(String pointer) {
        if (pointer.isEmpty()) {
            return root;
        }
        Object at = root;
        String[] steps = pointer.substring(1).split("/", -1);
        for (String step : steps) {
            String key = step.replace("~1", "/").replace("~0", "~");
            if (at instanceof Map<?, ?> object) {
                at = object.get(key);
            } else if (at instanceof List<?> list) {
                at = list.get(Integer.parseInt(key));
            } else {
                return null;
            }
        }
        return at;
    }

    String text(String pointer) {
        return (String) at(pointer);
    }

    /** The objects of an array. */
    List<JsonTree> each(String pointer) {
        return list(pointer).stream().map(JsonTree::new).toList();
    }

    List<?> list(String pointer) {
        return at(pointer) instanceof List<?> list ? list : List.of();
    }

    /** Keys of an object, in their order. */
    List<String> keys(String pointer) {
        Object at = at(pointer);
        List<String> keys = new ArrayList<>();
        if (at instanceof Map<?, ?> object) {
            object.keySet().forEach(key -> keys.add((String) key));
        }
        return keys;
    }

    @Override
    public String toString() {
        return String.valueOf(root);
    }
}
