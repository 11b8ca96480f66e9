package io.miniredis.compat.reply;

import java.util.List;

/**
 * One reply, with every difference that the wire shows.
 *
 * <p>Bytes are kept as strings of one character per byte (ISO 8859-1), so that replies compare with {@code equals} and
 * print without loss.
 */
public sealed interface Reply {
    /** What stands for itself. */
    enum Type {
        SIMPLE,
        ERROR,
        INTEGER,
        BULK,
        DOUBLE,
        BOOLEAN,
        BIG_NUMBER,
        /** Its text begins with the format: {@code txt:…}. */
        VERBATIM,
        /** {@code $-1} in RESP2, {@code _} in RESP3. */
        NIL,
        /** {@code *-1}, RESP2 only. */
        NIL_ARRAY,
        CLOSED,
        SILENCE
    }

    /** What holds other replies; a map's keys and values alternate. */
    enum Kind {
        ARRAY,
        MAP,
        SET,
        PUSH
    }

    record Scalar(Type type, String text) implements Reply {
        @Override
        public String toString() {
            return ReplyText.format(this);
        }
    }

    record Aggregate(Kind kind, List<Reply> elements) implements Reply {
        public Aggregate {
            elements = List.copyOf(elements);
        }

        @Override
        public String toString() {
            return ReplyText.format(this);
        }
    }

    /** A reply with attributes before it. */
    record Attributed(Aggregate attributes, Reply reply) implements Reply {
        @Override
        public String toString() {
            return ReplyText.format(this);
        }
    }

    static Reply nil() {
        return new Scalar(Type.NIL, "");
    }

    static Reply nilArray() {
        return new Scalar(Type.NIL_ARRAY, "");
    }

    /** The server has closed the connection. */
    static Reply closed() {
        return new Scalar(Type.CLOSED, "");
    }

    /** Nothing had arrived when the time was up. */
    static Reply silence() {
        return new Scalar(Type.SILENCE, "");
    }

    static Reply of(Type type, String text) {
        return new Scalar(type, text);
    }

    static Reply array(List<Reply> elements) {
        return new Aggregate(Kind.ARRAY, elements);
    }

    default boolean isError() {
        return this instanceof Scalar scalar && scalar.type() == Type.ERROR;
    }

    /** The text of a scalar; an aggregate has none. */
    default String text() {
        if (this instanceof Scalar scalar) {
            return scalar.text();
        }
        throw new IllegalStateException("not a scalar: " + this);
    }

    /** The elements of an aggregate; a scalar has none. */
    default List<Reply> elements() {
        return this instanceof Aggregate aggregate ? aggregate.elements() : List.of();
    }
}
