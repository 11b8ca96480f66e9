package io.miniredis.server.config;

import static io.miniredis.server.config.Declaration.named;

/** How large a value may be in its compact encoding. */
public final class EncodingParameters {
    public final LongParameter hashMaxListpackEntries;
    public final LongParameter hashMaxListpackValueBytes;
    /** Entries of a node; from -1 to -5 its size: 4, 8, 16, 32, 64 kB. */
    public final IntParameter listMaxListpackSize;

    public final IntParameter listCompressDepth;
    public final LongParameter setMaxIntsetEntries;
    public final LongParameter setMaxListpackEntries;
    public final LongParameter setMaxListpackValueBytes;
    public final LongParameter zsetMaxListpackEntries;
    public final LongParameter zsetMaxListpackValueBytes;
    public final LongParameter hllSparseMaxBytes;
    public final LongParameter streamNodeMaxBytes;
    public final LongParameter streamNodeMaxEntries;

    EncodingParameters(ParameterTable table) {
        hashMaxListpackEntries = table.number(
                named("hash-max-listpack-entries").alias("hash-max-ziplist-entries"), 512, 0, Long.MAX_VALUE);
        hashMaxListpackValueBytes =
                table.bytes(named("hash-max-listpack-value").alias("hash-max-ziplist-value"), 64, 0, Long.MAX_VALUE);
        listMaxListpackSize = table.integer(
                named("list-max-listpack-size").alias("list-max-ziplist-size"),
                -2,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE);
        listCompressDepth = table.integer(named("list-compress-depth"), 0, 0, Integer.MAX_VALUE);
        setMaxIntsetEntries = table.number(named("set-max-intset-entries"), 512, 0, Long.MAX_VALUE);
        setMaxListpackEntries = table.number(named("set-max-listpack-entries"), 128, 0, Long.MAX_VALUE);
        setMaxListpackValueBytes = table.number(named("set-max-listpack-value"), 64, 0, Long.MAX_VALUE);
        zsetMaxListpackEntries = table.number(
                named("zset-max-listpack-entries").alias("zset-max-ziplist-entries"), 128, 0, Long.MAX_VALUE);
        zsetMaxListpackValueBytes =
                table.bytes(named("zset-max-listpack-value").alias("zset-max-ziplist-value"), 64, 0, Long.MAX_VALUE);
        hllSparseMaxBytes = table.bytes(named("hll-sparse-max-bytes"), 3000, 0, Long.MAX_VALUE);
        streamNodeMaxBytes = table.bytes(named("stream-node-max-bytes"), 4096, 0, Long.MAX_VALUE);
        streamNodeMaxEntries = table.number(named("stream-node-max-entries"), 100, 0, Long.MAX_VALUE);
    }
}
