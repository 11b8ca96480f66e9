package io.miniredis.protocol;

import io.miniredis.datastructures.ByteString;
import java.util.List;

/**
 * One reply as a value: what {@link RespReader} reads and {@link RecordingWriter} records. Immutable.
 *
 * <p>{@code toString} is what redis-cli prints for it.
 */
public sealed interface RespValue {
    /** {@code +OK}. */
    record SimpleString(String text) implements RespValue {
        @Override
        public String toString() {
            return text;
        }
    }

    /** {@code -ERR syntax error}; one character is one byte (ISO 8859-1). */
    record ErrorValue(String line) implements RespValue {
        /** The first word: {@code ERR}. */
        public String code() {
            int blank = line.indexOf(' ');
            return blank < 0 ? line : line.substring(0, blank);
        }

        @Override
        public String toString() {
            return "(error) " + line;
        }
    }

    /** {@code :1}. */
    record IntegerValue(long value) implements RespValue {
        @Override
        public String toString() {
            return "(integer) " + value;
        }
    }

    /** {@code $1 x}. */
    record Bulk(ByteString bytes) implements RespValue {
        public static Bulk of(String text) {
            return new Bulk(ByteString.of(text));
        }

        @Override
        public String toString() {
            return RespText.of(this);
        }
    }

    /** Nothing, of which RESP2 has two kinds and RESP3 one. */
    enum Null implements RespValue {
        /** RESP3's {@code _}. */
        NULL,
        /** RESP2's {@code $-1}. */
        BULK,
        /** RESP2's {@code *-1}. */
        ARRAY;

        @Override
        public String toString() {
            return "(nil)";
        }
    }

    /** {@code *1}. */
    record Array(List<RespValue> elements) implements RespValue {
        public Array {
            elements = List.copyOf(elements);
        }

        public static Array of(RespValue... elements) {
            return new Array(List.of(elements));
        }

        @Override
        public String toString() {
            return RespText.of(this);
        }
    }

    /** {@code %1}, in the order it came; nothing keeps a key from coming twice. */
    record MapValue(List<Entry> entries) implements RespValue {
        public MapValue {
            entries = List.copyOf(entries);
        }

        @Override
        public String toString() {
            return RespText.of(this);
        }
    }

    /** One pair of a map. */
    record Entry(RespValue key, RespValue value) {}

    /** {@code ~1}, in the order it came. */
    record SetValue(List<RespValue> elements) implements RespValue {
        public SetValue {
            elements = List.copyOf(elements);
        }

        @Override
        public String toString() {
            return RespText.of(this);
        }
    }

    /** {@code ,1.5}, kept as the text it was sent in. */
    record DoubleValue(String text) implements RespValue {
        public double value() {
            return switch (text) {
                case "inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                case "nan", "-nan" -> Double.NaN;
                default -> Double.parseDouble(text);
            };
        }

        @Override
        public String toString() {
            return "(double) " + text;
        }
    }

    /** {@code #t} or {@code #f}. */
    enum Bool implements RespValue {
        TRUE,
        FALSE;

        public static Bool of(boolean value) {
            return value ? TRUE : FALSE;
        }

        @Override
        public String toString() {
            return this == TRUE ? "(true)" : "(false)";
        }
    }

    /** {@code (123}. */
    record BigNumber(String digits) implements RespValue {
        @Override
        public String toString() {
            return digits;
        }
    }

    /** {@code =5 txt:x}. */
    record Verbatim(String format, ByteString text) implements RespValue {
        @Override
        public String toString() {
            return text.utf8();
        }
    }

    /** {@code >2}: a message nobody asked for. */
    record Push(List<RespValue> elements) implements RespValue {
        public Push {
            elements = List.copyOf(elements);
        }

        @Override
        public String toString() {
            return RespText.of(this);
        }
    }

    /** {@code |1} and the reply that it says something about. */
    record Attribute(List<Entry> attributes, RespValue value) implements RespValue {
        public Attribute {
            attributes = List.copyOf(attributes);
        }

        @Override
        public String toString() {
            return value.toString();
        }
    }
}
