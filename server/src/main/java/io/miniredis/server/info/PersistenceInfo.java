package io.miniredis.server.info;

import io.miniredis.persistence.snapshot.Snapshot;
import io.miniredis.server.RedisServer;
import io.miniredis.server.persistence.Loading;
import io.miniredis.server.persistence.RdbSaving;
import org.jspecify.annotations.Nullable;

/** INFO's section persistence. */
final class PersistenceInfo {
    private final RedisServer server;
    private final InfoText text;

    PersistenceInfo(RedisServer server, InfoText text) {
        this.server = server;
        this.text = text;
    }

    void write() {
        text.section("Persistence");
        Loading present = server.persistence().loading();
        text.field("loading", present.isActive() && !present.isAsync());
        text.field("async_loading", server.persistence().loading().isAsync());
        snapshot(server.persistence().snapshots().current());
        rdb(server.persistence().rdb());
        AofInfo aof = new AofInfo(server.persistence().appendOnlyFile(), text);
        aof.general();
        text.field("module_fork_in_progress", false);
        text.field("module_fork_last_cow_size", 0);
        if (server.config().persistence.appendOnly.value()) {
            aof.files();
        }
        if (server.persistence().loading().isActive()) {
            loading(server.persistence().loading());
        }
    }

    /** What Redis's child has copied on write is here what a snapshot keeps of what has changed since it began. */
    private void snapshot(@Nullable Snapshot current) {
        long kept = current == null ? 0 : current.keptBytes();
        long processed = current == null ? 0 : current.processedKeys();
        long total = current == null ? 0 : current.totalKeys();
        text.field("current_cow_peak", kept);
        text.field("current_cow_size", kept);
        text.field("current_cow_size_age", 0);
        text.field("current_fork_perc", InfoText.decimals(total == 0 ? 0 : 100.0 * processed / total, 2));
        text.field("current_save_keys_processed", processed);
        text.field("current_save_keys_total", total);
    }

    private void rdb(RdbSaving rdb) {
        text.field("rdb_changes_since_last_save", rdb.changes());
        text.field("rdb_bgsave_in_progress", rdb.isInBackground());
        text.field("rdb_last_save_time", rdb.lastSaveSeconds());
        text.field("rdb_last_bgsave_status", rdb.lastSucceeded() ? "ok" : "err");
        text.field("rdb_last_bgsave_time_sec", rdb.lastDurationSeconds());
        text.field("rdb_current_bgsave_time_sec", rdb.currentDurationSeconds());
        text.field("rdb_saves", rdb.saves());
        text.field("rdb_last_cow_size", rdb.lastCowBytes());
        text.field("rdb_last_load_keys_expired", server.persistence().loading().keysExpired());
        text.field("rdb_last_load_keys_loaded", server.persistence().loading().keysLoaded());
    }

    private void loading(Loading loading) {
        long now = server.time().clock().millis() / 1_000;
        text.field("loading_start_time", loading.startSeconds());
        text.field("loading_total_bytes", loading.totalBytes());
        text.field("loading_rdb_used_mem", loading.rdbUsedMemory());
        text.field("loading_loaded_bytes", loading.loadedBytes());
        text.field("loading_loaded_perc", InfoText.decimals(loading.percent(), 2));
        text.field("loading_eta_seconds", loading.remainingSeconds(now));
    }
}
