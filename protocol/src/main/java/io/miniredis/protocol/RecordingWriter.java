package io.miniredis.protocol;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Numbers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Replies as values instead of bytes, exactly those a client of the same protocol version would read: for commands
 * called in process and for tests.
 */
public final class RecordingWriter implements ReplyWriter {
    private final List<RespValue> replies = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private int protocol;

    public RecordingWriter() {
        this(2);
    }

    /** @param protocol 2 or 3 */
    public RecordingWriter(int protocol) {
        this.protocol = protocol;
    }

    /** The complete replies in the order they were written. */
    public List<RespValue> replies() {
        return List.copyOf(replies);
    }

    /** The one reply that was written. */
    public RespValue reply() {
        if (replies.size() != 1 || !open.isEmpty()) {
            throw new IllegalStateException("not one complete reply: " + this);
        }
        return replies.get(0);
    }

    /** Forgets everything. */
    public void clear() {
        replies.clear();
        open.clear();
    }

    @Override
    public int protocol() {
        return protocol;
    }

    /** @param protocol 2 or 3 */
    public void protocol(int protocol) {
        this.protocol = protocol;
    }

    @Override
    public void ok() {
        add(new RespValue.SimpleString("OK"));
    }

    @Override
    public void simple(String text) {
        add(new RespValue.SimpleString(text));
    }

    @Override
    public void error(String line) {
        add(new RespValue.ErrorValue(Errors.oneLine(line)));
    }

    @Override
    public void integer(long value) {
        add(new RespValue.IntegerValue(value));
    }

    @Override
    public void bulk(byte[] bytes, int offset, int length) {
        add(new RespValue.Bulk(ByteString.wrap(Arrays.copyOfRange(bytes, offset, offset + length))));
    }

    @Override
    public void bulk(String text) {
        add(RespValue.Bulk.of(text));
    }

    @Override
    public void bulkInteger(long value) {
        bulk(Long.toString(value));
    }

    @Override
    public void nil() {
        add(protocol == 2 ? RespValue.Null.BULK : RespValue.Null.NULL);
    }

    @Override
    public void nilArray() {
        add(protocol == 2 ? RespValue.Null.ARRAY : RespValue.Null.NULL);
    }

    @Override
    public void array(int elements) {
        begin(Kind.ARRAY, elements);
    }

    @Override
    public void map(int pairs) {
        begin(protocol == 2 ? Kind.ARRAY : Kind.MAP, 2 * pairs);
    }

    @Override
    public void set(int elements) {
        begin(protocol == 2 ? Kind.ARRAY : Kind.SET, elements);
    }

    @Override
    public void attribute(int pairs) {
        if (protocol == 2) {
            throw new IllegalStateException("RESP2 has no attributes");
        }
        begin(Kind.ATTRIBUTE, 2 * pairs + 1);
    }

    @Override
    public void push(int elements) {
        begin(protocol == 2 ? Kind.ARRAY : Kind.PUSH, elements);
    }

    @Override
    public void number(double value) {
        number(Numbers.formatShortest(value));
    }

    @Override
    public void number(String text) {
        add(protocol == 2 ? RespValue.Bulk.of(text) : new RespValue.DoubleValue(text));
    }

    @Override
    public void bool(boolean value) {
        add(protocol == 2 ? new RespValue.IntegerValue(value ? 1 : 0) : RespValue.Bool.of(value));
    }

    @Override
    public void bigNumber(String digits) {
        add(protocol == 2 ? RespValue.Bulk.of(digits) : new RespValue.BigNumber(digits));
    }

    @Override
    public void verbatim(String format, byte[] text) {
        ByteString copy = ByteString.wrap(text.clone());
        add(protocol == 2 ? new RespValue.Bulk(copy) : new RespValue.Verbatim(format, copy));
    }

    @Override
    public void encoded(byte[] resp) {
        try {
            add(new RespReader(new ByteArrayInputStream(resp)).read());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Deferred deferred() {
        Open aggregate = new Open(Kind.ARRAY, Open.UNKNOWN);
        open.push(aggregate);
        return new OpenAggregate(aggregate);
    }

    private void begin(Kind kind, int count) {
        open.push(new Open(kind, count));
        closeComplete();
    }

    private void add(RespValue value) {
        Open aggregate = open.peek();
        (aggregate == null ? replies : aggregate.elements).add(value);
        closeComplete();
    }

    /** Closes what has all of its elements, and then perhaps what that was the last element of. */
    private void closeComplete() {
        Open aggregate = open.peek();
        while (aggregate != null && aggregate.elements.size() == aggregate.count) {
            open.pop();
            Open outer = open.peek();
            (outer == null ? replies : outer.elements).add(aggregate.value());
            aggregate = outer;
        }
    }

    @Override
    public String toString() {
        return "RecordingWriter[RESP" + protocol + ", " + replies.size() + " replies, " + open.size() + " open]";
    }

    private enum Kind {
        ARRAY,
        MAP,
        SET,
        PUSH,
        ATTRIBUTE
    }

    /** An aggregate that waits for elements. */
    private static final class Open {
        static final int UNKNOWN = -1;

        private Kind kind;
        private int count;
        private final List<RespValue> elements = new ArrayList<>();

        Open(Kind kind, int count) {
            this.kind = kind;
            this.count = count;
        }

        RespValue value() {
            return switch (kind) {
                case ARRAY -> new RespValue.Array(elements);
                case SET -> new RespValue.SetValue(elements);
                case PUSH -> new RespValue.Push(elements);
                case MAP -> new RespValue.MapValue(entries(elements.size()));
                case ATTRIBUTE ->
                    new RespValue.Attribute(entries(elements.size() - 1), elements.get(elements.size() - 1));
            };
        }

        private List<RespValue.Entry> entries(int count) {
            List<RespValue.Entry> entries = new ArrayList<>(count / 2);
            for (int i = 0; i < count; i += 2) {
                entries.add(new RespValue.Entry(elements.get(i), elements.get(i + 1)));
            }
            return entries;
        }
    }

    private final class OpenAggregate implements Deferred {
        private final Open aggregate;

        OpenAggregate(Open aggregate) {
            this.aggregate = aggregate;
        }

        @Override
        public void array(int elements) {
            close(Kind.ARRAY, elements);
        }

        @Override
        public void map(int pairs) {
            close(protocol == 2 ? Kind.ARRAY : Kind.MAP, 2 * pairs);
        }

        @Override
        public void set(int elements) {
            close(protocol == 2 ? Kind.ARRAY : Kind.SET, elements);
        }

        private void close(Kind kind, int count) {
            if (open.peek() != aggregate || aggregate.elements.size() != count) {
                throw new IllegalStateException("closed with " + count + " elements: has " + aggregate.elements.size()
                        + ", " + open.size() + " open");
            }
            aggregate.kind = kind;
            aggregate.count = count;
            closeComplete();
        }
    }
}
