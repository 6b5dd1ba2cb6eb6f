package org.portwitness.analyzer.ports;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Turns YAML into a tree whose every node knows its line and column; the only class that knows the YAML library.
 *
 * <p>A file may come from anywhere, so it is bounded: its size, its depth, its nodes. Aliases are refused, because a few lines of
 * them can stand for a tree of any size and a port table needs none. The tree is built from the event stream without recursion.
 */
final class YamlText {
    /** Characters; the built-in tables have about 20,000. */
    static final int LONGEST_TEXT = 1_000_000;

    /** A port table is four deep. */
    private static final int DEEPEST = 16;

    private static final int MOST_NODES = 200_000;

    private YamlText() {}

    /** A part of the file; line and column count from 1. */
    sealed interface Node {
        int line();

        int column();
    }

    /** Keys and values in file order; a key that stands twice is there twice. */
    record Mapping(int line, int column, List<Pair> pairs) implements Node {}

    record Pair(Scalar key, Node value) {}

    record Sequence(int line, int column, List<Node> items) implements Node {}

    /**
     * @param quoted written with quotation marks, so {@code "null"} is a word
     */
    record Scalar(int line, int column, String value, boolean quoted) implements Node {
        boolean isNull() {
            return !quoted && (value.isEmpty() || value.equals("~") || value.equals("null"));
        }
    }

    /** The file's only document; null, with a complaint made, where it is no YAML or beyond a bound. */
    static Node read(String text, Complaints complaints) {
        if (text.length() > LONGEST_TEXT) {
            complaints.add(
                    1, 1, "the file has " + text.length() + " characters; at most " + LONGEST_TEXT + " are read");
            return null;
        }
        try {
            LoadSettings settings =
                    LoadSettings.builder().setCodePointLimit(LONGEST_TEXT).build();
            return new Builder(complaints)
                    .build(new Parse(settings).parseString(text).iterator());
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> at = e.getProblemMark().or(e::getContextMark);
            String context = e.getContext() == null ? "" : " (" + e.getContext() + ")";
            complaints.add(
                    at.map(mark -> mark.getLine() + 1).orElse(1),
                    at.map(mark -> mark.getColumn() + 1).orElse(1),
                    "this is no YAML: " + e.getProblem() + context);
            return null;
        } catch (YamlEngineException e) {
            complaints.add(
                    1,
                    1,
                    "this is no YAML: " + e.getMessage().lines().findFirst().orElse("unreadable"));
            return null;
        }
    }

    /** Builds the tree from events; one use. */
    private static final class Builder {
        private final Complaints complaints;
        private final Deque<Open> open = new ArrayDeque<>();
        private int nodes;
        private Node root;

        /** A collection whose end has not come yet, and in a mapping the key that waits for its value. */
        private static final class Open {
            final Node node;
            Scalar key;

            Open(Node node) {
                this.node = node;
            }
        }

        Builder(Complaints complaints) {
            this.complaints = complaints;
        }

        /** Null where a complaint was made. */
        Node build(Iterator<Event> events) {
            int documents = 0;
            while (events.hasNext()) {
                Event event = events.next();
                String wrong = null;
                if (event instanceof DocumentStartEvent && ++documents > 1) {
                    wrong = "a second document begins here; a port table is one document";
                } else if (event instanceof AliasEvent) {
                    wrong = "aliases (*name) are not read; write the value out";
                } else if (event instanceof CollectionEndEvent) {
                    open.pop();
                } else if (event instanceof MappingStartEvent || event instanceof SequenceStartEvent) {
                    wrong = begin(event);
                } else if (event instanceof ScalarEvent scalar) {
                    wrong = add(new Scalar(line(event), column(event), scalar.getValue(), !scalar.isPlain()));
                }
                if (wrong != null) {
                    complaints.add(line(event), column(event), wrong);
                    return null;
                }
            }
            if (root == null) {
                complaints.add(1, 1, "the file is empty; a port table has the keys name, version and rows");
            }
            return root;
        }

        private String begin(Event event) {
            Node node = event instanceof MappingStartEvent
                    ? new Mapping(line(event), column(event), new ArrayList<>())
                    : new Sequence(line(event), column(event), new ArrayList<>());
            String wrong = add(node);
            open.push(new Open(node));
            return open.size() > DEEPEST
                    ? "this lies more than " + DEEPEST + " levels deep; a port table is flat"
                    : wrong;
        }

        /** Puts a node where it belongs; a sentence where that cannot be. */
        private String add(Node node) {
            if (++nodes > MOST_NODES) {
                return "the file has more than " + MOST_NODES + " values; a port table is small";
            }
            Open parent = open.peek();
            if (parent == null) {
                root = node;
            } else if (parent.node instanceof Sequence sequence) {
                sequence.items().add(node);
            } else if (parent.node instanceof Mapping mapping) {
                if (parent.key != null) {
                    mapping.pairs().add(new Pair(parent.key, node));
                    parent.key = null;
                } else if (node instanceof Scalar scalar) {
                    parent.key = scalar;
                } else {
                    return "a key must be a word, not a list or a mapping";
                }
            }
            return null;
        }

        private static int line(Event event) {
            return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        }

        private static int column(Event event) {
            return event.getStartMark().map(mark -> mark.getColumn() + 1).orElse(1);
        }
    }
}
