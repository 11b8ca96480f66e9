package io.miniredis.persistence.rdb;

import io.miniredis.datastructures.CompactDict;
import io.miniredis.datastructures.ListPack;
import io.miniredis.datastructures.Numbers;
import io.miniredis.datastructures.SipHash;
import io.miniredis.datastructures.TableSet;
import java.util.Arrays;

/**
 * Finds out whether an entry stands in a listpack twice: a member of a set, a field of a hash. An integer may be there
 * once as a number and once as its digits.
 *
 * <p>Few entries go through a table of positions with a fast hash, which makes no garbage; as many as an attacker could
 * make collide go through one with a secret hash.
 */
final class Duplicates {
    /** So many can be compared each with each in no time. */
    private static final int MAX_FAST_ENTRIES = 1024;

    private final SipHash secret;

    /** Positions, at most half full; 0 for none. */
    private final int[] table = new int[4 * MAX_FAST_ENTRIES];

    Duplicates(SipHash secret) {
        this.secret = secret;
    }

    /** @param stride 1 if each entry counts, 2 if each second one does (fields, with values between them), and so on */
    boolean areIn(ListPack pack, int stride) {
        int entries = pack.size() / stride;
        if (entries < 2) {
            return false;
        }
        return entries <= MAX_FAST_ENTRIES ? fast(pack, stride, entries) : secretly(pack, stride);
    }

    private boolean fast(ListPack pack, int stride, int entries) {
        int mask = Integer.highestOneBit(entries) * 4 - 1;
        Arrays.fill(table, 0, mask + 1, 0);
        for (int pos = pack.first(); pos != ListPack.NONE; pos = skip(pack, pos, stride)) {
            int slot = hash(pack, pos) & mask;
            while (table[slot] != 0) {
                if (areEqual(pack, table[slot], pos)) {
                    return true;
                }
                slot = slot + 1 & mask;
            }
            table[slot] = pos;
        }
        return false;
    }

    private boolean secretly(ListPack pack, int stride) {
        TableSet seen = new TableSet(secret);
        for (int pos = pack.first(); pos != ListPack.NONE; pos = skip(pack, pos, stride)) {
            byte[] entry = pack.get(pos);
            int hash = seen.hash(entry);
            if (seen.find(entry, hash) != CompactDict.NONE) {
                return true;
            }
            seen.insert(entry, hash);
        }
        return false;
    }

    private static int skip(ListPack pack, int from, int stride) {
        int pos = from;
        for (int left = stride; left > 0 && pos != ListPack.NONE; left--) {
            pos = pack.next(pos);
        }
        return pos;
    }

    private static int hash(ListPack pack, int pos) {
        if (pack.isInteger(pos)) {
            return mix(pack.longAt(pos));
        }
        byte[] bytes = pack.bytes();
        int offset = pack.stringOffset(pos);
        int length = pack.stringLength(pos);
        if (Numbers.isLong(bytes, offset, length)) {
            return mix(Numbers.knownLong(bytes, offset, length));
        }
        long hash = length;
        for (int at = offset; at < offset + length; at++) {
            hash = hash * 31 + bytes[at];
        }
        return mix(hash);
    }

    private static int mix(long value) {
        return (int) ((value * 0x9E37_79B9_7F4A_7C15L) >>> Integer.SIZE);
    }

    private static boolean areEqual(ListPack pack, int one, int other) {
        if (pack.isInteger(one) && pack.isInteger(other)) {
            return pack.longAt(one) == pack.longAt(other);
        }
        return pack.equalsAt(one, pack.get(other));
    }
}
