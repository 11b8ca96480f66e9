package io.miniredis.datastructures;

import org.jspecify.annotations.Nullable;

/**
 * An entry of a {@link Dict}: a key, its hash, and the link to the next entry of the same bucket.
 *
 * <p>The dict keeps no object of its own per key; whatever belongs to a key is added by a subclass. The hash is kept so
 * that a lookup compares 32 bits before it compares bytes and a rehash need not hash again.
 */
public class DictEntry {
    final byte[] key;
    final int hash;

    /** Owned by the dict. Not cleared on removal, so that a scan standing on a removed entry finds its way on. */
    @Nullable
    DictEntry next;

    /** The array is given away: from now on nobody writes to it. */
    public DictEntry(byte[] key, int hash) {
        this.key = key;
        this.hash = hash;
    }

    /** The key itself, not a copy: never to be written to. */
    public final byte[] key() {
        return key;
    }

    public final int hash() {
        return hash;
    }

    @Override
    public String toString() {
        return Ascii.quote(key, 120);
    }
}
