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
        save = table.add(new SaveParameter(named("save").later("write snapshots by time and changes")));
        dbFileName = table.add(new TextParameter(
                named("dbfilename").guarded().later("be the file of snapshots"), "dump.rdb", TextRule.FILE_NAME));
        rdbCompression =
                table.add(new BooleanParameter(named("rdbcompression").later("compress strings in snapshots"), true));
        rdbChecksum = table.add(
                new BooleanParameter(named("rdbchecksum").immutable().later("end snapshots in a checksum"), true));
        rdbSaveIncrementalFsync = table.add(new BooleanParameter(
                named("rdb-save-incremental-fsync").later("flush a snapshot to disk while it is written"), true));
        rdbDelSyncFiles = table.add(new BooleanParameter(
                named("rdb-del-sync-files").later("delete snapshots that served a replication"), false));
        rdbKeySaveDelayMicros = table.add(new IntParameter(
                named("rdb-key-save-delay").hidden().later("slow down saving, for tests"),
                0,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE));
        keyLoadDelayMicros = table.add(new IntParameter(
                named("key-load-delay").hidden().later("slow down loading, for tests"),
                0,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE));
        loadingProcessEventsIntervalBytes = table.add(new IntParameter(
                named("loading-process-events-interval-bytes")
                        .hidden()
                        .later("bound the bytes loaded between answers to clients"),
                2 << 20,
                1024,
                Integer.MAX_VALUE));
        stopWritesOnBgsaveError = table.add(new BooleanParameter(
                named("stop-writes-on-bgsave-error").later("refuse writes after a snapshot failed"), true));
        sanitizeDumpPayload = table.add(new ChoiceParameter(
                named("sanitize-dump-payload").later("check the inside of what is restored"),
                "no",
                "no",
                "yes",
                "clients"));
        appendOnly = table.add(new BooleanParameter(
                named("appendonly").deniedWhileLoading().later("log every write to an append-only file"), false));
        appendFileName = table.add(new TextParameter(
                named("appendfilename").immutable().later("begin the names of append-only files"),
                "appendonly.aof",
                TextRule.FILE_NAME_NOT_EMPTY));
        appendDirectoryName = table.add(new TextParameter(
                named("appenddirname").immutable().later("hold the append-only files"),
                "appendonlydir",
                TextRule.DIRECTORY_NAME_NOT_EMPTY));
        appendFsync = table.add(new ChoiceParameter(
                named("appendfsync").later("decide when the append-only file is flushed to disk"),
                "everysec",
                "everysec",
                "always",
                "no"));
        noAppendfsyncOnRewrite = table.add(new BooleanParameter(
                named("no-appendfsync-on-rewrite").later("leave out flushes during a rewrite"), false));
        autoAofRewritePercentage = table.add(new IntParameter(
                named("auto-aof-rewrite-percentage").later("start rewrites by growth"), 100, 0, Integer.MAX_VALUE));
        autoAofRewriteMinBytes = table.add(new LongParameter(
                named("auto-aof-rewrite-min-size").later("start rewrites by growth"),
                NumberForm.MEMORY,
                64L << 20,
                0,
                Long.MAX_VALUE));
        aofLoadTruncated = table.add(new BooleanParameter(
                named("aof-load-truncated").later("load an append-only file that ends too early"), true));
        aofUseRdbPreamble = table.add(new BooleanParameter(
                named("aof-use-rdb-preamble").later("write the base of the append-only file as a snapshot"), true));
        aofTimestampEnabled = table.add(new BooleanParameter(
                named("aof-timestamp-enabled").later("note times in the append-only file"), false));
        aofRewriteIncrementalFsync = table.add(new BooleanParameter(
                named("aof-rewrite-incremental-fsync").later("flush a rewrite to disk while it is written"), true));
        aofDisableAutoGc = table.add(
                new BooleanParameter(named("aof-disable-auto-gc").hidden().later("keep old append-only files"), false));
    }
}
