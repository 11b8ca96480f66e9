package io.miniredis.replication.sentinel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sentinel asks of the process it lives in: time, chance, the network, the disk. All calls come from the one
 * thread that {@link SentinelNode} belongs to.
 */
public interface SentinelHost {
    /** Milliseconds since 1970. */
    long nowMillis();

    /** A number of 0 to {@code bound - 1}. */
    int random(int bound);

    /** Writes an event to the log and publishes it. */
    void tell(SentinelEvent event);

    /**
     * The IP address of a host, or null.
     *
     * @param byName false if only an IP address will do
     */
    @Nullable
    String resolve(String host, boolean byName);

    /**
     * Begins to connect. Commands may be sent at once; the listener is not called before this has returned.
     *
     * @return null if that cannot even be tried
     */
    @Nullable
    InstanceConnection connect(InstanceAddress address, ConnectionListener listener);

    /** Brings the configuration file up to date, state included; false, with the reason in the log, if it cannot. */
    boolean saveConfiguration();

    /** Starts a program with its arguments; null if it cannot be executed. */
    @Nullable
    ScriptProcess startScript(List<String> arguments);

    /** Ends the process at once, as SENTINEL SIMULATE-FAILURE asked. Does not return in a real process. */
    void crash();
}
