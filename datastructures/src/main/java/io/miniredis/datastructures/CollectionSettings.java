package io.miniredis.datastructures;

/**
 * What all collections of a server share: the sizes up to which they keep their compact encodings, the hash of their
 * tables, and chance. One object per server; the configuration writes the limits, collections read them when they
 * grow.
 */
public final class CollectionSettings {
    /** The hash of every table of members, fields or keys. */
    public final SipHash hash;

    /** Levels of skip lists, random members. */
    public final RandomSource random;

    public long hashMaxListpackEntries = 512;

    /** In bytes, of a field or a value. */
    public long hashMaxListpackValueBytes = 64;

    /** Entries of a list's node; from -1 to -5 its size: 4, 8, 16, 32, 64 kB. */
    public int listMaxListpackSize = -2;

    /** Nodes at either end of a list that are not compressed; 0 for no compression at all. */
    public int listCompressDepth;

    /** An element of a list from this size on has a node of its own; DEBUG QUICKLIST-PACKED-THRESHOLD. */
    public long listPackedThresholdBytes = 1 << 30;

    public long setMaxIntsetEntries = 512;
    public long setMaxListpackEntries = 128;

    /** In bytes. */
    public long setMaxListpackValueBytes = 64;

    public long zsetMaxListpackEntries = 128;

    /** In bytes. */
    public long zsetMaxListpackValueBytes = 64;

    /** The size in bytes up to which a HyperLogLog is kept sparse, its header included. */
    public long hllSparseMaxBytes = 3000;

    /** Of a stream's node, in bytes; 0 for no limit. */
    public long streamNodeMaxBytes = 4096;

    /** Of a stream's node; 0 for no limit. */
    public long streamNodeMaxEntries = 100;

    /** Settings with Redis's defaults. */
    public CollectionSettings(SipHash hash, RandomSource random) {
        this.hash = hash;
        this.random = random;
    }
}
