package io.miniredis.server.command.string;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.INSERT;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.RW;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.RawString;
import io.miniredis.datastructures.Strings;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parts of strings: read, overwritten, added (t_string.c). */
public final class StringRangeCommands {
    private StringRangeCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(STRLEN, GETRANGE, SUBSTR, SETRANGE, APPEND);
    }

    static final CommandSpec STRLEN = CommandSpec.named("strlen")
            .arity(2)
            .flags(READONLY, FAST)
            .acl(AclCategory.STRING)
            .group(CommandGroup.STRING)
            .keys(KeySpec.key(1, RO))
            .since("2.2.0")
            .summary("Gives the length of a string in bytes.")
            .complexity("O(1)")
            .syntax("key:key")
            .handler(StringRangeCommands::strlen);

    private static void strlen(CommandCall call) {
        ByteString key = call.args().next();

        Object value = call.db().readString(key);

        call.reply().integer(value == null ? 0 : Strings.length(value));
    }

    static final CommandSpec GETRANGE = CommandSpec.named("getrange")
            .arity(4)
            .flags(READONLY)
            .acl(AclCategory.STRING)
            .group(CommandGroup.STRING)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("2.4.0")
            .summary("Gives the bytes of a string from one position to another, both included.")
            .complexity("O(N) where N is the number of bytes given.")
            .syntax("key:key start:integer end:integer")
            .handler(StringRangeCommands::getrange);

    private static void getrange(CommandCall call) {
        ByteString key = call.args().next();
        long start = call.args().nextLong();
        long end = call.args().nextLong();

        Object value = call.db().readString(key);

        writeRange(call.reply(), value, start, end);
    }

    static final CommandSpec SUBSTR = CommandSpec.named("substr")
            .arity(4)
            .flags(READONLY)
            .acl(AclCategory.STRING)
            .group(CommandGroup.STRING)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("1.0.0")
            .summary("Gives a part of a string; the old name of GETRANGE.")
            .complexity("O(N) where N is the number of bytes given.")
            .syntax("key:key start:integer end:integer")
            .deprecated("2.0.0", "`GETRANGE`")
            .handler(StringRangeCommands::getrange);

    /** Negative positions count from the end; what lies outside of the string is cut off. */
    private static void writeRange(ReplyWriter reply, @Nullable Object value, long start, long end) {
        int length = value == null ? 0 : Strings.length(value);
        long from = Math.max(0, start < 0 ? start + length : start);
        long to = Math.min(length - 1L, Math.max(0, end < 0 ? end + length : end));
        boolean backwards = start < 0 && end < 0 && start > end;
        if (value == null || backwards || from > to) {
            reply.bulk(ByteString.EMPTY);
        } else {
            byte[] bytes = value instanceof RawString raw ? raw.bytes() : Strings.bytes(value);
            reply.bulk(bytes, (int) from, (int) (to - from + 1));
        }
    }

    static final CommandSpec SETRANGE = CommandSpec.named("setrange")
            .arity(4)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.STRING)
            .group(CommandGroup.STRING)
            .keys(KeySpec.key(1, RW, UPDATE))
            .since("2.2.0")
            .summary("Overwrites a string's bytes from a position on, with zero bytes in a gap before it.")
            .complexity("O(M) where M is the length of the value, and the string's length when it grows.")
            .syntax("key:key offset:integer value:string")
            .handler(StringRangeCommands::setrange);

    private static void setrange(CommandCall call) {
        ByteString key = call.args().next();
        long offset = call.args().nextLong();
        if (offset < 0) {
            throw Errors.OFFSET_OUT_OF_RANGE;
        }
        ByteString value = call.args().next();

        Database db = call.db();
        int hash = db.hash(key);
        KeyEntry entry = db.writeStringEntry(key, hash);
        if (value.isEmpty()) {
            call.reply().integer(entry == null ? 0 : Strings.length(entry.value()));
            return;
        }
        StringLimit.require(call, offset, value.length());

        RawString string = entry == null
                ? RawString.owning(new byte[(int) offset + value.length()])
                : Strings.writable(entry.value());
        string.setRange((int) offset, value.bytes());
        if (entry == null) {
            db.add(key, hash, string);
        } else {
            entry.value(string);
        }

        call.keyChanged(key, KeyEvent.SETRANGE);

        call.reply().integer(string.length());
    }

    static final CommandSpec APPEND = CommandSpec.named("append")
            .arity(3)
            .flags(WRITE, DENYOOM, FAST)
            .acl(AclCategory.STRING)
            .group(CommandGroup.STRING)
            .keys(KeySpec.key(1, RW, INSERT))
            .since("2.0.0")
            .summary("Adds bytes at the end of a string; without one it is like SET.")
            .complexity("O(1) amortized, if the value is short: the room for a string doubles when it is used up.")
            .syntax("key:key value:string")
            .handler(StringRangeCommands::append);

    private static void append(CommandCall call) {
        ByteString key = call.args().next();
        ByteString value = call.args().next();

        Database db = call.db();
        int hash = db.hash(key);
        KeyEntry entry = db.writeStringEntry(key, hash);

        int length;
        if (entry == null) {
            db.add(key, hash, Strings.encode(value.bytes()));
            length = value.length();
        } else {
            StringLimit.require(call, Strings.length(entry.value()), value.length());
            RawString string = Strings.writable(entry.value());
            string.append(value.bytes());
            entry.value(string);
            length = string.length();
        }

        call.keyChanged(key, KeyEvent.APPEND);

        call.reply().integer(length);
    }
}
