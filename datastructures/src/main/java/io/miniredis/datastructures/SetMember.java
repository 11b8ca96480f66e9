package io.miniredis.datastructures;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A member of a set in the form its set keeps it: an integer, or bytes somewhere in an array. A reader makes one and
 * lets sets show their members in it ({@link SetValue#view}), so that reading makes no garbage.
 *
 * <p>What it shows is valid until the set is changed or another member is shown.
 */
public final class SetMember {
    private static final byte[] NOTHING = new byte[0];

    private boolean integer;
    private long number;
    private byte[] array = NOTHING;
    private int offset;
    private int length;

    /** The whole member as an array of its own, once somebody has asked for it. */
    private byte @Nullable [] whole;

    void show(long value) {
        integer = true;
        number = value;
        whole = null;
    }

    /** An array that nobody writes to. */
    void show(byte[] value) {
        integer = false;
        array = value;
        offset = 0;
        length = value.length;
        whole = value;
    }

    void show(byte[] source, int start, int bytes) {
        integer = false;
        array = source;
        offset = start;
        length = bytes;
        whole = null;
    }

    /** True if the set keeps it as an integer; other methods than {@link #number} and {@link #bytes} are void then. */
    public boolean isInteger() {
        return integer;
    }

    public long number() {
        return number;
    }

    /** The array that contains the member's bytes: {@link #length} of them from {@link #offset} on. */
    public byte[] array() {
        return array;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    /** The member as a string, an integer in digits; to be kept but not to be written to. */
    public byte[] bytes() {
        if (whole == null) {
            whole = integer ? Numbers.digits(number) : Arrays.copyOfRange(array, offset, offset + length);
        }
        return whole;
    }

    @Override
    public String toString() {
        return Ascii.quote(bytes(), 120);
    }
}
