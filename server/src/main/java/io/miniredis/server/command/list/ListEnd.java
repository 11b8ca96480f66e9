package io.miniredis.server.command.list;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.keyspace.KeyEvent;

/** An end of a list, with what is different between the commands that begin with L and with R. */
enum ListEnd {
    HEAD(KeyEvent.LPUSH, KeyEvent.LPOP),
    TAIL(KeyEvent.RPUSH, KeyEvent.RPOP);

    private static final ByteString LPOP = ByteString.of("LPOP");
    private static final ByteString RPOP = ByteString.of("RPOP");

    private final KeyEvent pushed;
    private final KeyEvent popped;

    ListEnd(KeyEvent pushed, KeyEvent popped) {
        this.pushed = pushed;
        this.popped = popped;
    }

    /** Takes LEFT or RIGHT. @throws io.miniredis.protocol.ErrorReply syntax error */
    static ListEnd parse(Arguments args) {
        if (args.acceptToken("left")) {
            return HEAD;
        }
        if (args.acceptToken("right")) {
            return TAIL;
        }
        throw Errors.SYNTAX;
    }

    boolean isHead() {
        return this == HEAD;
    }

    KeyEvent pushed() {
        return pushed;
    }

    KeyEvent popped() {
        return popped;
    }

    /** The name of the command that pops here, as it is propagated. */
    ByteString popCommand() {
        return isHead() ? LPOP : RPOP;
    }

    /** The first of {@code count} elements at this end of a list. */
    int firstOf(int count, int size) {
        return isHead() ? 0 : size - count;
    }
}
