package io.miniredis.datastructures;

/**
 * A list: a {@link ListPackList} while it is small, a {@link QuickList} from {@code list-max-listpack-size} on.
 *
 * <p>Who adds elements first asks {@link #readyFor} for the value that can take them; who took elements away asks
 * {@link #shrunk} for the value to keep. Either may be another object than before, which then replaces it (t_list.c's
 * listTypeTryConversion).
 *
 * <p>Indexes are from 0 on and within the list.
 */
public sealed interface ListValue extends Value permits ListPackList, QuickList {
    /** The number of elements. */
    int size();

    /** The value that takes this many elements more, of this many bytes together. */
    ListValue readyFor(int moreElements, long moreBytes, CollectionSettings settings);

    /** The value to keep after elements were removed or became smaller. */
    ListValue shrunk(CollectionSettings settings);

    /** Adds an element at the head or the tail; its bytes are the list's from now on. */
    void push(byte[] element, boolean atHead);

    /** The elements from this one on, in either direction. Void after the list's next change. */
    ListCursor cursor(int index, boolean backwards);

    /** Puts another element in the place of one. */
    void set(int index, byte[] element);

    /** Inserts an element before or after the first one equal to the pivot. Returns false if there is none. */
    boolean insert(byte[] pivot, byte[] element, boolean after);

    /** Removes elements equal to this one, at most {@code limit}, from head or tail. Returns how many. */
    int remove(byte[] element, int limit, boolean fromTail);

    /** Removes {@code count} elements from an index on. */
    void removeRange(int index, int count);

    @Override
    ListValue copy();

    @Override
    default ValueType type() {
        return ValueType.LIST;
    }
}
