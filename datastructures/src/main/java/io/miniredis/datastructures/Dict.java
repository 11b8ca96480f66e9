package io.miniredis.datastructures;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hash table with incremental rehash. */
@SuppressWarnings("DoNotCallSuggester")
public final class Dict<E extends DictEntry> {
    public @Nullable E find(byte[] key, int hash) {
        throw new UnsupportedOperationException();
    }

    public void insert(E entry) {
        throw new UnsupportedOperationException();
    }

    public @Nullable E remove(byte[] key, int hash) {
        throw new UnsupportedOperationException();
    }

    public void replace(E old, E successor) {
        throw new UnsupportedOperationException();
    }

    public int size() {
        throw new UnsupportedOperationException();
    }

    public boolean rehashing() {
        throw new UnsupportedOperationException();
    }

    public boolean rehashStep(int buckets) {
        throw new UnsupportedOperationException();
    }

    public void pauseRehash() {
        throw new UnsupportedOperationException();
    }

    public void resumeRehash() {
        throw new UnsupportedOperationException();
    }

    public boolean shrinkIfSparse() {
        throw new UnsupportedOperationException();
    }

    public boolean expand(int entries) {
        throw new UnsupportedOperationException();
    }

    public long scan(long cursor, Consumer<? super E> visitor) {
        throw new UnsupportedOperationException();
    }

    public void forEach(Consumer<? super E> visitor) {
        throw new UnsupportedOperationException();
    }

    public @Nullable E randomEntry(RandomSource random) {
        throw new UnsupportedOperationException();
    }

    public @Nullable E fairRandomEntry(RandomSource random) {
        throw new UnsupportedOperationException();
    }

    public int sample(E[] target, int count, RandomSource random) {
        throw new UnsupportedOperationException();
    }

    public void clear() {
        throw new UnsupportedOperationException();
    }

    public long slots() {
        throw new UnsupportedOperationException();
    }

    public long tableBytes() {
        throw new UnsupportedOperationException();
    }

    public String stats(boolean full) {
        throw new UnsupportedOperationException();
    }

    public String dump() {
        throw new UnsupportedOperationException();
    }
}
