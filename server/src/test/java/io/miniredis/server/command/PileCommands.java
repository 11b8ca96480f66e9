package io.miniredis.server.command;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.ValueType;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.RedisServer;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.ArrayList;
import java.util.List;

/** The smallest commands that block, for tests of blocking alone. */
final class PileCommands {
    private PileCommands() {}

    static void addTo(RedisServer server) {
        add(server, "pile.push", -3, PileCommands::push);
        add(server, "pile.pop", -4, PileCommands::pop);
        add(server, "pile.slowpop", -4, PileCommands::slowPop);
        add(server, "pile.move", 4, PileCommands::move);
        add(server, "pile.take", 3, PileCommands::take);
    }

    private static void add(RedisServer server, String name, int arity, CommandHandler handler) {
        CommandSpec spec = CommandSpec.named(name)
                .arity(arity)
                .flags(CommandFlag.WRITE)
                .group(CommandGroup.GENERIC)
                .since("1.0.0")
                .summary("Test.")
                .complexity("O(1)")
                .handler(handler);
        server.commands().put(name, new Command(spec, null));
    }

    private static ValueType type(ByteString name) {
        return ValueType.valueOf(name.utf8().toUpperCase(java.util.Locale.ROOT));
    }

    /** PILE.PUSH key count [type] */
    private static void push(CommandCall call) {
        ByteString key = call.args().next();
        int count = call.args().nextInt();
        ValueType type = call.args().hasNext() ? type(call.args().next()) : ValueType.LIST;
        push(call, key, count, type);
        call.reply().integer(count);
    }

    private static void push(CommandCall call, ByteString key, int count, ValueType type) {
        KeyEntry entry = call.db().writeEntry(key, Pile.class);
        if (entry == null) {
            call.db().add(key, new Pile(type, count));
        } else {
            Database.require(entry, Pile.class).size += count;
            if (type == ValueType.STREAM) {
                call.keyReady(key);
            }
        }
        call.keyChanged(key, KeyEvent.RPUSH);
    }

    private static boolean popOne(CommandCall call, ByteString key, ValueType type) {
        KeyEntry entry = call.db().writeEntry(key);
        if (entry == null || !(entry.value() instanceof Pile pile) || pile.type() != type || pile.size == 0) {
            return false;
        }
        if (--pile.size == 0 && type != ValueType.STREAM) {
            call.db().delete(key);
        }
        call.keyChanged(key, KeyEvent.LPOP);
        return true;
    }

    /** PILE.POP type seconds key... */
    private static void pop(CommandCall call) {
        ValueType type = type(call.args().next());
        long timeoutMillis = call.args().nextTimeoutSeconds(call.nowMillis());
        List<ByteString> keys = new ArrayList<>();
        while (call.args().hasNext()) {
            ByteString key = call.args().next();
            keys.add(key);
            if (popOne(call, key, type)) {
                call.reply().bulk(key);
                return;
            }
        }
        if (!call.mayBlock()) {
            call.reply().nilArray();
            return;
        }
        call.blockOnKeys(type, keys, timeoutMillis);
    }

    /** PILE.SLOWPOP type seconds key...: a PILE.POP that takes a millisecond. */
    private static void slowPop(CommandCall call) {
        call.server().time().clock().sleep(1_000_000);
        pop(call);
    }

    /** PILE.MOVE from to seconds */
    private static void move(CommandCall call) {
        ByteString from = call.args().next();
        ByteString to = call.args().next();
        long timeoutMillis = call.args().nextTimeoutSeconds(call.nowMillis());
        if (popOne(call, from, ValueType.LIST)) {
            push(call, to, 1, ValueType.LIST);
            call.reply().simple("moved");
            return;
        }
        call.blockOnKeys(ValueType.LIST, List.of(from), timeoutMillis);
    }

    /** PILE.TAKE key milliseconds: from a stream that must be there. */
    private static void take(CommandCall call) {
        ByteString key = call.args().next();
        long timeoutMillis = call.args().nextTimeoutMillis(call.nowMillis());
        KeyEntry entry = call.db().writeEntry(key);
        if (entry == null) {
            throw new ErrorReply("NOGROUP gone");
        }
        if (Database.require(entry, Pile.class).type() != ValueType.STREAM) {
            throw Errors.WRONG_TYPE;
        }
        if (popOne(call, key, ValueType.STREAM)) {
            call.reply().bulk(key);
            return;
        }
        call.blockOnKeysUntilGone(ValueType.STREAM, List.of(key), timeoutMillis);
    }
}
