package org.portwitness.analyzer.ports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One mapping of a table file, read key by key. What is wrong goes to the complaints and reads as null or empty, so that reading
 * goes on and finds the next mistake.
 */
final class TableFields {
    private final YamlText.Mapping mapping;
    private final Complaints complaints;
    private final Map<String, YamlText.Pair> fields = new LinkedHashMap<>();

    TableFields(YamlText.Mapping mapping, List<String> allowed, Complaints complaints) {
        this.mapping = mapping;
        this.complaints = complaints;
        for (YamlText.Pair pair : mapping.pairs()) {
            String key = pair.key().value();
            if (!allowed.contains(key)) {
                complaints.add(
                        pair.key(),
                        "key \"" + shortened(key) + "\" is unknown; the keys are " + String.join(", ", allowed));
            } else if (fields.putIfAbsent(key, pair) != null) {
                complaints.add(
                        pair.key(),
                        "key \"" + key + "\" stands here twice; the first is in line "
                                + fields.get(key).key().line());
            }
        }
    }

    boolean has(String key) {
        return fields.containsKey(key);
    }

    /** The value's place, or the mapping's where the key is missing. */
    YamlText.Node place(String key) {
        return has(key) ? fields.get(key).value() : mapping;
    }

    /** The value; null with a complaint where the key is missing. */
    YamlText.Node required(String key, String whatItIs) {
        if (!has(key)) {
            complaints.add(mapping, "key \"" + key + "\" is missing; it gives " + whatItIs);
            return null;
        }
        return fields.get(key).value();
    }

    String requiredText(String key, String whatItIs) {
        YamlText.Node node = required(key, whatItIs);
        return node == null ? null : text(key, node);
    }

    /** Null where the key is not there. */
    String optionalText(String key) {
        return has(key) ? text(key, fields.get(key).value()) : null;
    }

    private String text(String key, YamlText.Node node) {
        if (node instanceof YamlText.Scalar scalar && !scalar.isNull()) {
            return scalar.value().strip();
        }
        complaints.add(node, "key \"" + key + "\" has " + kind(node) + "; it takes one word or text");
        return null;
    }

    /** A word of a fixed set; null where the key is missing or the word is another. */
    <E extends Enum<E> & Word> E word(Class<E> type, String key, boolean required) {
        if (!has(key) && !required) {
            return null;
        }
        String word = requiredText(key, "one of " + words(type));
        return word == null ? null : word(type, key, fields.get(key).value(), word);
    }

    private <E extends Enum<E> & Word> E word(Class<E> type, String key, YamlText.Node at, String word) {
        for (E value : type.getEnumConstants()) {
            if (value.text().equals(word)) {
                return value;
            }
        }
        complaints.add(at, "key \"" + key + "\" has \"" + shortened(word) + "\"; allowed are " + words(type));
        return null;
    }

    private static <E extends Enum<E> & Word> String words(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Word::text).collect(Collectors.joining(", "));
    }

    /** Words of a fixed set, at least one. */
    <E extends Enum<E> & Word> Set<E> wordSet(Class<E> type, String key) {
        Set<E> set = EnumSet.noneOf(type);
        YamlText.Node node = required(key, "one or more of " + words(type));
        for (YamlText.Scalar item : node == null ? List.<YamlText.Scalar>of() : items(key, node)) {
            E value = word(type, key, item, item.value().strip());
            if (value != null && !set.add(value)) {
                complaints.add(item, "key \"" + key + "\" has \"" + value.text() + "\" twice; once is enough");
            }
        }
        return Set.copyOf(set);
    }

    /** Values read by {@code parser}, whose {@link IllegalArgumentException} is the complaint. Empty where the key is not there. */
    <T> List<T> list(String key, Function<String, T> parser) {
        List<T> list = new ArrayList<>();
        if (has(key)) {
            for (YamlText.Scalar item : items(key, fields.get(key).value())) {
                T value = parsed(key, item, parser);
                if (value != null) {
                    list.add(value);
                }
            }
        }
        return List.copyOf(list);
    }

    <T> T parsed(String key, YamlText.Scalar item, Function<String, T> parser) {
        try {
            return parser.apply(item.value());
        } catch (IllegalArgumentException e) {
            complaints.add(item, "key \"" + key + "\": " + e.getMessage());
            return null;
        }
    }

    /** One scalar, or a list of them. */
    List<YamlText.Scalar> items(String key, YamlText.Node node) {
        List<YamlText.Scalar> items = new ArrayList<>();
        List<YamlText.Node> nodes = node instanceof YamlText.Sequence sequence ? sequence.items() : List.of(node);
        for (YamlText.Node item : nodes) {
            if (item instanceof YamlText.Scalar scalar && !scalar.isNull()) {
                items.add(scalar);
            } else {
                complaints.add(
                        item, "key \"" + key + "\" has " + kind(item) + " here; it takes words or a list of words");
            }
        }
        if (nodes.isEmpty()) {
            complaints.add(node, "key \"" + key + "\" has an empty list; leave the key out or give it a value");
        }
        return items;
    }

    /** False where the key is not there. */
    boolean flag(String key) {
        String text = optionalText(key);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            complaints.add(
                    place(key), "key \"" + key + "\" has \"" + shortened(text) + "\"; allowed are true and false");
        }
        return "true".equals(text);
    }

    static String kind(YamlText.Node node) {
        if (node instanceof YamlText.Mapping) {
            return "a mapping";
        }
        if (node instanceof YamlText.Sequence) {
            return "a list";
        }
        return "no value";
    }

    static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= 60 ? line : line.substring(0, 60) + "...";
    }
}
