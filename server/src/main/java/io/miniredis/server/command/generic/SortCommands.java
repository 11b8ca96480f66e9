package io.miniredis.server.command.generic;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.OW;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.QuickList;
import io.miniredis.datastructures.SetValue;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.protocol.Request;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CallOrigin;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeyFinder;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.Arrays;
import java.util.List;

/** SORT: the elements of a list, a set or a sorted set in an order of their own (sort.c). */
public final class SortCommands {
    private static final String COMPLEXITY =
            "O(N+M*log(M)) with N elements, M of them given; O(N) if they are not to be sorted";
    private static final long READ = KeySpec.key(1, RO, ACCESS).flags();
    private static final long WRITTEN = KeySpec.key(1, OW, UPDATE).flags();
    private static final int FIRST_OPTION = 2;
    private static final int ITEMS_BETWEEN_QUESTIONS = 1024;

    private SortCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(SORT, SORT_RO);
    }

    static final CommandSpec SORT = CommandSpec.named("sort")
            .arity(-2)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.SET, AclCategory.SORTEDSET, AclCategory.LIST, AclCategory.DANGEROUS)
            .group(CommandGroup.GENERIC)
            .keys(
                    KeySpec.key(1, RO, ACCESS),
                    KeySpec.unknown(RO, ACCESS)
                            .withNotes(
                                    "BY and GET read keys whose names depend on the elements, which nobody knows before"),
                    KeySpec.unknown(OW, UPDATE).withNotes("STORE may stand anywhere among the options"))
            .keysBy(SortCommands::keysOfSort)
            .since("1.0.0")
            .summary("Gives the elements of a list, a set or a sorted set in order, or stores them as a list.")
            .complexity(COMPLEXITY)
            .syntax("key:key [BY by-pattern/pattern:pattern#1] [LIMIT {limit: offset:integer count:integer}]"
                    + " [GET get-pattern/pattern:pattern#1+...] [(order: ASC | DESC)] [sorting=ALPHA]"
                    + " [STORE destination:key#2]")
            .handler(SortCommands::sort);

    private static void sort(CommandCall call) {
        ByteString key = call.args().next();
        SortOptions options = SortOptions.parse(call, true);

        SortItem[] items = sorted(call, key, options);

        ByteString destination = options.destination();
        if (destination == null) {
            reply(call, items, options);
        } else {
            store(call, destination, items, options);
        }
    }

    /** The last STORE counts; what belongs to another option is passed over (sortGetKeys). */
    private static void keysOfSort(Request request, KeyFinder.KeySink keys) {
        keys.key(1, READ);
        int destination = 0;
        for (int i = FIRST_OPTION; i < request.count(); i++) {
            ByteString option = request.arg(i);
            if (option.equalsIgnoreCase("limit")) {
                i += 2;
            } else if (option.equalsIgnoreCase("get") || option.equalsIgnoreCase("by")) {
                i++;
            } else if (option.equalsIgnoreCase("store") && i + 1 < request.count()) {
                destination = i + 1;
            }
        }
        if (destination > 0) {
            keys.key(destination, WRITTEN);
        }
    }

    static final CommandSpec SORT_RO = CommandSpec.named("sort_ro")
            .arity(-2)
            .flags(READONLY)
            .acl(AclCategory.SET, AclCategory.SORTEDSET, AclCategory.LIST, AclCategory.DANGEROUS)
            .group(CommandGroup.GENERIC)
            .keys(
                    KeySpec.key(1, RO, ACCESS),
                    KeySpec.unknown(RO, ACCESS)
                            .withNotes(
                                    "BY and GET read keys whose names depend on the elements, which nobody knows before"))
            .keysBy(SortCommands::keysOfReadOnlySort)
            .since("7.0.0")
            .summary("Gives the elements of a list, a set or a sorted set in order.")
            .complexity(COMPLEXITY)
            .syntax("key:key [BY by-pattern/pattern:pattern#1] [LIMIT {limit: offset:integer count:integer}]"
                    + " [GET get-pattern/pattern:pattern#1+...] [(order: ASC | DESC)] [sorting=ALPHA]")
            .handler(SortCommands::sortRo);

    private static void sortRo(CommandCall call) {
        ByteString key = call.args().next();
        SortOptions options = SortOptions.parse(call, false);

        reply(call, sorted(call, key, options), options);
    }

    private static void keysOfReadOnlySort(Request request, KeyFinder.KeySink keys) {
        keys.key(1, READ);
    }

    /** The elements wanted, in the order wanted. */
    private static SortItem[] sorted(CommandCall call, ByteString key, SortOptions options) {
        Object value = call.db().read(key);
        if (!SortInput.isSortable(value)) {
            throw Errors.WRONG_TYPE;
        }
        boolean isToBeRepeatable = options.destination() != null || call.origin() == CallOrigin.SCRIPT;
        if (options.unsorted() && value instanceof SetValue && isToBeRepeatable) {
            options.sortAsTexts();
        }
        int size = SortInput.size(value);
        int first = options.first(size);
        int end = Math.max(options.end(size), first);
        if (options.unsorted() && !(value instanceof SetValue)) {
            return SortInput.range(value, first, end - first, options.descending());
        }

        SortItem[] items = SortInput.all(value);
        if (!options.unsorted()) {
            weigh(call, items, options);
            Arrays.sort(items, SortItem.order(options));
        }
        return first == 0 && end == size ? items : Arrays.copyOfRange(items, first, end);
    }

    private static void weigh(CommandCall call, SortItem[] items, SortOptions options) {
        boolean areNumbers = true;
        for (SortItem item : items) {
            areNumbers &= item.weigh(call, options);
        }
        if (!areNumbers) {
            throw GenericErrors.SORT_NOT_NUMBERS;
        }
    }

    private static void reply(CommandCall call, SortItem[] items, SortOptions options) {
        ReplyWriter reply = call.reply();
        List<SortPattern> gets = options.gets();
        reply.array(items.length * Math.max(gets.size(), 1));
        for (int i = 0; i < items.length; i++) {
            if (gets.isEmpty()) {
                reply.bulk(items[i].element);
            } else {
                writeFound(call, gets, items[i].element);
            }
            if (i % ITEMS_BETWEEN_QUESTIONS == 0 && call.isReplyLost()) {
                return;
            }
        }
    }

    private static void writeFound(CommandCall call, List<SortPattern> gets, byte[] element) {
        for (int i = 0; i < gets.size(); i++) {
            byte[] found = gets.get(i).lookUp(call, element);
            if (found == null) {
                call.reply().nil();
            } else {
                call.reply().bulk(found);
            }
        }
    }

    private static void store(CommandCall call, ByteString destination, SortItem[] items, SortOptions options) {
        QuickList list = new QuickList(call.collections());
        for (SortItem item : items) {
            if (options.gets().isEmpty()) {
                list.push(item.element, false);
            } else {
                pushFound(call, options.gets(), item.element, list);
            }
        }

        if (list.size() > 0) {
            call.db().set(destination, list.built(call.collections()));
            call.keyChanged(destination, KeyEvent.SORTSTORE, list.size());
        } else if (call.db().delete(destination)) {
            call.keyChanged(destination, KeyEvent.DEL, 1);
        }

        call.reply().integer(list.size());
    }

    /** What is not found is stored as an empty string. */
    private static void pushFound(CommandCall call, List<SortPattern> gets, byte[] element, QuickList list) {
        for (SortPattern get : gets) {
            byte[] found = get.lookUp(call, element);
            list.push(found == null ? ByteString.EMPTY.bytes() : found, false);
        }
    }
}
