package io.miniredis.datastructures;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A place in a list from which elements are read one after the other, without an object for each:
 *
 * <pre>
 *   for (ListCursor at = list.cursor(0, false); at.isValid(); at.advance()) { ... }
 * </pre>
 *
 * <p>Void after a change of the list.
 */
public final class ListCursor {
    private static final ListPack NO_PACK = new ListPack();

    private final boolean backwards;
    private @Nullable QuickListNode node;

    /** What the place is in, unless that is a plain node. */
    private ListPack pack;

    /** A plain node's one element. */
    private byte @Nullable [] plain;

    /** {@link ListPack#NONE} at the end. */
    private int pos;

    /** @param pos of an element, or {@link ListPack#NONE} */
    ListCursor(ListPack pack, int pos, boolean backwards) {
        this.pack = pack;
        this.pos = pos;
        this.backwards = backwards;
    }

    /** @param index of an element of this node */
    ListCursor(QuickListNode node, int index, boolean backwards) {
        this(NO_PACK, ListPack.NONE, backwards);
        enter(node, index);
    }

    private void enter(QuickListNode next, int index) {
        node = next;
        if (next.isPlain()) {
            plain = next.plainBytes();
            pos = 0;
        } else {
            plain = null;
            pack = next.readOnly();
            pos = pack.seek(index);
        }
    }

    /** True while the cursor stands at an element. */
    public boolean isValid() {
        return pos != ListPack.NONE;
    }

    public void advance() {
        if (plain == null) {
            pos = backwards ? pack.previous(pos) : pack.next(pos);
        } else {
            pos = ListPack.NONE;
        }
        if (pos == ListPack.NONE && node != null) {
            QuickListNode next = backwards ? node.previous() : node.next();
            if (next != null) {
                enter(next, backwards ? -1 : 0);
            }
        }
    }

    /** True if the element is kept as an integer: then it is {@link #integer}, otherwise a piece of {@link #bytes}. */
    public boolean isInteger() {
        return plain == null && pack.isInteger(pos);
    }

    public long integer() {
        return pack.longAt(pos);
    }

    public byte[] bytes() {
        return plain == null ? pack.bytes() : plain;
    }

    /** Where in {@link #bytes} the element begins. */
    public int offset() {
        return plain == null ? pack.stringOffset(pos) : 0;
    }

    /** How many of {@link #bytes} the element is. */
    public int length() {
        return plain == null ? pack.stringLength(pos) : plain.length;
    }

    /** The element's bytes, an integer in digits. Not to be changed. */
    public byte[] get() {
        return plain == null ? pack.get(pos) : plain;
    }

    /** True if the element is this string. */
    public boolean holds(byte[] value) {
        return plain == null ? pack.equalsAt(pos, value) : Arrays.equals(plain, value);
    }

    @Override
    public String toString() {
        return "ListCursor[" + (isValid() ? Ascii.quote(get(), 80) : "at the end") + "]";
    }
}
