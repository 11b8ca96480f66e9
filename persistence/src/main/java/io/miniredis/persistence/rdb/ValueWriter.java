package io.miniredis.persistence.rdb;

import io.miniredis.datastructures.ExpiringListPackHash;
import io.miniredis.datastructures.HashValue;
import io.miniredis.datastructures.IntSet;
import io.miniredis.datastructures.IntValue;
import io.miniredis.datastructures.ListPack;
import io.miniredis.datastructures.ListPackHash;
import io.miniredis.datastructures.ListPackList;
import io.miniredis.datastructures.ListPackSet;
import io.miniredis.datastructures.ListPackSortedSet;
import io.miniredis.datastructures.QuickList;
import io.miniredis.datastructures.QuickListNode;
import io.miniredis.datastructures.RawString;
import io.miniredis.datastructures.SkipListSortedSet;
import io.miniredis.datastructures.Stream;
import io.miniredis.datastructures.TableHash;
import io.miniredis.datastructures.TableSet;

/**
 * Values as an RDB has them: which type each encoding is written as, and how.
 *
 * <pre>
 *   string                 0 STRING              string
 *   list, either encoding 18 LIST_QUICKLIST_2    nodes, then for each: 2 (listpack) or 1 (plain), string
 *   set, intset           11 SET_INTSET          string
 *   set, others            2 SET                 members, then each
 *   zset, listpack        17 ZSET_LISTPACK       string
 *   zset, skiplist         5 ZSET_2              members, then each, the highest first, with 8 bytes of score
 *   hash, listpack        16 HASH_LISTPACK       string
 *   hash, hashtable        4 HASH                fields, then field and value of each
 *   hash, listpackex      25 HASH_LISTPACK_EX    the earliest time (8 bytes), string
 *   hash with times       24 HASH_METADATA       the earliest time, fields, then time, field and value of each
 *   stream                19 STREAM_LISTPACKS_2  {@link StreamWriter}
 * </pre>
 *
 * <p>Each is the oldest type that holds all there is, so that a server as old as can be reads it (decision 0015).
 */
public final class ValueWriter {
    private final RdbOutput out;

    public ValueWriter(RdbOutput out) {
        this.out = out;
    }

    /** The byte that goes before the key of such a value. */
    public static int typeOf(Object value) {
        if (value instanceof byte[] || value instanceof IntValue || value instanceof RawString) {
            return RdbFormat.STRING;
        }
        if (value instanceof ListPackHash) {
            return RdbFormat.HASH_LISTPACK;
        }
        if (value instanceof HashValue hash) {
            return typeOf(hash);
        }
        if (value instanceof ListPackList || value instanceof QuickList) {
            return RdbFormat.LIST_QUICKLIST_2;
        }
        if (value instanceof IntSet) {
            return RdbFormat.SET_INTSET;
        }
        if (value instanceof ListPackSet || value instanceof TableSet) {
            return RdbFormat.SET;
        }
        if (value instanceof ListPackSortedSet) {
            return RdbFormat.ZSET_LISTPACK;
        }
        if (value instanceof SkipListSortedSet) {
            return RdbFormat.ZSET_2;
        }
        if (value instanceof Stream) {
            return RdbFormat.STREAM_LISTPACKS_2;
        }
        throw new IllegalStateException("no type for " + value);
    }

    private static int typeOf(HashValue hash) {
        if (!hash.hasExpiringFields()) {
            return RdbFormat.HASH;
        }
        return hash instanceof ExpiringListPackHash ? RdbFormat.HASH_LISTPACK_EX : RdbFormat.HASH_METADATA;
    }

    /** The oldest version of the format that has this type. */
    public static int versionOf(int type) {
        return switch (type) {
            case RdbFormat.SET_LISTPACK, RdbFormat.STREAM_LISTPACKS_3 -> RdbFormat.VERSION_7_2;
            case RdbFormat.HASH_METADATA, RdbFormat.HASH_LISTPACK_EX -> RdbFormat.VERSION_7_4;
            default -> RdbFormat.VERSION_7_0;
        };
    }

    /** What follows the key: the value as the type {@link #typeOf} gives it. */
    public void write(Object value) {
        if (value instanceof byte[] bytes) {
            out.string(bytes);
        } else if (value instanceof IntValue number) {
            out.integerString(number.longValue());
        } else if (value instanceof RawString raw) {
            out.string(raw.bytes(), 0, raw.length());
        } else {
            writeCollection(value);
        }
    }

    private void writeCollection(Object value) {
        if (value instanceof HashValue hash) {
            writeHash(hash);
        } else if (value instanceof ListPackList list) {
            out.length(1);
            packedNode(list);
        } else if (value instanceof ListPackSet set) {
            writeSet(set);
        } else if (value instanceof ListPack pack) {
            listPack(pack);
        } else if (value instanceof IntSet set) {
            out.string(set.bytes(), 0, set.totalBytes());
        } else if (value instanceof TableSet set) {
            writeSet(set);
        } else if (value instanceof SkipListSortedSet set) {
            writeSortedSet(set);
        } else if (value instanceof QuickList list) {
            writeList(list);
        } else if (value instanceof Stream stream) {
            new StreamWriter(out).write(stream, false);
        } else {
            throw new IllegalStateException("no type for " + value);
        }
    }

    private void listPack(ListPack pack) {
        out.string(pack.bytes(), 0, pack.totalBytes());
    }

    // ---- lists ----

    private void writeList(QuickList list) {
        out.length(list.nodes());
        for (QuickListNode node = list.head(); node != null; node = node.next()) {
            node(node);
        }
    }

    /** A node of a list, compressed if it is so in memory. */
    public void node(QuickListNode node) {
        if (node.isCompressed()) {
            byte[] compressed = node.compressedBytes();
            out.length(node.isPlain() ? RdbFormat.NODE_PLAIN : RdbFormat.NODE_PACKED);
            out.compressedString(compressed, compressed.length, node.sizeBytes());
        } else if (node.isPlain()) {
            plainNode(node.plainBytes());
        } else {
            packedNode(node.readOnly());
        }
    }

    /** A node of a list that is a listpack. */
    public void packedNode(ListPack pack) {
        out.length(RdbFormat.NODE_PACKED);
        listPack(pack);
    }

    /** A node of a list that is one element. */
    public void plainNode(byte[] element) {
        out.length(RdbFormat.NODE_PLAIN);
        out.string(element);
    }

    // ---- sets ----

    private void writeSet(ListPackSet set) {
        out.length(set.size());
        for (int at = set.first(); at != ListPack.NONE; at = set.next(at)) {
            if (set.isInteger(at)) {
                out.integerString(set.longAt(at));
            } else {
                out.string(set.bytes(), set.stringOffset(at), set.stringLength(at));
            }
        }
    }

    private void writeSet(TableSet set) {
        out.length(set.size());
        for (int at = set.first(); at >= 0; at = set.next(at)) {
            out.string(set.element(at));
        }
    }

    /** The highest first, so that each goes to the front when they are read: zslInsert has nothing to search. */
    private void writeSortedSet(SkipListSortedSet set) {
        out.length(set.size());
        for (int at = set.highest(); at >= 0; at = set.lower(at)) {
            out.string(set.member(at));
            out.score(set.score(at));
        }
    }

    // ---- hashes ----

    private void writeHash(HashValue hash) {
        switch (typeOf(hash)) {
            case RdbFormat.HASH_LISTPACK_EX -> {
                out.int64(hash.earliestExpiryMillis());
                listPack((ListPack) hash);
            }
            case RdbFormat.HASH_METADATA -> writeFieldsWithTimes((TableHash) hash);
            default -> {
                if (hash instanceof ListPackHash pack) {
                    listPack(pack);
                } else {
                    writeFields(hash);
                }
            }
        }
    }

    private void writeFields(HashValue hash) {
        out.length(hash.fieldCount());
        for (int at = hash.firstField(); at != HashValue.NO_FIELD; at = hash.fieldAfter(at)) {
            hash.writeField(at, out);
            hash.writeValue(at, out);
        }
    }

    private void writeFieldsWithTimes(TableHash hash) {
        long earliest = hash.earliestExpiryMillis();
        out.int64(earliest);
        out.length(hash.fieldCount());
        for (int at = hash.firstField(); at != HashValue.NO_FIELD; at = hash.fieldAfter(at)) {
            fieldTime(hash.expireAtMillis(at), earliest);
            hash.writeField(at, out);
            hash.writeValue(at, out);
        }
    }

    /** When a field expires, as the distance to the earliest one plus 1; 0 for never. */
    public void fieldTime(long expireAtMillis, long earliestMillis) {
        out.length(expireAtMillis == HashValue.NO_EXPIRE ? 0 : expireAtMillis - earliestMillis + 1);
    }

    @Override
    public String toString() {
        return "ValueWriter[" + out + "]";
    }
}
