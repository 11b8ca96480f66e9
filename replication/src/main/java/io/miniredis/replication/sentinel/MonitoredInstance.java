package io.miniredis.replication.sentinel;

import io.miniredis.datastructures.ByteString;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * An instance a sentinel knows: a primary it watches, one of its replicas, or another sentinel that watches it
 * (sentinelRedisInstance).
 */
public abstract sealed class MonitoredInstance permits MonitoredPrimary, MonitoredReplica, PeerSentinel {
    private final String name;
    final EnumSet<InstanceFlag> flags = EnumSet.noneOf(InstanceFlag.class);
    InstanceAddress address;
    InstanceLink link;

    /** Of a sentinel its id. Null until it is known. */
    @Nullable
    String runId;

    /** When it was last told who this sentinel is (last_pub_time). */
    long helloSentMillis;

    long subjectivelyDownSinceMillis;
    /** Without a reply for so long it is down. */
    long downAfterMillis;

    /** When INFO was last received (info_refresh), and what it said. */
    long infoMillis;

    @Nullable
    ByteString info;

    Role reportedRole = Role.PRIMARY;
    long reportedRoleSinceMillis;

    MonitoredInstance(String name, InstanceAddress address, long nowMillis) {
        this.name = name;
        this.address = address;
        this.link = new InstanceLink(nowMillis);
        this.helloSentMillis = nowMillis;
        this.reportedRoleSinceMillis = nowMillis;
    }

    /** Of a primary as configured, of a replica its address, of a sentinel its id. */
    public final String name() {
        return name;
    }

    public final InstanceAddress address() {
        return address;
    }

    /** When INFO was last received, in milliseconds since 1970; 0 for never. */
    public final long infoMillis() {
        return infoMillis;
    }

    /** What INFO last said, or null. */
    public final @Nullable ByteString info() {
        return info;
    }

    /** {@code master}, {@code slave} or {@code sentinel}. */
    abstract String kind();

    /** Itself, or the one it belongs to. */
    abstract MonitoredPrimary primary();

    final boolean has(InstanceFlag flag) {
        return flags.contains(flag);
    }

    final boolean isDown() {
        return has(InstanceFlag.S_DOWN) || has(InstanceFlag.O_DOWN);
    }

    /** True if it was not down at any time of the last milliseconds. */
    final boolean wasUpFor(long millis, long nowMillis) {
        return subjectivelyDownSinceMillis == 0 || nowMillis - subjectivelyDownSinceMillis > millis;
    }

    /** The name a command has in this instance (rename-command). */
    final String command(String original) {
        return primary().renamedCommands.getOrDefault(original, original);
    }

    @Override
    public final String toString() {
        return kind() + " " + name + " " + address + flags;
    }
}
