package io.miniredis.server.config;

import static io.miniredis.server.config.Declaration.named;

/** Snapshots and the append-only file. */
public final class PersistenceParameters {
    public final SaveParameter save;
    public final TextParameter dbFileName;
    public final BooleanParameter rdbCompression;
    public final BooleanParameter rdbChecksum;
    public final BooleanParameter rdbSaveIncrementalFsync;
    public final BooleanParameter rdbDelSyncFiles;
    public final IntParameter rdbKeySaveDelayMicros;
    public final IntParameter keyLoadDelayMicros;
    public final IntParameter loadingProcessEventsIntervalBytes;
    public final BooleanParameter stopWritesOnBgsaveError;
    public final ChoiceParameter sanitizeDumpPayload;
    public final BooleanParameter appendOnly;
    public final TextParameter appendFileName;
    public final TextParameter appendDirectoryName;
    public final ChoiceParameter appendFsync;
    public final BooleanParameter noAppendfsyncOnRewrite;
    public final IntParameter autoAofRewritePercentage;
    public final LongParameter autoAofRewriteMinBytes;
    public final BooleanParameter aofLoadTruncated;
    public final BooleanParameter aofUseRdbPreamble;
    public final BooleanParameter aofTimestampEnabled;
    public final BooleanParameter aofRewriteIncrementalFsync;
    public final BooleanParameter aofDisableAutoGc;

    PersistenceParameters(ParameterTable table) {
        save = table.add(new SaveParameter(named("save")));
        dbFileName = table.text(named("dbfilename").guarded(), "dump.rdb", TextRule.FILE_NAME);
        rdbCompression = table.flag(named("rdbcompression"), true);
        rdbChecksum = table.flag(named("rdbchecksum").immutable(), true);
        rdbSaveIncrementalFsync = table.flag(named("rdb-save-incremental-fsync"), true);
        rdbDelSyncFiles = table.flag(named("rdb-del-sync-files"), false);
        rdbKeySaveDelayMicros =
                table.integer(named("rdb-key-save-delay").hidden(), 0, Integer.MIN_VALUE, Integer.MAX_VALUE);
        keyLoadDelayMicros = table.integer(named("key-load-delay").hidden(), 0, Integer.MIN_VALUE, Integer.MAX_VALUE);
        loadingProcessEventsIntervalBytes = table.integer(
                named("loading-process-events-interval-bytes").hidden(), 2 << 20, 1024, Integer.MAX_VALUE);
        stopWritesOnBgsaveError = table.flag(named("stop-writes-on-bgsave-error"), true);
        sanitizeDumpPayload = table.choice(named("sanitize-dump-payload"), "no", "no yes clients");
        appendOnly = table.flag(named("appendonly").deniedWhileLoading(), false);
        appendFileName =
                table.text(named("appendfilename").immutable(), "appendonly.aof", TextRule.FILE_NAME_NOT_EMPTY);
        appendDirectoryName =
                table.text(named("appenddirname").immutable(), "appendonlydir", TextRule.DIRECTORY_NAME_NOT_EMPTY);
        appendFsync = table.choice(named("appendfsync"), "everysec", "everysec always no");
        noAppendfsyncOnRewrite = table.flag(named("no-appendfsync-on-rewrite"), false);
        autoAofRewritePercentage = table.integer(named("auto-aof-rewrite-percentage"), 100, 0, Integer.MAX_VALUE);
        autoAofRewriteMinBytes = table.bytes(named("auto-aof-rewrite-min-size"), 64L << 20, 0, Long.MAX_VALUE);
        aofLoadTruncated = table.flag(named("aof-load-truncated"), true);
        aofUseRdbPreamble = table.flag(named("aof-use-rdb-preamble"), true);
        aofTimestampEnabled = table.flag(named("aof-timestamp-enabled"), false);
        aofRewriteIncrementalFsync = table.flag(named("aof-rewrite-incremental-fsync"), true);
        aofDisableAutoGc = table.flag(named("aof-disable-auto-gc").hidden(), false);
    }
}
