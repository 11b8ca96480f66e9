package io.miniredis.server.transaction;

import io.miniredis.datastructures.DictEntry;
import java.util.ArrayList;
import java.util.List;

/** A key of one database with those who watch it. */
final class WatchedKey extends DictEntry {
    final int database;
    final List<Watch> watches = new ArrayList<>(1);

    WatchedKey(byte[] key, int hash, int database) {
        super(key, hash);
        this.database = database;
    }

    void add(Watch watch) {
        watch.index = watches.size();
        watches.add(watch);
    }

    /** In no time, however many there are: the last one takes its place. */
    void remove(Watch watch) {
        Watch last = watches.remove(watches.size() - 1);
        if (last != watch) {
            watches.set(watch.index, last);
            last.index = watch.index;
        }
    }
}
