package io.miniredis.server.command.list;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.ListCursor;
import io.miniredis.datastructures.ListPack;
import io.miniredis.datastructures.ListPackList;
import io.miniredis.datastructures.ListValue;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.protocol.Request;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import org.jspecify.annotations.Nullable;

/** What several list commands do: reply with elements, grow a list, take elements away. */
final class Lists {
    /** How many elements are written before it is asked whether anybody will get them. */
    private static final int ELEMENTS_BETWEEN_QUESTIONS = 1024;

    private Lists() {}

    /** The list in an entry that was looked up as one. */
    static ListValue of(KeyEntry entry) {
        return Database.require(entry, ListValue.class);
    }

    // ---- replies ----

    static void writeElement(ReplyWriter reply, ListCursor at) {
        if (at.isInteger()) {
            reply.bulkInteger(at.integer());
        } else {
            reply.bulk(at.bytes(), at.offset(), at.length());
        }
    }

    /** An array of {@code count} elements, from an index on in either direction. */
    static void writeRange(CommandCall call, ListValue list, int from, int count, boolean backwards) {
        ReplyWriter reply = call.reply();
        reply.array(count);
        ListCursor at = list.cursor(from, backwards);
        for (int left = count; left > 0; left--) {
            writeElement(reply, at);
            at.advance();
            if (left % ELEMENTS_BETWEEN_QUESTIONS == 0 && call.isReplyLost()) {
                return;
            }
        }
    }

    // ---- growing ----

    /** Adds the request's arguments from {@code first} on, one after the other, and returns the value to store. */
    static ListValue pushAll(CommandCall call, ListValue list, int first, ListEnd end) {
        Request request = call.request();
        int count = request.count();
        long bytes = 0;
        for (int i = first; i < count; i++) {
            bytes += request.arg(i).length();
        }
        ListValue grown = list.readyFor(count - first, bytes, call.collections());
        if (grown instanceof ListPackList pack && (count - first > 1 || pack.isEmpty())) {
            reserve(pack, request, first);
        }
        for (int i = first; i < count; i++) {
            grown.push(request.arg(i).bytes(), end.isHead());
        }
        return grown;
    }

    /** One array of the right size instead of one that grows in steps. */
    private static void reserve(ListPackList pack, Request request, int first) {
        int bytes = 0;
        for (int i = first; i < request.count(); i++) {
            bytes += ListPack.encodedBytes(request.arg(i).bytes());
        }
        pack.reserve(bytes);
    }

    /** The list of an entry, in the encoding that takes this element more. */
    static ListValue readyFor(CommandCall call, KeyEntry entry, ByteString element) {
        ListValue list = of(entry);
        ListValue ready = list.readyFor(1, element.length(), call.collections());
        if (ready != list) {
            entry.value(ready);
        }
        return ready;
    }

    /** Adds one element to a list that may not be there yet. */
    static void push(CommandCall call, ByteString key, @Nullable KeyEntry entry, byte[] element, ListEnd end) {
        if (entry == null) {
            ListPackList fresh = new ListPackList();
            fresh.reserve(ListPack.encodedBytes(element));
            ListValue list = fresh.readyFor(1, element.length, call.collections());
            list.push(element, end.isHead());
            call.db().add(key, list);
        } else {
            readyFor(call, entry, ByteString.wrap(element)).push(element, end.isHead());
        }
    }

    // ---- shrinking ----

    /** Replies with one element at an end and removes it; {@link #removed} is to be told. */
    static void pop(CommandCall call, ListValue list, ListEnd end) {
        int index = end.firstOf(1, list.size());
        writeElement(call.reply(), list.cursor(index, false));
        list.removeRange(index, 1);
    }

    /**
     * Replies with an array of elements at an end, outermost first, and removes them; {@link #removed} is to be told.
     */
    static void popSome(CommandCall call, ListValue list, int count, ListEnd end) {
        int size = list.size();
        writeRange(call, list, end.isHead() ? 0 : size - 1, count, !end.isHead());
        list.removeRange(end.firstOf(count, size), count);
    }

    /** Reports that elements were removed; an empty list goes, one that has become small changes its encoding. */
    static void removed(CommandCall call, ByteString key, KeyEntry entry, KeyEvent event, long changes) {
        call.keyChanged(key, event, changes);
        ListValue list = of(entry);
        if (list.size() == 0) {
            call.db().remove(entry);
            call.keyChanged(key, KeyEvent.DEL, 0);
        } else {
            shrink(call, entry);
        }
    }

    /** Stores the list in the encoding that suits it after it became smaller. */
    static void shrink(CommandCall call, KeyEntry entry) {
        ListValue list = of(entry);
        ListValue kept = list.shrunk(call.collections());
        if (kept != list) {
            entry.value(kept);
        }
    }
}
