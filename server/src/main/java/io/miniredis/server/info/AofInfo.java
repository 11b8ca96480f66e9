package io.miniredis.server.info;

import io.miniredis.server.aof.AofRewrite;
import io.miniredis.server.aof.AppendOnlyFile;

/** What INFO's section Persistence says of the append-only file. */
final class AofInfo {
    private final AppendOnlyFile aof;
    private final InfoText text;

    AofInfo(AppendOnlyFile aof, InfoText text) {
        this.aof = aof;
        this.text = text;
    }

    void general() {
        AofRewrite rewrite = aof.rewrite();
        text.field("aof_enabled", aof.isOn());
        text.field("aof_rewrite_in_progress", rewrite.isRunning());
        text.field("aof_rewrite_scheduled", rewrite.isScheduled());
        text.field("aof_last_rewrite_time_sec", rewrite.lastSeconds());
        text.field("aof_current_rewrite_time_sec", rewrite.currentSeconds());
        text.field("aof_last_bgrewrite_status", rewrite.hasLastFailed() ? "err" : "ok");
        text.field("aof_rewrites", rewrite.rewrites());
        text.field("aof_rewrites_consecutive_failures", rewrite.failuresInRow());
        text.field("aof_last_write_status", aof.failure() == null ? "ok" : "err");
        text.field("aof_last_cow_size", 0);
    }

    /** Only while it is switched on. */
    void files() {
        text.field("aof_current_size", aof.totalBytes());
        text.field("aof_base_size", aof.rewrite().baseBytes());
        text.field("aof_pending_rewrite", aof.rewrite().isScheduled());
        text.field("aof_buffer_length", aof.pendingBytes());
        text.field("aof_pending_bio_fsync", aof.pendingSyncs());
        text.field("aof_delayed_fsync", aof.delayedSyncs());
    }
}
