package io.miniredis.persistence.rdb;

import io.miniredis.datastructures.CollectionSettings;
import io.miniredis.datastructures.IntSet;
import io.miniredis.datastructures.ListPack;
import io.miniredis.datastructures.ListPackSet;
import io.miniredis.datastructures.ListPackSortedSet;
import io.miniredis.datastructures.Numbers;
import io.miniredis.datastructures.QuickList;
import io.miniredis.datastructures.SetValue;
import io.miniredis.datastructures.SkipListSortedSet;
import io.miniredis.datastructures.SortedSet;
import io.miniredis.datastructures.TableSet;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of every type there was since version 1, in the encoding that the present settings ask for, as Redis
 * does (rdbLoadObject).
 *
 * <p>All of it is checked, always, and not only with {@code sanitize-dump-payload}: lengths, order, pairs, duplicates,
 * scores. For what a broken rule leads to in Redis, a crash of the process, has no counterpart here, and a value that
 * answers wrongly would be worse.
 */
public final class ValueReader {
    /** The least an element takes: a length of one byte. */
    private static final int LEAST_STRING_BYTES = 1;

    private static final int LEAST_SCORED_BYTES = 2;

    private final RdbInput in;
    private final CollectionSettings settings;
    private final Duplicates duplicates;
    private final HashReader hashes;
    private long validations;

    public ValueReader(RdbInput in, CollectionSettings settings) {
        this.in = in;
        this.settings = settings;
        this.duplicates = new Duplicates(settings.hash);
        this.hashes = new HashReader(in, settings, this);
    }

    /** How many listpacks, intsets and the like were checked: INFO's {@code dump_payload_sanitizations}. */
    public long validations() {
        return validations;
    }

    /** Reads what follows the key. Returns null for a collection without elements, which no key can hold. */
    public @Nullable Object read(int type) throws IOException {
        return switch (type) {
            case RdbFormat.STRING -> in.stringValue();
            case RdbFormat.LIST -> readList();
            case RdbFormat.SET -> readSet();
            case RdbFormat.ZSET, RdbFormat.ZSET_2 -> readSortedSet(type == RdbFormat.ZSET_2);
            case RdbFormat.LIST_ZIPLIST -> readZipListList();
            case RdbFormat.LIST_QUICKLIST, RdbFormat.LIST_QUICKLIST_2 -> readQuickList(type);
            case RdbFormat.SET_INTSET -> readIntSet();
            case RdbFormat.SET_LISTPACK -> readListPackSet();
            case RdbFormat.ZSET_ZIPLIST -> sortedSet(zipList("Zset ziplist integrity check failed."), true);
            case RdbFormat.ZSET_LISTPACK -> sortedSet(listPack("Zset listpack integrity check failed."), false);
            case RdbFormat.HASH,
                    RdbFormat.HASH_ZIPMAP,
                    RdbFormat.HASH_ZIPLIST,
                    RdbFormat.HASH_LISTPACK,
                    RdbFormat.HASH_METADATA_PRE_GA,
                    RdbFormat.HASH_LISTPACK_EX_PRE_GA,
                    RdbFormat.HASH_METADATA,
                    RdbFormat.HASH_LISTPACK_EX -> hashes.read(type);
            case RdbFormat.STREAM_LISTPACKS, RdbFormat.STREAM_LISTPACKS_2, RdbFormat.STREAM_LISTPACKS_3 -> {
                validations++;
                yield new StreamReader(in, type).read();
            }
            case RdbFormat.MODULE_PRE_GA -> throw in.corrupt("Pre-release module format not supported");
            case RdbFormat.MODULE_2 ->
                throw in.corrupt("The RDB file contains module data I can't load: " + "no matching module type '"
                        + ModuleData.name(in.length()) + "'");
            default -> throw in.corrupt("Unknown RDB encoding type " + type);
        };
    }

    // ---- what several types share ----

    /** A listpack in a string. */
    ListPack listPack(String complaint) throws IOException {
        validations++;
        byte[] bytes = in.string();
        if (!ListPack.isValid(bytes)) {
            throw in.corrupt(complaint);
        }
        return new ListPack(bytes);
    }

    /** A ziplist in a string, as the listpack that it becomes. */
    ListPack zipList(String complaint) throws IOException {
        validations++;
        ListPack pack = ZipList.toListPack(in.string());
        if (pack == null) {
            throw in.corrupt(complaint);
        }
        return pack;
    }

    /** Refuses a listpack whose entries do not come in groups of {@code stride}, or with a first one twice. */
    void requireDistinct(ListPack pack, int stride, String complaint) throws RdbException {
        if (pack.size() % stride != 0 || duplicates.areIn(pack, stride)) {
            throw in.corrupt(complaint);
        }
    }

    // ---- lists ----

    private @Nullable Object readList() throws IOException {
        QuickList list = new QuickList(settings);
        for (long left = in.length(); left != 0; left--) {
            list.push(in.string(), false);
        }
        return list.size() == 0 ? null : list.built(settings);
    }

    private @Nullable Object readZipListList() throws IOException {
        ListPack pack = zipList("List ziplist integrity check failed.");
        QuickList list = new QuickList(settings);
        for (int at = pack.first(); at != ListPack.NONE; at = pack.next(at)) {
            list.push(pack.get(at), false);
        }
        return list.size() == 0 ? null : list;
    }

    private @Nullable Object readQuickList(int type) throws IOException {
        QuickList list = new QuickList(settings);
        for (long left = in.length(); left != 0; left--) {
            long container = type == RdbFormat.LIST_QUICKLIST_2 ? in.length() : RdbFormat.NODE_PACKED;
            if (container == RdbFormat.NODE_PLAIN) {
                byte[] element = in.string();
                if (element.length == 0) {
                    throw in.corrupt("Quicklist integrity check failed.");
                }
                list.appendPlain(element);
                continue;
            }
            if (container != RdbFormat.NODE_PACKED) {
                throw in.corrupt("Quicklist integrity check failed.");
            }
            ListPack pack = type == RdbFormat.LIST_QUICKLIST_2
                    ? listPack("Listpack integrity check failed.")
                    : zipList("Ziplist integrity check failed.");
            if (!pack.isEmpty()) {
                pack.trim();
                list.append(pack);
            }
        }
        return list.size() == 0 ? null : list.built(settings);
    }

    // ---- sets ----

    private @Nullable Object readSet() throws IOException {
        long count = in.length();
        if (count == 0) {
            return null;
        }
        int room = in.roomFor(count, LEAST_STRING_BYTES);
        return count > settings.setMaxIntsetEntries ? readTableSet(count, room) : readSmallSet(count);
    }

    private SetValue readTableSet(long count, int room) throws IOException {
        TableSet set = new TableSet(settings.hash);
        set.expand(room);
        for (long left = count; left != 0; left--) {
            byte[] member = in.string();
            int hash = set.hash(member);
            if (set.find(member, hash) >= 0) {
                throw in.corrupt("Duplicate set members detected");
            }
            set.insert(member, hash);
        }
        return set;
    }

    private SetValue readSmallSet(long count) throws IOException {
        SetValue set = new IntSet();
        for (int size = 0; size < count; size++) {
            set = set.add(in.string(), settings);
            if (set.size() == size) {
                throw in.corrupt("Duplicate set members detected");
            }
        }
        set.trim();
        return set;
    }

    private SetValue readIntSet() throws IOException {
        validations++;
        byte[] bytes = in.string();
        if (!IntSet.isValid(bytes)) {
            throw in.corrupt("Intset integrity check failed.");
        }
        IntSet set = new IntSet(bytes);
        return set.preparedFor(set.size(), settings);
    }

    private @Nullable Object readListPackSet() throws IOException {
        ListPack pack = listPack("Set listpack integrity check failed.");
        requireDistinct(pack, 1, "Set listpack integrity check failed.");
        ListPackSet set = new ListPackSet(pack.bytes());
        return set.isEmpty() ? null : set.preparedFor(set.size(), settings);
    }

    // ---- sorted sets ----

    private @Nullable Object readSortedSet(boolean isBinary) throws IOException {
        long count = in.length();
        if (count == 0) {
            return null;
        }
        SkipListSortedSet set = new SkipListSortedSet(in.roomFor(count, LEAST_SCORED_BYTES), settings);
        for (long left = count; left != 0; left--) {
            byte[] member = in.string();
            double score = isBinary ? in.score() : in.textScore();
            if (Double.isNaN(score)) {
                throw in.corrupt("Zset with NAN score detected");
            }
            if (set.find(member) >= 0) {
                throw in.corrupt("Duplicate zset fields detected");
            }
            set.add(member, score, settings);
        }
        return set.compact(settings);
    }

    private @Nullable Object sortedSet(ListPack pack, boolean isConverted) throws IOException {
        String complaint =
                isConverted ? "Zset ziplist integrity check failed." : "Zset listpack integrity check failed.";
        requireDistinct(pack, 2, complaint);
        if (pack.isEmpty()) {
            return null;
        }
        pack.trim();
        ListPackSortedSet set = new ListPackSortedSet(pack.bytes());
        requireScores(set, complaint);
        return set.expecting(set.size(), settings);
    }

    /** Refuses what is no score, and members that are not in order. */
    private void requireScores(ListPackSortedSet set, String complaint) throws RdbException {
        int before = SortedSet.ABSENT;
        double last = Double.NEGATIVE_INFINITY;
        for (int at = set.lowest(); at != SortedSet.ABSENT; at = set.higher(at)) {
            double score = scoreBehind(set, at);
            boolean isInOrder = score > last
                    || (score == last
                            && (before == SortedSet.ABSENT
                                    || Arrays.compareUnsigned(set.member(before), set.member(at)) < 0));
            if (!isInOrder) {
                throw in.corrupt(complaint);
            }
            last = score;
            before = at;
        }
    }

    /** The score of a member; NaN if that is none. */
    private static double scoreBehind(ListPackSortedSet set, int member) {
        int at = set.next(member);
        if (set.isInteger(at)) {
            return set.longAt(at);
        }
        try {
            return Numbers.parseDouble(set.bytes(), set.stringOffset(at), set.stringLength(at));
        } catch (NumberFormatException noScore) {
            return Double.NaN;
        }
    }

    @Override
    public String toString() {
        return "ValueReader[" + in + "]";
    }
}
