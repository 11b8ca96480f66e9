package io.miniredis.persistence.rdb;

import io.miniredis.datastructures.Ascii;
import java.util.ArrayList;
import java.util.List;

/** Notes all that a reader tells. */
final class Recording implements RdbTarget {
    final List<String> lines = new ArrayList<>();
    final List<Object> values = new ArrayList<>();

    @Override
    public void version(int version) {
        lines.add("version " + version);
    }

    @Override
    public void aux(byte[] name, byte[] value) {
        lines.add("aux " + Ascii.text(name) + " " + Ascii.text(value));
    }

    @Override
    public void database(long index) {
        lines.add("database " + index);
    }

    @Override
    public void size(long keys, long expires) {
        lines.add("size " + keys + " " + expires);
    }

    @Override
    public void function(byte[] code) {
        lines.add("function " + Ascii.text(code));
    }

    @Override
    public void entry(byte[] key, Object value, long expireAtMillis, long idleSeconds, int frequency) {
        lines.add("entry " + Ascii.text(key) + " " + expireAtMillis + " " + idleSeconds + " " + frequency);
        values.add(value);
    }

    @Override
    public void emptyKey(byte[] key) {
        lines.add("empty " + Ascii.text(key));
    }
}
