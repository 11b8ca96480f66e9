package io.miniredis.server.command.list;

import static io.miniredis.server.command.CommandFlag.BLOCKING;
import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.DELETE;
import static io.miniredis.server.command.KeySpec.Flag.INSERT;
import static io.miniredis.server.command.KeySpec.Flag.RW;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.ListValue;
import io.miniredis.datastructures.ValueType;
import io.miniredis.protocol.Request;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.Database;
import java.util.List;

/** Elements moved from list to list, at once or when there is one: LMOVE and its relatives (t_list.c). */
public final class ListMoveCommands {
    private static final ByteString LMOVE_WORD = ByteString.of("LMOVE");
    private static final ByteString RPOPLPUSH_WORD = ByteString.of("RPOPLPUSH");

    private ListMoveCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(LMOVE, RPOPLPUSH, BLMOVE, BRPOPLPUSH);
    }

    /** Where an element goes. */
    private record Move(ByteString source, ByteString destination, ListEnd from, ListEnd to) {}

    static final CommandSpec LMOVE = CommandSpec.named("lmove")
            .arity(5)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.LIST)
            .group(CommandGroup.LIST)
            .keys(KeySpec.key(1, RW, ACCESS, DELETE), KeySpec.key(2, RW, INSERT))
            .since("6.2.0")
            .summary("Moves an element from an end of a list to an end of another, or of the same, and gives it.")
            .complexity("O(1)")
            .syntax("source:key destination:key#1 (wherefrom: LEFT | RIGHT) (whereto: LEFT | RIGHT)")
            .handler(ListMoveCommands::lmove);

    private static void lmove(CommandCall call) {
        moveOrNothing(call, nextMove(call));
    }

    static final CommandSpec RPOPLPUSH = CommandSpec.named("rpoplpush")
            .arity(3)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.LIST)
            .group(CommandGroup.LIST)
            .keys(KeySpec.key(1, RW, ACCESS, DELETE), KeySpec.key(2, RW, INSERT))
            .since("1.2.0")
            .summary("Moves the last element of a list to the head of another, or of the same, and gives it.")
            .complexity("O(1)")
            .syntax("source:key destination:key#1")
            .deprecated("6.2.0", "`LMOVE` with the `RIGHT` and `LEFT` arguments")
            .handler(ListMoveCommands::rpoplpush);

    private static void rpoplpush(CommandCall call) {
        moveOrNothing(call, nextTailToHead(call));
    }

    static final CommandSpec BLMOVE = CommandSpec.named("blmove")
            .arity(6)
            .flags(WRITE, DENYOOM, BLOCKING)
            .acl(AclCategory.LIST)
            .group(CommandGroup.LIST)
            .keys(KeySpec.key(1, RW, ACCESS, DELETE), KeySpec.key(2, RW, INSERT))
            .since("6.2.0")
            .summary("Moves an element as LMOVE does, and waits for one if there is none.")
            .complexity("O(1)")
            .syntax("source:key destination:key#1 (wherefrom: LEFT | RIGHT) (whereto: LEFT | RIGHT) timeout:double")
            .handler(ListMoveCommands::blmove);

    private static void blmove(CommandCall call) {
        Move move = nextMove(call);
        long timeoutMillis = call.args().nextTimeoutSeconds(call.nowMillis());

        if (moveOrWait(call, move, timeoutMillis) && call.isPropagated()) {
            Request request = call.request();
            call.propagateAs(LMOVE_WORD, request.arg(1), request.arg(2), request.arg(3), request.arg(4));
        }
    }

    static final CommandSpec BRPOPLPUSH = CommandSpec.named("brpoplpush")
            .arity(4)
            .flags(WRITE, DENYOOM, BLOCKING)
            .acl(AclCategory.LIST)
            .group(CommandGroup.LIST)
            .keys(KeySpec.key(1, RW, ACCESS, DELETE), KeySpec.key(2, RW, INSERT))
            .since("2.2.0")
            .summary("Moves an element as RPOPLPUSH does, and waits for one if there is none.")
            .complexity("O(1)")
            .syntax("source:key destination:key#1 timeout:double")
            .history("6.0.0", "`timeout` may have a fraction.")
            .deprecated("6.2.0", "`BLMOVE` with the `RIGHT` and `LEFT` arguments")
            .handler(ListMoveCommands::brpoplpush);

    private static void brpoplpush(CommandCall call) {
        Move move = nextTailToHead(call);
        long timeoutMillis = call.args().nextTimeoutSeconds(call.nowMillis());

        if (moveOrWait(call, move, timeoutMillis) && call.isPropagated()) {
            call.propagateAs(RPOPLPUSH_WORD, move.source, move.destination);
        }
    }

    private static Move nextMove(CommandCall call) {
        ByteString source = call.args().next();
        ByteString destination = call.args().next();
        ListEnd from = ListEnd.parse(call.args());
        return new Move(source, destination, from, ListEnd.parse(call.args()));
    }

    private static Move nextTailToHead(CommandCall call) {
        ByteString source = call.args().next();
        return new Move(source, call.args().next(), ListEnd.TAIL, ListEnd.HEAD);
    }

    private static void moveOrNothing(CommandCall call, Move move) {
        KeyEntry source = call.db().writeEntry(move.source, ListValue.class);
        if (source == null) {
            call.reply().nil();
        } else {
            move(call, move, source);
        }
    }

    /** Returns true if an element was moved. */
    private static boolean moveOrWait(CommandCall call, Move move, long timeoutMillis) {
        KeyEntry source = call.db().writeEntry(move.source, ListValue.class);
        if (source != null) {
            move(call, move, source);
            return true;
        }
        if (call.mayBlock()) {
            call.blockOnKeys(ValueType.LIST, List.of(move.source), timeoutMillis);
        } else {
            call.reply().nil();
        }
        return false;
    }

    private static void move(CommandCall call, Move move, KeyEntry source) {
        Database db = call.db();
        int hash = db.hash(move.destination);
        KeyEntry destination = db.writeEntry(move.destination, hash, ListValue.class);

        ListValue list = Lists.of(source);
        int index = move.from.firstOf(1, list.size());
        byte[] element = list.cursor(index, false).get();
        list.removeRange(index, 1);
        Lists.push(call, move.destination, destination, element, move.to);

        call.keyChanged(move.destination, move.to.pushed(), 0);
        Lists.removed(call, move.source, source, move.from.popped(), 1);

        call.reply().bulk(element);
    }
}
