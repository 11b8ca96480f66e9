package io.miniredis.server.keyspace;

import io.miniredis.datastructures.CollectionSettings;
import io.miniredis.server.config.ApplyHook;
import io.miniredis.server.config.EncodingParameters;
import io.miniredis.server.config.IntParameter;
import io.miniredis.server.config.LongParameter;
import org.jspecify.annotations.Nullable;

/** Lets the limits of compact encodings follow CONFIG SET: collections read plain fields. */
final class CollectionLimits {
    private CollectionLimits() {}

    /** From now on the settings have the parameters' values. */
    static void follow(EncodingParameters encoding, CollectionSettings settings) {
        copy(encoding, settings);
        ApplyHook hook = () -> copy(encoding, settings);
        LongParameter[] sizes = {
            encoding.hashMaxListpackEntries,
            encoding.hashMaxListpackValueBytes,
            encoding.setMaxIntsetEntries,
            encoding.setMaxListpackEntries,
            encoding.setMaxListpackValueBytes,
            encoding.zsetMaxListpackEntries,
            encoding.zsetMaxListpackValueBytes,
            encoding.hllSparseMaxBytes,
            encoding.streamNodeMaxBytes,
            encoding.streamNodeMaxEntries
        };
        for (LongParameter parameter : sizes) {
            parameter.onChange(hook);
        }
        for (IntParameter parameter : new IntParameter[] {encoding.listMaxListpackSize, encoding.listCompressDepth}) {
            parameter.onChange(hook);
        }
    }

    private static @Nullable String copy(EncodingParameters encoding, CollectionSettings settings) {
        settings.hashMaxListpackEntries = encoding.hashMaxListpackEntries.value();
        settings.hashMaxListpackValueBytes = encoding.hashMaxListpackValueBytes.value();
        settings.listMaxListpackSize = encoding.listMaxListpackSize.value();
        settings.listCompressDepth = encoding.listCompressDepth.value();
        settings.setMaxIntsetEntries = encoding.setMaxIntsetEntries.value();
        settings.setMaxListpackEntries = encoding.setMaxListpackEntries.value();
        settings.setMaxListpackValueBytes = encoding.setMaxListpackValueBytes.value();
        settings.zsetMaxListpackEntries = encoding.zsetMaxListpackEntries.value();
        settings.zsetMaxListpackValueBytes = encoding.zsetMaxListpackValueBytes.value();
        settings.hllSparseMaxBytes = encoding.hllSparseMaxBytes.value();
        settings.streamNodeMaxBytes = encoding.streamNodeMaxBytes.value();
        settings.streamNodeMaxEntries = encoding.streamNodeMaxEntries.value();
        return null;
    }
}
