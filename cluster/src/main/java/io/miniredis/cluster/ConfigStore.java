package io.miniredis.cluster;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where a node keeps what it knows of its cluster: {@link ClusterConfigFile}. */
public interface ConfigStore {
    /** What was saved; null or empty if nothing was. */
    @Nullable
    String load() throws IOException;

    /**
     * Replaces what was saved, in one step.
     *
     * @param durable true if it must survive a loss of power when this returns
     */
    void save(String text, boolean durable) throws IOException;
}
