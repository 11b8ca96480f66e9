package io.miniredis.server.command.generic;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.HashValue;
import io.miniredis.datastructures.Strings;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.keyspace.FieldExpiry;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where SORT finds what belongs to an element (lookupKeyByPattern): the first {@code *} of the pattern stands for the
 * element.
 *
 * <pre>
 *   weight_*        the string under this key
 *   object_*->name  a field of the hash under this key
 *   #               the element itself
 *   anything else   nothing
 * </pre>
 */
final class SortPattern {
    private final byte[] pattern;

    /** Where the star is, or -1. */
    private final int star;

    /** Where the key ends: at an arrow behind the star that has a field behind it, or with the pattern. */
    private final int keyEnd;

    private final byte @Nullable [] field;

    SortPattern(ByteString text) {
        pattern = text.bytes();
        star = indexOf(pattern, '*');
        int arrow = star < 0 ? -1 : arrowBehind(pattern, star);
        keyEnd = arrow < 0 ? pattern.length : arrow;
        field = arrow < 0 ? null : Arrays.copyOfRange(pattern, arrow + 2, pattern.length);
    }

    private static int indexOf(byte[] bytes, char wanted) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static int arrowBehind(byte[] bytes, int from) {
        for (int i = from + 1; i + 2 < bytes.length; i++) {
            if (bytes[i] == '-' && bytes[i + 1] == '>') {
                return i;
            }
        }
        return -1;
    }

    /** True if it names the same for every element: nothing to sort by. */
    boolean isConstant() {
        return star < 0;
    }

    /** What belongs to the element, or null. */
    byte @Nullable [] lookUp(CommandCall call, byte[] element) {
        if (pattern.length == 1 && pattern[0] == '#') {
            return element;
        }
        if (star < 0) {
            return null;
        }
        ByteString key = keyOf(element);
        Object value = call.db().read(key);
        if (field != null) {
            return value instanceof HashValue hash ? fieldOf(call, key, hash, field) : null;
        }
        return value != null && Strings.isString(value) ? Strings.bytes(value) : null;
    }

    private ByteString keyOf(byte[] element) {
        int behind = keyEnd - star - 1;
        byte[] key = new byte[star + element.length + behind];
        System.arraycopy(pattern, 0, key, 0, star);
        System.arraycopy(element, 0, key, star, element.length);
        System.arraycopy(pattern, star + 1, key, star + element.length, behind);
        return ByteString.wrap(key);
    }

    /** A field's value; one whose time has passed is not there, and is deleted on the way. */
    private static byte @Nullable [] fieldOf(CommandCall call, ByteString key, HashValue hash, byte[] field) {
        int at = hash.find(field);
        if (at == HashValue.NO_FIELD) {
            return null;
        }
        FieldExpiry expiry = call.db().fieldExpiry();
        if (hash.expireAtMillis(at) == HashValue.NO_EXPIRE || call.mustBeObeyed() || !expiry.isExpired(hash, at)) {
            return hash.valueAt(at);
        }
        expiry.deleteIfAllowed(call.db(), key, hash, field);
        return null;
    }

    @Override
    public String toString() {
        return "SortPattern[" + ByteString.wrap(pattern) + "]";
    }
}
