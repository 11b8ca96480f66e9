package io.miniredis.server.scripting;

import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.protocol.ReplyWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What a script returns, written as a reply (luaReplyToRedisReply in script_lua.c).
 *
 * <p>Tables within tables stand on a stack of ours, so that a table that contains itself ends in an error and not in an
 * overflow.
 */
final class LuaReply {
    /** So deep is Redis's Lua when its stack has no room for one more level. */
    static final int MOST_LEVELS = 7_995;

    private final ReplyWriter reply;
    private final boolean booleans;
    private final ErrorListener listener;
    private final Deque<Level> levels = new ArrayDeque<>(4);

    /** Hears of each error in the reply. */
    @FunctionalInterface
    interface ErrorListener {
        void error(ScriptError error);
    }

    /**
     * @param scriptProtocol what the script set with redis.setresp: with 3, true and false are told apart from 1 and
     *     nil
     */
    LuaReply(ReplyWriter reply, int scriptProtocol, ErrorListener listener) {
        this.reply = reply;
        this.booleans = scriptProtocol == 3;
        this.listener = listener;
    }

    void write(@Nullable Object value) {
        writeOrOpen(value);
        while (!levels.isEmpty()) {
            Level top = levels.peek();
            if (top.hasNext()) {
                writeOrOpen(top.next());
            } else {
                levels.pop();
            }
        }
    }

    private void writeOrOpen(@Nullable Object value) {
        if (levels.size() >= MOST_LEVELS) {
            listener.error(new ScriptError("ERR reached lua stack limit", false));
            reply.error("ERR reached lua stack limit");
        } else if (value instanceof LuaString string) {
            reply.bulk(string.bytes());
        } else if (value instanceof Double number) {
            reply.integer(LuaNumbers.toLong(number));
        } else if (value instanceof Boolean truth) {
            writeBoolean(truth);
        } else if (value instanceof LuaTable table) {
            writeTable(table);
        } else {
            reply.nil();
        }
    }

    private void writeBoolean(boolean truth) {
        if (booleans) {
            reply.bool(truth);
        } else if (truth) {
            reply.integer(1);
        } else {
            reply.nil();
        }
    }

    private void writeTable(LuaTable table) {
        if (table.isPlainArray()) {
            open(new Elements(table));
        } else if (!writeNamed(table)) {
            if (table.get(LuaReplyWriter.MAP) instanceof LuaTable map) {
                open(new Pairs(map));
            } else if (table.get(LuaReplyWriter.SET) instanceof LuaTable set) {
                open(new Members(set));
            } else {
                open(new Elements(table));
            }
        }
    }

    /** Writes a table with a field that says what it is. */
    private boolean writeNamed(LuaTable table) {
        if (table.get(LuaReplyWriter.ERR) instanceof LuaString) {
            ScriptError error = ScriptError.of(table);
            listener.error(error);
            reply.error(error.line());
        } else if (table.get(LuaReplyWriter.OK) instanceof LuaString status) {
            reply.simple(oneLine(ScriptError.cText(status)));
        } else if (table.get(LuaReplyWriter.DOUBLE) instanceof Double number) {
            reply.number(number);
        } else if (table.get(LuaReplyWriter.BIG_NUMBER) instanceof LuaString digits) {
            reply.bigNumber(oneLine(digits.text()));
        } else {
            return table.get(LuaReplyWriter.VERBATIM_STRING) instanceof LuaTable verbatim && writeVerbatim(verbatim);
        }
        return true;
    }

    private boolean writeVerbatim(LuaTable verbatim) {
        if (verbatim.get(LuaReplyWriter.FORMAT) instanceof LuaString format
                && verbatim.get(LuaReplyWriter.STRING) instanceof LuaString text) {
            reply.verbatim(threeLetters(ScriptError.cText(format)), text.bytes());
            return true;
        }
        return false;
    }

    /** A format has three bytes: a longer one is cut and a shorter one filled up. */
    private static String threeLetters(String format) {
        return (format + "   ").substring(0, 3);
    }

    private static String oneLine(String text) {
        return text.replace('\r', ' ').replace('\n', ' ');
    }

    private void open(Level level) {
        level.begin();
        levels.push(level);
    }

    @Override
    public String toString() {
        return "LuaReply[" + levels.size() + " levels]";
    }

    /** A table that is being written. */
    private abstract static class Level {
        abstract void begin();

        abstract boolean hasNext();

        @Nullable
        abstract Object next();
    }

    /** An array: up to the first nil. */
    private final class Elements extends Level {
        private final LuaTable table;
        private int count;
        private int written;

        Elements(LuaTable table) {
            this.table = table;
            while (table.get(count + 1) != null) {
                count++;
            }
        }

        @Override
        void begin() {
            reply.array(count);
        }

        @Override
        boolean hasNext() {
            return written < count;
        }

        @Override
        @Nullable
        Object next() {
            return table.get(++written);
        }
    }

    /** A map: keys and values, in the table's order. */
    private final class Pairs extends Level {
        private final LuaTable table;
        private int place;
        private boolean valueIsNext;

        Pairs(LuaTable table) {
            this.table = table;
            this.place = table.nextPlace(-1);
        }

        @Override
        void begin() {
            reply.map(size(table));
        }

        @Override
        boolean hasNext() {
            return place >= 0;
        }

        @Override
        @Nullable
        Object next() {
            if (!valueIsNext) {
                valueIsNext = true;
                return table.keyAt(place);
            }
            valueIsNext = false;
            Object value = table.valueAt(place);
            place = table.nextPlace(place);
            return value;
        }
    }

    /** A set: the keys of the table. */
    private final class Members extends Level {
        private final LuaTable table;
        private int place;

        Members(LuaTable table) {
            this.table = table;
            this.place = table.nextPlace(-1);
        }

        @Override
        void begin() {
            reply.set(size(table));
        }

        @Override
        boolean hasNext() {
            return place >= 0;
        }

        @Override
        @Nullable
        Object next() {
            Object member = table.keyAt(place);
            place = table.nextPlace(place);
            return member;
        }
    }

    private static int size(LuaTable table) {
        int size = 0;
        for (int place = table.nextPlace(-1); place >= 0; place = table.nextPlace(place)) {
            size++;
        }
        return size;
    }
}
