package io.miniredis.server.command.stream;

import io.miniredis.datastructures.ListPack;
import io.miniredis.datastructures.Stream;
import io.miniredis.datastructures.StreamCursor;
import io.miniredis.datastructures.StreamId;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.CommandCall;

/** Entries as clients get them: an id, and an array of fields and values by turns. */
final class StreamReply {
    /** How many entries are written before it is asked whether anybody reads them. */
    private static final int ENTRIES_AT_ONCE = 1024;

    private final ReplyWriter reply;
    private final byte[] idText = new byte[StreamId.MAX_TEXT_BYTES];

    StreamReply(ReplyWriter reply) {
        this.reply = reply;
    }

    /**
     * An array of entries.
     *
     * @param count how many at most; 0 for all
     */
    static void range(CommandCall call, StreamCursor cursor, long count) {
        ReplyWriter.Deferred array = call.reply().deferred();
        StreamReply entries = new StreamReply(call.reply());
        int written = 0;
        while ((count == 0 || written < count) && cursor.next()) {
            entries.entry(cursor);
            written++;
            if (written % ENTRIES_AT_ONCE == 0 && call.isReplyLost()) {
                break;
            }
        }
        array.array(written);
    }

    void entry(StreamCursor cursor) {
        reply.array(2);
        id(cursor.ms(), cursor.seq());
        reply.array(2 * cursor.fields());
        while (cursor.nextField()) {
            piece(cursor.node(), cursor.field());
            piece(cursor.node(), cursor.value());
        }
    }

    /** The entry of this id. Returns false, and writes nothing, if there is none. */
    boolean entry(Stream stream, StreamId id) {
        StreamCursor cursor = stream.cursor(id, id, false);
        if (!cursor.next()) {
            return false;
        }
        entry(cursor);
        return true;
    }

    private void piece(ListPack node, int position) {
        if (node.isInteger(position)) {
            reply.bulkInteger(node.longAt(position));
        } else {
            reply.bulk(node.bytes(), node.stringOffset(position), node.stringLength(position));
        }
    }

    void id(StreamId id) {
        id(id.ms(), id.seq());
    }

    void id(long ms, long seq) {
        reply.bulk(idText, 0, StreamId.write(ms, seq, idText));
    }
}
