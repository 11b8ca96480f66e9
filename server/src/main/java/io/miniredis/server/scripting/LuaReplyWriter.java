package io.miniredis.server.scripting;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Numbers;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.protocol.ReplyWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A command's reply as the Lua value a script gets (redisProtocolToLuaType in script_lua.c), built at once, without
 * bytes in between.
 *
 * <p>An aggregate that is not complete stands on a stack; what is written next is its next element. One writer serves
 * all calls of an engine, one after the other.
 */
final class LuaReplyWriter implements ReplyWriter {
    static final LuaString OK = LuaString.of("ok");
    static final LuaString ERR = LuaString.of("err");
    static final LuaString DOUBLE = LuaString.of("double");
    static final LuaString BIG_NUMBER = LuaString.of("big_number");
    static final LuaString VERBATIM_STRING = LuaString.of("verbatim_string");
    static final LuaString FORMAT = LuaString.of("format");
    static final LuaString STRING = LuaString.of("string");
    static final LuaString MAP = LuaString.of("map");
    static final LuaString SET = LuaString.of("set");
    /**
     * Tells that an error was counted when it happened, and is not to be counted again when it is the script's reply.
     */
    static final LuaString COUNTED = LuaString.of("ignore_error_stats_update");

    private static final LuaString OK_TEXT = LuaString.of("OK");
    private static final int SMALLEST_NUMBER = -1;
    private static final Double[] SMALL_NUMBERS = smallNumbers();

    private final OpenAggregate bottom = new OpenAggregate(null, Kind.NOTHING, 0, new LuaTable());
    private OpenAggregate innermost = bottom;
    private int protocol = 2;
    private @Nullable Object reply;
    private boolean error;

    private static Double[] smallNumbers() {
        Double[] numbers = new Double[1024];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (double) (SMALLEST_NUMBER + i);
        }
        return numbers;
    }

    /** Lets scripts that mention the fields of replies have these very strings: tables find them at one glance. */
    static void nameFields(LuaState lua) {
        LuaString[] fields = {OK, ERR, DOUBLE, BIG_NUMBER, VERBATIM_STRING, FORMAT, STRING, MAP, SET};
        for (LuaString field : fields) {
            lua.name(field);
        }
    }

    /** Begins a reply in this protocol version, 2 or 3. */
    void begin(int version) {
        protocol = version;
        reply = null;
        error = false;
        innermost = bottom;
    }

    /** The complete reply. */
    @Nullable
    Object take() {
        Object taken = reply;
        reply = null;
        return taken;
    }

    /** True if the reply is an error. */
    boolean isError() {
        return error;
    }

    // ---- values ----

    @Override
    public int protocol() {
        return protocol;
    }

    @Override
    public void ok() {
        add(single(OK, OK_TEXT));
    }

    @Override
    public void simple(String text) {
        add(single(OK, string(text)));
    }

    @Override
    public void error(String line) {
        if (innermost == bottom) {
            error = true;
        }
        add(countedError(line));
    }

    /** An error as scripts see it, counted already. */
    static LuaTable countedError(String line) {
        LuaTable table = errorTable(line.indexOf(' ') < 0 ? "ERR " + line : line);
        table.set(COUNTED, true);
        return table;
    }

    /** An error as scripts see it; the line begins with its code. */
    static LuaTable errorTable(String line) {
        return single(ERR, string(line));
    }

    static LuaTable single(LuaString field, Object value) {
        LuaTable table = new LuaTable(0, 1);
        table.set(field, value);
        return table;
    }

    private static LuaString string(String text) {
        return LuaString.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void integer(long value) {
        long index = value - SMALLEST_NUMBER;
        add(index >= 0 && index < SMALL_NUMBERS.length ? SMALL_NUMBERS[(int) index] : (Object) (double) value);
    }

    @Override
    public void bulk(byte[] bytes, int offset, int length) {
        add(LuaString.of(bytes, offset, offset + length));
    }

    @Override
    public void bulk(ByteString string) {
        add(LuaString.of(string.bytes()));
    }

    @Override
    public void bulk(String text) {
        add(LuaString.of(text));
    }

    @Override
    public void bulkInteger(long value) {
        add(LuaString.of(Numbers.digits(value)));
    }

    @Override
    public void nil() {
        add(protocol == 2 ? Boolean.FALSE : null);
    }

    @Override
    public void nilArray() {
        nil();
    }

    @Override
    public void number(double value) {
        if (protocol == 2) {
            add(LuaString.of(Numbers.formatShortest(value)));
        } else {
            add(single(DOUBLE, value));
        }
    }

    @Override
    public void number(String text) {
        if (protocol == 2) {
            add(LuaString.of(text));
        } else {
            add(single(DOUBLE, Numbers.parseDouble(text.getBytes(StandardCharsets.ISO_8859_1))));
        }
    }

    @Override
    public void bool(boolean value) {
        if (protocol == 2) {
            integer(value ? 1 : 0);
        } else {
            add(value);
        }
    }

    @Override
    public void bigNumber(String digits) {
        add(protocol == 2 ? LuaString.of(digits) : single(BIG_NUMBER, LuaString.of(digits)));
    }

    @Override
    public void verbatim(String format, byte[] text) {
        LuaString string = LuaString.of(text, 0, text.length);
        if (protocol == 2) {
            add(string);
            return;
        }
        LuaTable inner = new LuaTable(0, 2);
        inner.set(STRING, string);
        inner.set(FORMAT, LuaString.of(format));
        add(single(VERBATIM_STRING, inner));
    }

    @Override
    public void encoded(byte[] resp) {
        throw new IllegalStateException("scripts get no messages: " + ByteString.wrap(resp));
    }

    // ---- aggregates ----

    @Override
    public void array(int elements) {
        open(Kind.ARRAY, elements, new LuaTable(elements, 0));
    }

    /**
     * As in Redis, the table of a map or set grows with what is put into it: that decides in which order pairs() goes.
     */
    @Override
    public void map(int pairs) {
        if (protocol == 2) {
            array(2 * pairs);
        } else {
            open(Kind.MAP, 2 * pairs, new LuaTable());
        }
    }

    @Override
    public void set(int elements) {
        if (protocol == 2) {
            array(elements);
        } else {
            open(Kind.SET, elements, new LuaTable());
        }
    }

    /** Scripts do not see attributes: what is written is passed over. */
    @Override
    public void attribute(int pairs) {
        open(Kind.NOTHING, 2 * pairs, new LuaTable());
    }

    @Override
    public void push(int elements) {
        array(elements);
    }

    @Override
    public Deferred deferred() {
        OpenAggregate aggregate = new OpenAggregate(innermost, Kind.UNKNOWN, Integer.MAX_VALUE, new LuaTable());
        innermost = aggregate;
        return aggregate;
    }

    private void open(Kind kind, int elements, LuaTable table) {
        innermost = new OpenAggregate(innermost, kind, elements, table);
        closeComplete();
    }

    private void add(@Nullable Object value) {
        OpenAggregate aggregate = innermost;
        if (aggregate == bottom) {
            reply = value;
            return;
        }
        aggregate.add(value);
        closeComplete();
    }

    /** Closes what has all of its elements, and then perhaps what that was the last element of. */
    private void closeComplete() {
        while (innermost != bottom && innermost.missing == 0) {
            OpenAggregate full = innermost;
            innermost = full.outer == null ? bottom : full.outer;
            if (full.kind == Kind.NOTHING) {
                return;
            }
            Object value = full.value();
            if (innermost == bottom) {
                reply = value;
            } else {
                innermost.add(value);
            }
        }
    }

    @Override
    public String toString() {
        return "LuaReplyWriter[RESP" + protocol + (innermost == bottom ? "]" : ", incomplete]");
    }

    private enum Kind {
        ARRAY,
        MAP,
        SET,
        /** Elements are gathered until it is known what they are. */
        UNKNOWN,
        NOTHING
    }

    /** An aggregate that waits for elements. */
    private final class OpenAggregate implements Deferred {
        private final @Nullable OpenAggregate outer;
        private Kind kind;
        private int missing;
        private LuaTable table;
        private int index;
        private @Nullable Object key;
        private @Nullable Object[] gathered = NONE;

        OpenAggregate(@Nullable OpenAggregate outer, Kind kind, int missing, LuaTable table) {
            this.outer = outer;
            this.kind = kind;
            this.missing = missing;
            this.table = table;
        }

        void add(@Nullable Object value) {
            missing--;
            switch (kind) {
                case ARRAY -> {
                    index++;
                    if (value != null) {
                        table.set(index, value);
                    }
                }
                case MAP -> addToMap(value);
                case SET -> table.set(value, true);
                case UNKNOWN -> gather(value);
                case NOTHING -> index++;
            }
        }

        private void addToMap(@Nullable Object value) {
            if (index++ % 2 == 0) {
                key = value;
            } else {
                table.set(key, value);
            }
        }

        private void gather(@Nullable Object value) {
            if (index == gathered.length) {
                gathered = Arrays.copyOf(gathered, Math.max(16, 2 * index));
            }
            gathered[index++] = value;
        }

        Object value() {
            return switch (kind) {
                case MAP -> single(MAP, table);
                case SET -> single(LuaReplyWriter.SET, table);
                default -> table;
            };
        }

        @Override
        public void array(int elements) {
            close(Kind.ARRAY, elements, new LuaTable(elements, 0));
        }

        @Override
        public void map(int pairs) {
            if (protocol == 2) {
                array(2 * pairs);
            } else {
                close(Kind.MAP, 2 * pairs, new LuaTable());
            }
        }

        @Override
        public void set(int elements) {
            if (protocol == 2) {
                array(elements);
            } else {
                close(Kind.SET, elements, new LuaTable());
            }
        }

        private void close(Kind known, int elements, LuaTable empty) {
            if (innermost != this || index != elements) {
                throw new IllegalStateException("closed with " + elements + " elements: has " + index);
            }
            kind = known;
            table = empty;
            missing = elements;
            index = 0;
            for (int i = 0; i < elements; i++) {
                add(gathered[i]);
            }
            closeComplete();
        }
    }

    private static final @Nullable Object[] NONE = new @Nullable Object[0];
}
