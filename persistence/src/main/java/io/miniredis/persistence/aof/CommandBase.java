package io.miniredis.persistence.aof;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.HashValue;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.ListCursor;
import io.miniredis.datastructures.ListValue;
import io.miniredis.datastructures.SetMember;
import io.miniredis.datastructures.SetValue;
import io.miniredis.datastructures.SortedSet;
import io.miniredis.datastructures.Stream;
import io.miniredis.datastructures.Strings;
import io.miniredis.persistence.file.OpenFile;
import io.miniredis.persistence.snapshot.FrozenTable;
import io.miniredis.persistence.snapshot.SnapshotTarget;
import java.io.IOException;
import java.util.List;

/**
 * Writes a data set as the commands that make it, up to 64 elements each (rewriteAppendOnlyFileRio).
 *
 * <p>Used by one thread. The file stays the caller's.
 */
public final class CommandBase implements SnapshotTarget {
    private static final int ELEMENTS_PER_COMMAND = 64;

    private final CommandOutput out;
    private final List<ByteString> functions;
    private final long timestampSeconds;

    /**
     * @param syncEveryBytes after how many bytes the file is flushed to disk while it is written; 0: never
     * @param functions the code of libraries
     * @param timestampSeconds noted at the beginning, or -1
     */
    public CommandBase(OpenFile file, long syncEveryBytes, List<ByteString> functions, long timestampSeconds) {
        this.out = new CommandOutput(file, syncEveryBytes);
        this.functions = functions;
        this.timestampSeconds = timestampSeconds;
    }

    @Override
    public void begin() throws IOException {
        if (timestampSeconds >= 0) {
            byte[] annotation = Ascii.bytes("#TS:" + timestampSeconds + "\r\n");
            out.raw(annotation, 0, annotation.length);
        }
        for (ByteString code : functions) {
            out.command(3);
            out.word("FUNCTION");
            out.word("LOAD");
            out.bulk(code.bytes());
        }
    }

    @Override
    public void selectDatabase(int index, long keys, long expires) throws IOException {
        out.command(2);
        out.word("SELECT");
        out.bulkInteger(index);
    }

    @Override
    public void entry(byte[] key, Object value, long expireAtMillis, int lru) throws IOException {
        if (Strings.isString(value)) {
            out.command(3);
            out.word("SET");
            out.bulk(key);
            out.bulk(Strings.bytes(value));
        } else if (value instanceof ListValue list) {
            list(key, list);
        } else if (value instanceof SetValue set) {
            set(key, set);
        } else if (value instanceof SortedSet sortedSet) {
            sortedSet(key, sortedSet);
        } else if (value instanceof HashValue hash) {
            hash(key, hash);
        } else if (value instanceof Stream stream) {
            new StreamCommands(out, key).write(stream);
        } else {
            throw new IllegalArgumentException("no value: " + value);
        }
        expiry(key, expireAtMillis);
    }

    private void expiry(byte[] key, long expireAtMillis) throws IOException {
        if (expireAtMillis != KeyEntry.NO_EXPIRE) {
            out.command(3);
            out.word("PEXPIREAT");
            out.bulk(key);
            out.bulkInteger(expireAtMillis);
        }
    }

    /** Before the element of this index: begins a command if it is the first of one. */
    private void element(String command, byte[] key, int index, int size, int arguments) throws IOException {
        if (index % ELEMENTS_PER_COMMAND == 0) {
            out.command(2 + Math.min(size - index, ELEMENTS_PER_COMMAND) * arguments);
            out.word(command);
            out.bulk(key);
        }
    }

    private void list(byte[] key, ListValue list) throws IOException {
        int index = 0;
        for (ListCursor cursor = list.cursor(0, false); cursor.isValid(); cursor.advance()) {
            element("RPUSH", key, index++, list.size(), 1);
            if (cursor.isInteger()) {
                out.bulkInteger(cursor.integer());
            } else {
                out.bulk(cursor.bytes(), cursor.offset(), cursor.length());
            }
        }
    }

    private void set(byte[] key, SetValue set) throws IOException {
        SetMember member = new SetMember();
        int index = 0;
        for (int at = set.first(); at != SetValue.NONE; at = set.next(at)) {
            element("SADD", key, index++, set.size(), 1);
            set.view(at, member);
            if (member.isInteger()) {
                out.bulkInteger(member.number());
            } else {
                out.bulk(member.array(), member.offset(), member.length());
            }
        }
    }

    private void sortedSet(byte[] key, SortedSet sortedSet) throws IOException {
        int index = 0;
        for (int at = sortedSet.lowest(); at != SortedSet.ABSENT; at = sortedSet.higher(at)) {
            element("ZADD", key, index++, sortedSet.size(), 2);
            out.score(sortedSet.score(at));
            sortedSet.writeMember(at, out);
        }
    }

    private void hash(byte[] key, HashValue hash) throws IOException {
        int index = 0;
        for (int at = hash.firstField(); at != HashValue.NO_FIELD; at = hash.fieldAfter(at)) {
            element("HMSET", key, index++, hash.fieldCount(), 2);
            hash.writeField(at, out);
            hash.writeValue(at, out);
        }
        if (hash.hasExpiringFields()) {
            for (int at = hash.firstField(); at != HashValue.NO_FIELD; at = hash.fieldAfter(at)) {
                if (hash.expireAtMillis(at) != HashValue.NO_EXPIRE) {
                    fieldExpiry(key, hash.fieldAt(at), hash.expireAtMillis(at));
                }
            }
        }
    }

    private void fieldExpiry(byte[] key, byte[] field, long expireAtMillis) throws IOException {
        out.command(6);
        out.word("HPEXPIREAT");
        out.bulk(key);
        out.bulkInteger(expireAtMillis);
        out.word("FIELDS");
        out.bulkInteger(1);
        out.bulk(field);
    }

    @Override
    public void table(byte[] key, FrozenTable table, long expireAtMillis, int lru) throws IOException {
        switch (table.type()) {
            case SET -> {
                for (int index = 0; table.next(); index++) {
                    element("SADD", key, index, table.count(), 1);
                    table.writeKey(out);
                }
            }
            case ZSET -> {
                for (int index = 0; table.next(); index++) {
                    element("ZADD", key, index, table.count(), 2);
                    out.score(table.score());
                    table.writeKey(out);
                }
            }
            case HASH -> hashTable(key, table);
            default -> throw new IllegalArgumentException("no table: " + table);
        }
        expiry(key, expireAtMillis);
    }

    /** The table comes by once: fields that expire are kept until all are there. */
    private void hashTable(byte[] key, FrozenTable table) throws IOException {
        ExpiringFields expiring = new ExpiringFields();
        for (int index = 0; table.next(); index++) {
            element("HMSET", key, index, table.count(), 2);
            table.writeKey(out);
            table.writeValue(out);
            if (table.expireAtMillis() != HashValue.NO_EXPIRE) {
                table.writeKey(expiring);
                expiring.at(table.expireAtMillis());
            }
        }
        for (int i = 0; i < expiring.count(); i++) {
            fieldExpiry(key, expiring.field(i), expiring.millis(i));
        }
    }

    @Override
    public void end() throws IOException {
        out.flush();
    }

    @Override
    public String toString() {
        return "CommandBase[" + out + "]";
    }
}
