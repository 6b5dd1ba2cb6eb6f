package org.portwitness.cli.render;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * The only class that knows the JSON library. Writes keys and values in the order it is called; a null value is {@code null}, never
 * a missing key. Output is ASCII: everything else is escaped, so that a hostile name cannot steer the terminal of who reads the file.
 */
final class JsonOutput {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    /** What is to be written. */
    @FunctionalInterface
    interface Content {
        void writeTo(JsonOutput json);
    }

    private final JsonGenerator json;

    private JsonOutput(JsonGenerator json) {
        this.json = json;
    }

    /** Writes one object over several lines, to be read by people too. */
    static void writeIndented(OutputStream out, Content content) throws IOException {
        write(
                out,
                new ObjectWriteContext.Base() {
                    @Override
                    public PrettyPrinter getPrettyPrinter() {
                        return new Indentation();
                    }

                    @Override
                    public boolean hasPrettyPrinter() {
                        return true;
                    }
                },
                content);
        out.write('\n');
    }

    /** Writes objects, each on a line of its own that {@link #endLine()} ends. */
    static void writeLines(OutputStream out, Content content) throws IOException {
        // values follow each other with nothing between: the line's end is written by endLine
        write(
                out,
                new ObjectWriteContext.Base() {
                    @Override
                    public SerializableString getRootValueSeparator(SerializableString standard) {
                        return null;
                    }
                },
                content);
    }

    /**
     * Each member of an object on a line of its own, arrays on one line. The library has one like it, which puts its separators together at run time:
     * that takes a short run longer than all the rest of writing.
     */
    private static final class Indentation implements PrettyPrinter {
        private int depth;

        @Override
        public void writeRootValueSeparator(JsonGenerator json) {
            json.writeRaw('\n');
        }

        @Override
        public void writeStartObject(JsonGenerator json) {
            json.writeRaw('{');
            depth++;
        }

        @Override
        public void beforeObjectEntries(JsonGenerator json) {
            newLine(json);
        }

        @Override
        public void writeObjectNameValueSeparator(JsonGenerator json) {
            json.writeRaw(": ");
        }

        @Override
        public void writeObjectEntrySeparator(JsonGenerator json) {
            json.writeRaw(',');
            newLine(json);
        }

        @Override
        public void writeEndObject(JsonGenerator json, int entries) {
            depth--;
            if (entries > 0) {
                newLine(json);
            }
            json.writeRaw('}');
        }

        @Override
        public void writeStartArray(JsonGenerator json) {
            json.writeRaw('[');
        }

        @Override
        public void beforeArrayValues(JsonGenerator json) {
            json.writeRaw(' ');
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator json) {
            json.writeRaw(", ");
        }

        @Override
        public void writeEndArray(JsonGenerator json, int values) {
            json.writeRaw(values > 0 ? " ]" : "]");
        }

        private void newLine(JsonGenerator json) {
            json.writeRaw('\n');
            for (int i = 0; i < depth; i++) {
                json.writeRaw("  ");
            }
        }
    }

    private static void write(OutputStream out, ObjectWriteContext context, Content content) throws IOException {
        try (JsonGenerator generator = FACTORY.createGenerator(context, out)) {
            content.writeTo(new JsonOutput(generator));
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (JacksonException e) {
            throw new IllegalStateException("JSON out of order", e);
        }
    }

    void endLine() {
        json.writeRaw('\n');
    }

    void startObject() {
        json.writeStartObject();
    }

    void startObject(String key) {
        json.writeName(key);
        json.writeStartObject();
    }

    void endObject() {
        json.writeEndObject();
    }

    void startArray(String key) {
        json.writeName(key);
        json.writeStartArray();
    }

    void endArray() {
        json.writeEndArray();
    }

    void text(String key, String value) {
        json.writeName(key);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeString(WireText.wellFormed(value));
        }
    }

    void texts(String key, Collection<String> values) {
        startArray(key);
        for (String value : values) {
            json.writeString(WireText.wellFormed(value));
        }
        endArray();
    }

    void number(String key, long value) {
        json.writeName(key);
        json.writeNumber(value);
    }

    void number(String key, Integer value) {
        json.writeName(key);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeNumber(value.intValue());
        }
    }

    /** A decimal number as written, exactly. */
    void decimal(String key, String digits) {
        json.writeName(key);
        if (digits == null) {
            json.writeNull();
        } else {
            json.writeNumber(digits);
        }
    }

    /** An array of numbers inside an array. */
    void tuple(String... numbers) {
        json.writeStartArray();
        for (String number : numbers) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }

    /** A number that has no exact decimal form, rounded to six places. */
    void ratio(String key, Double value) {
        decimal(key, value == null ? null : Quantities.ratio(value));
    }

    void truth(String key, Boolean value) {
        json.writeName(key);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeBoolean(value);
        }
    }

    /** Nanoseconds since the epoch as an RFC 3339 instant. */
    void instant(String key, Long epochNanos) {
        text(key, epochNanos == null ? null : Quantities.rfc3339(epochNanos));
    }

    /** Nanoseconds as exact microseconds. */
    void micros(String key, Long nanos) {
        decimal(key, nanos == null ? null : Quantities.micros(nanos));
    }

    void counts(String key, Map<String, Long> counts) {
        startObject(key);
        counts.forEach((name, count) -> number(WireText.wellFormed(name), count.longValue()));
        endObject();
    }
}
