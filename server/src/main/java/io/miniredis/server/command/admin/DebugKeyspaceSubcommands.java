package io.miniredis.server.command.admin;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.CompactDict;
import io.miniredis.datastructures.IntValue;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.Keyspace;
import io.miniredis.datastructures.ListPack;
import io.miniredis.datastructures.Numbers;
import io.miniredis.datastructures.QuickList;
import io.miniredis.datastructures.QuickListNode;
import io.miniredis.datastructures.RawString;
import io.miniredis.datastructures.Strings;
import io.miniredis.datastructures.Values;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.generic.ObjectCommands;
import io.miniredis.server.keyspace.Database;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;

/** What DEBUG can do with keys and values (debug.c). */
final class DebugKeyspaceSubcommands {
    private static final int ARRAY_HEADER_BYTES = 16;

    /** What DUMP puts around a value: type, version and checksum. */
    private static final int DUMP_FRAME_BYTES = 1 + 2 + 8;

    private DebugKeyspaceSubcommands() {}

    /** The family's table of contents. */
    static List<CommandSpec> all() {
        return List.of(DIGEST, DIGEST_VALUE, HTSTATS, HTSTATS_KEY, LISTPACK, OBJECT, POPULATE, QUICKLIST, SDSLEN);
    }

    private static final CommandSpec DIGEST = CommandSpec.named("digest")
            .arity(2)
            .summary("Gives a signature of all data; two servers with the same data have the same one.")
            .handler(DebugKeyspaceSubcommands::digest);

    private static void digest(CommandCall call) {
        call.reply().simple(DatasetDigest.of(call.server().databases()).toString());
    }

    private static final CommandSpec DIGEST_VALUE = CommandSpec.named("digest-value")
            .arity(-2)
            .syntax("[key:key...]")
            .summary("Gives a signature of the value of each key.")
            .handler(DebugKeyspaceSubcommands::digestValue);

    private static void digestValue(CommandCall call) {
        Arguments args = call.args();
        Keyspace keys = call.db().keys();
        call.reply().array(args.remaining());
        while (args.hasNext()) {
            KeyEntry entry = keys.find(args.next().bytes());
            DatasetDigest digest = entry == null ? new DatasetDigest() : DatasetDigest.ofValue(entry);
            call.reply().simple(digest.toString());
        }
    }

    private static final CommandSpec OBJECT = CommandSpec.named("object")
            .arity(3)
            .syntax("key:key")
            .summary("Tells how the value of a key is stored, even if its time has passed.")
            .handler(DebugKeyspaceSubcommands::object);

    private static void object(CommandCall call) {
        KeyEntry entry = call.db().keys().find(call.args().next().bytes());
        if (entry == null) {
            throw Errors.NO_SUCH_KEY;
        }

        Object value = entry.value();
        long idleMillis = call.server().databases().accessClock().idleMillis(entry.lru());
        call.reply()
                .simple("Value at:0x" + Integer.toHexString(System.identityHashCode(value)) + " refcount:"
                        + ObjectCommands.referenceCount(value, call.server().config().memory) + " encoding:"
                        + Values.encodingOf(value).wireName() + " serializedlength:" + serializedLength(call, value)
                        + " lru:" + entry.lru() + " lru_seconds_idle:" + idleMillis / 1_000
                        + (value instanceof QuickList list ? describe(list) : ""));
    }

    private static String describe(QuickList list) {
        long uncompressed = 0;
        for (QuickListNode node = list.head(); node != null; node = node.next()) {
            uncompressed += node.sizeBytes();
        }
        BigDecimal average = BigDecimal.valueOf((double) list.size() / list.nodes());
        return " ql_nodes:" + list.nodes() + " ql_avg_node:" + average.setScale(2, RoundingMode.HALF_EVEN)
                + " ql_listpack_max:" + list.fill() + " ql_compressed:" + (list.compressDepth() > 0 ? 1 : 0)
                + " ql_uncompressed_size:" + uncompressed;
    }

    /** Bytes in an RDB file, without key and type (rdbSavedObjectLen). */
    private static int serializedLength(CommandCall call, Object value) {
        boolean compress = call.server().config().persistence.rdbCompression.value();
        return call.server().persistence().dumps().write(value, compress).length - DUMP_FRAME_BYTES;
    }

    private static final CommandSpec POPULATE = CommandSpec.named("populate")
            .arity(-3)
            .syntax("count:integer [prefix:string] [size:integer]")
            .summary("Creates so many string keys named key:0, key:1 and so on, or with another prefix than key, each"
                    + " with a value of the given size. Nothing is propagated.")
            .handler(DebugKeyspaceSubcommands::populate);

    private static void populate(CommandCall call) {
        Arguments args = call.args();
        if (args.remaining() > 3) {
            throw Errors.subcommandSyntax(call.request());
        }
        long count = args.nextLong(0, Long.MAX_VALUE, Errors.NOT_POSITIVE);
        ByteString prefix = args.hasNext() ? args.next() : ByteString.of("key");
        long size = args.hasNext() ? nextSize(args) : 0;

        Database db = call.db();
        db.keys().dict().expand((int) Math.min(count, 1 << 26));
        for (long i = 0; i < count; i++) {
            ByteString key = numbered(prefix.bytes(), i);
            if (db.writeEntry(key) == null) {
                byte[] value = numbered(Ascii.bytes("value"), i).bytes();
                db.add(key, size == 0 ? value : Arrays.copyOf(value, (int) size));
            }
        }

        call.reply().ok();
    }

    private static long nextSize(Arguments args) {
        return args.nextLong(0, Integer.MAX_VALUE - 8, Errors.NOT_POSITIVE);
    }

    private static ByteString numbered(byte[] prefix, long number) {
        byte[] text = Arrays.copyOf(prefix, prefix.length + 1 + Numbers.digitCount(number));
        text[prefix.length] = ':';
        Numbers.writeDigits(number, text, prefix.length + 1);
        return ByteString.wrap(text);
    }

    private static final CommandSpec HTSTATS = CommandSpec.named("htstats")
            .arity(-3)
            .syntax("dbid:integer [full=FULL]")
            .summary("Describes the hash table of a database, and with FULL the lengths of its chains.")
            .handler(DebugKeyspaceSubcommands::htstats);

    private static void htstats(CommandCall call) {
        long index = call.args().nextLong();
        if (index < 0 || index >= call.server().databases().count()) {
            throw DebugErrors.NO_DATABASE;
        }
        boolean full = call.args().acceptToken("full");

        Keyspace keys = call.server().databases().get((int) index).keys();
        String text = "[Dictionary HT]\n" + keys.dict().stats(full) + "[Expires HT]\nDense array stats:\n"
                + " number of elements: " + keys.volatileCount() + "\n";

        call.reply().verbatim("txt", Ascii.bytes(text));
    }

    private static final CommandSpec HTSTATS_KEY = CommandSpec.named("htstats-key")
            .arity(-3)
            .syntax("key:key [full=FULL]")
            .summary("Describes the hash table of a key's value.")
            .handler(DebugKeyspaceSubcommands::htstatsKey);

    private static void htstatsKey(CommandCall call) {
        KeyEntry entry = call.db().inspectEntry(call.args().next());
        if (entry == null) {
            throw Errors.NO_SUCH_KEY;
        }
        if (!(entry.value() instanceof CompactDict table)) {
            throw DebugErrors.NO_HASH_TABLE;
        }
        boolean full = call.args().acceptToken("full");

        call.reply().verbatim("txt", Ascii.bytes(table.stats(full)));
    }

    private static final CommandSpec LISTPACK = CommandSpec.named("listpack")
            .arity(3)
            .syntax("key:key")
            .summary("Writes the entries of a listpack to the log.")
            .handler(DebugKeyspaceSubcommands::listpack);

    private static void listpack(CommandCall call) {
        KeyEntry entry = call.db().inspectEntry(call.args().next());
        if (entry == null) {
            throw Errors.NO_SUCH_KEY;
        }
        if (!(entry.value() instanceof ListPack pack)) {
            throw DebugErrors.NOT_A_LISTPACK;
        }

        call.server().log().warning(pack.dump());

        call.reply().simple("Listpack structure printed on stdout");
    }

    private static final CommandSpec QUICKLIST = CommandSpec.named("quicklist")
            .arity(-3)
            .syntax("key:key [full:integer]")
            .summary("Writes the nodes of a quicklist to the log.")
            .handler(DebugKeyspaceSubcommands::quicklist);

    private static void quicklist(CommandCall call) {
        if (call.args().remaining() > 2) {
            throw Errors.subcommandSyntax(call.request());
        }
        KeyEntry entry = call.db().inspectEntry(call.args().next());
        if (entry == null) {
            throw Errors.NO_SUCH_KEY;
        }
        if (!(entry.value() instanceof QuickList list)) {
            throw DebugErrors.NOT_A_QUICKLIST;
        }

        call.server().log().warning(list.dump());

        call.reply().simple("Quicklist structure printed on stdout");
    }

    private static final CommandSpec SDSLEN = CommandSpec.named("sdslen")
            .arity(3)
            .syntax("key:key")
            .summary("Tells how long a key and the string it holds are, and what memory they take.")
            .handler(DebugKeyspaceSubcommands::sdslen);

    private static void sdslen(CommandCall call) {
        KeyEntry entry = call.db().keys().find(call.args().next().bytes());
        if (entry == null) {
            throw Errors.NO_SUCH_KEY;
        }
        Object value = entry.value();
        if (!Strings.isString(value) || value instanceof IntValue) {
            throw DebugErrors.NOT_A_STRING;
        }

        int keyLength = entry.key().length;
        int length = Strings.length(value);
        long valueBytes = Values.sizeBytes(value);
        long spare = value instanceof RawString raw ? raw.capacity() - length : 0;
        call.reply()
                .simple("key_sds_len:" + keyLength + ", key_sds_avail:0, key_zmalloc: "
                        + (ARRAY_HEADER_BYTES + keyLength) + ", val_sds_len:" + length + ", val_sds_avail:" + spare
                        + ", val_zmalloc: " + valueBytes);
    }
}
