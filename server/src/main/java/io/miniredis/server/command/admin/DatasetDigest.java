package io.miniredis.server.command.admin;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.HashValue;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.ListCursor;
import io.miniredis.datastructures.ListValue;
import io.miniredis.datastructures.Numbers;
import io.miniredis.datastructures.SetMember;
import io.miniredis.datastructures.SetValue;
import io.miniredis.datastructures.SortedSet;
import io.miniredis.datastructures.Stream;
import io.miniredis.datastructures.StreamCursor;
import io.miniredis.datastructures.StreamId;
import io.miniredis.datastructures.Strings;
import io.miniredis.datastructures.ValueType;
import io.miniredis.datastructures.Values;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.Databases;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A signature of data that is the same on every server, Redis's own included, that holds the same (computeDatasetDigest
 * in debug.c): 20 bytes, beginning as zeros, into which SHA-1 sums are mixed.
 *
 * <pre>
 *   xor(data)   digest ^= SHA1(data)                  what has no order: keys, members of a set
 *   mix(data)   digest  = SHA1(digest ^ SHA1(data))   what has one: a key and its value, elements of a list
 * </pre>
 */
final class DatasetDigest {
    private static final int BYTES = 20;
    private static final byte[] EXPIRES = Ascii.bytes("!!expire!!");
    /** Of a field with a time to live, as 7.4 has it. */
    private static final byte[] FIELD_EXPIRES = Ascii.bytes("!!hexpire!!");

    private final MessageDigest sha1;
    private byte[] digest = new byte[BYTES];

    DatasetDigest() {
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** For a part of a value, beside the digest that owns the SHA-1. */
    private DatasetDigest(MessageDigest sha1) {
        this.sha1 = sha1;
    }

    /** The digest of everything. */
    static DatasetDigest of(Databases databases) {
        DatasetDigest all = new DatasetDigest();
        for (int i = 0; i < databases.count(); i++) {
            Database database = databases.get(i);
            if (database.size() > 0) {
                all.mix(bigEndian(i));
                database.keys().forEach(entry -> all.xor(ofKey(entry).digest));
            }
        }
        return all;
    }

    private static DatasetDigest ofKey(KeyEntry entry) {
        DatasetDigest one = new DatasetDigest();
        one.mix(entry.key());
        one.mixValue(entry);
        return one;
    }

    /** The digest of a key's value and of whether it expires. */
    static DatasetDigest ofValue(KeyEntry entry) {
        DatasetDigest one = new DatasetDigest();
        one.mixValue(entry);
        return one;
    }

    private void mixValue(KeyEntry entry) {
        Object value = entry.value();
        mix(bigEndian(typeNumber(Values.typeOf(value))));
        if (Strings.isString(value)) {
            mix(Strings.bytes(value));
        } else if (value instanceof ListValue list) {
            mixElements(list);
        } else if (value instanceof SetValue set) {
            xorMembers(set);
        } else if (value instanceof HashValue hash) {
            xorFields(hash);
        } else if (value instanceof SortedSet sorted) {
            xorMembers(sorted);
        } else if (value instanceof Stream stream) {
            mixEntries(stream);
        } else {
            throw new IllegalStateException("no digest of a " + Values.typeOf(value));
        }
        if (entry.expireAtMillis() != KeyEntry.NO_EXPIRE) {
            xor(EXPIRES);
        }
    }

    private void mixElements(ListValue list) {
        for (ListCursor cursor = list.cursor(0, false); cursor.isValid(); cursor.advance()) {
            mix(cursor.get());
        }
    }

    private void xorMembers(SetValue set) {
        SetMember member = new SetMember();
        for (int at = set.first(); at >= 0; at = set.next(at)) {
            set.view(at, member);
            xor(member.bytes());
        }
    }

    private void xorFields(HashValue hash) {
        for (int at = hash.firstField(); at >= 0; at = hash.fieldAfter(at)) {
            DatasetDigest one = new DatasetDigest(sha1);
            one.mix(hash.fieldAt(at));
            one.mix(hash.valueAt(at));
            if (hash.expireAtMillis(at) != HashValue.NO_EXPIRE) {
                one.xor(FIELD_EXPIRES);
            }
            xor(one.digest);
        }
    }

    private void xorMembers(SortedSet sorted) {
        for (int at = sorted.lowest(); at >= 0; at = sorted.higher(at)) {
            DatasetDigest one = new DatasetDigest(sha1);
            one.mix(sorted.member(at));
            one.mix(Ascii.bytes(Numbers.formatFewestDigits(sorted.score(at))));
            xor(one.digest);
        }
    }

    private void mixEntries(Stream stream) {
        StreamCursor cursor = stream.cursor(StreamId.ZERO, StreamId.MAX, false);
        while (cursor.next()) {
            mix(Ascii.bytes(Long.toUnsignedString(cursor.ms()) + "." + Long.toUnsignedString(cursor.seq())));
            while (cursor.nextField()) {
                mix(cursor.node().get(cursor.field()));
                mix(cursor.node().get(cursor.value()));
            }
        }
    }

    /** OBJ_STRING to OBJ_STREAM in server.h. */
    private static int typeNumber(ValueType type) {
        return switch (type) {
            case STRING -> 0;
            case LIST -> 1;
            case SET -> 2;
            case ZSET -> 3;
            case HASH -> 4;
            case STREAM -> 6;
        };
    }

    private static byte[] bigEndian(int number) {
        return new byte[] {(byte) (number >>> 24), (byte) (number >>> 16), (byte) (number >>> 8), (byte) number};
    }

    private void xor(byte[] data) {
        byte[] sum = sha1.digest(data);
        for (int i = 0; i < BYTES; i++) {
            digest[i] ^= sum[i];
        }
    }

    private void mix(byte[] data) {
        xor(data);
        digest = sha1.digest(digest);
    }

    /** 40 hexadecimal digits in lower case. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(2 * BYTES);
        for (byte b : digest) {
            text.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return text.toString();
    }
}
