package io.miniredis.lua;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A Lua table: an array part for keys 1..n and a {@link HashPart} for all others, sized by the rules of PUC 5.1's
 * ltable.c (an array part is as large as the greatest power of two of which more than half would be in use), because
 * the sizes decide the order of {@code pairs} and the border that {@code #} finds.
 *
 * <p>Values are {@code null} (nil), {@link Boolean}, {@link Double}, {@link LuaString}, {@link LuaTable},
 * {@link LuaFunction}, {@link LuaCoroutine} or any other object (userdata). All access here is raw: metatables are the
 * business of {@link LuaState}.
 */
public final class LuaTable {
    /** The largest array part: 2^26 slots, as in PUC Lua. */
    private static final int MAX_ARRAY_BITS = 26;

    private static final int NODE_BYTES = 40;
    private static final int SLOT_BYTES = 16;

    private final ArrayPart array = new ArrayPart();
    private HashPart hash = HashPart.NONE;
    private @Nullable LuaTable metatable;
    private boolean readonly;
    private int layout;

    /** The events for which this table, as a metatable, is known to have no handler: a bit each (PUC's flags). */
    private int absent;

    /** Whom to ask for memory to grow, null for a table the host made. */
    private final @Nullable MemoryMeter meter;

    public LuaTable() {
        meter = null;
    }

    /** A table with room for so many array elements and other keys. */
    public LuaTable(int arrayElements, int otherKeys) {
        this(arrayElements, otherKeys, null);
    }

    /** A table of a script: it asks before it grows. */
    public LuaTable(int arrayElements, int otherKeys, @Nullable MemoryMeter meter) {
        this.meter = meter;
        array.resize(arrayElements);
        if (otherKeys > 0) {
            hash = new HashPart(otherKeys);
        }
    }

    public @Nullable LuaTable metatable() {
        return metatable;
    }

    /** Sets the metatable; refused by a read-only table. */
    public void metatable(@Nullable LuaTable table) {
        checkWritable();
        metatable = table;
    }

    public boolean readonly() {
        return readonly;
    }

    /** Whether every change is refused with {@code Attempt to modify a readonly table}. */
    public void readonly(boolean flag) {
        readonly = flag;
    }

    public @Nullable Object get(@Nullable Object key) {
        if (key instanceof LuaString s) {
            return hash.get(s);
        }
        if (key instanceof Double d) {
            return get(d.doubleValue());
        }
        return key == null ? null : valueOf(hash.find(key));
    }

    public @Nullable Object get(LuaString key) {
        return hash.get(key);
    }

    /** For hosts: the field of that name. */
    public @Nullable Object get(String key) {
        return hash.get(LuaString.of(key));
    }

    /** Whether there is nothing but array elements: no name leads to anything. */
    public boolean isPlainArray() {
        return hash.size() == 0;
    }

    /**
     * As a metatable: the handler for an event. Most metatables have one or two, and what is not there is remembered.
     */
    @Nullable
    public Object handler(Event event) {
        if ((absent & event.bit()) != 0) {
            return null;
        }
        Object handler = hash.get(event.field());
        if (handler == null) {
            absent |= event.bit();
        }
        return handler;
    }

    public @Nullable Object get(int index) {
        return array.has(index) ? array.get(index) : valueOf(hash.find((double) index));
    }

    public @Nullable Object get(double key) {
        int index = (int) key;
        return index == key ? get(index) : valueOf(hash.find(key));
    }

    /**
     * As {@link #get(double)}, but a number is left in {@code out} and told by {@link Numeral#NUMBER}: no boxing.
     */
    public @Nullable Object get(double key, Numeral out) {
        int index = (int) key;
        if (index == key && array.has(index)) {
            return array.get(index, out);
        }
        return out.unboxed(index == key ? valueOf(hash.find((double) index)) : valueOf(hash.find(key)));
    }

    private @Nullable Object valueOf(int node) {
        return node < 0 ? null : hash.value(node);
    }

    /** Sets a field; nil removes it. The key must be neither nil nor NaN, the table not read-only. */
    public void set(@Nullable Object key, @Nullable Object value) {
        if (key instanceof LuaString s) {
            set(s, value);
        } else if (key instanceof Double d) {
            set(d.doubleValue(), value);
        } else {
            checkWritable();
            if (key == null) {
                throw LuaError.text("table index is nil");
            }
            store(hash.find(key), key, value);
        }
    }

    public void set(LuaString key, @Nullable Object value) {
        checkWritable();
        store(hash.find(key), key, value);
    }

    /** For hosts: sets the field of that name. */
    public void set(String key, @Nullable Object value) {
        set(LuaString.of(key), value);
    }

    public void set(int index, @Nullable Object value) {
        checkWritable();
        if (array.has(index)) {
            array.set(index, value);
            return;
        }
        int node = hash.find((double) index);
        if (node >= 0) {
            hash.value(node, value);
        } else {
            store(HashPart.NO_NODE, (double) index, value);
        }
    }

    public void set(double key, @Nullable Object value) {
        int index = (int) key;
        if (index == key) {
            set(index, value);
            return;
        }
        checkWritable();
        if (Double.isNaN(key)) {
            throw LuaError.text("table index is NaN");
        }
        store(hash.find(key), key, value);
    }

    /** Sets a number without boxing it where the array part has a place for it. */
    public void set(double key, double value) {
        int index = (int) key;
        if (index == key && array.has(index) && !readonly) {
            array.set(index, value);
        } else {
            set(key, (Object) value);
        }
    }

    /** Whether to set a field is no more than that: nobody refuses it and no {@code __newindex} looks after it. */
    public boolean isPlainToSet() {
        return !readonly && (metatable == null || metatable.handler(Event.NEWINDEX) == null);
    }

    private void checkWritable() {
        if (readonly) {
            throw LuaError.text("Attempt to modify a readonly table");
        }
    }

    /**
     * Stores under the node found, or under a new one. A nil for a key that is not there makes a node, as in PUC Lua.
     */
    private void store(int node, Object key, @Nullable Object value) {
        absent = 0;
        if (node >= 0) {
            hash.value(node, value);
            return;
        }
        int fresh = hash.insert(key);
        if (fresh >= 0) {
            hash.value(fresh, value);
        } else {
            rehash(key);
            set(key, value);
        }
    }

    /** A border of the array: {@code #t} without metatables. */
    public int length() {
        int size = array.size();
        if (size > 0 && array.isNil(size)) {
            return array.border();
        }
        return hash.size() == 0 ? size : unboundSearch(size);
    }

    private int unboundSearch(int from) {
        long low = from;
        long high = from + 1L;
        while (valueOf(hash.find((double) high)) != null) {
            low = high;
            high *= 2;
            if (high > Integer.MAX_VALUE) {
                return linearBorder();
            }
        }
        while (high - low > 1) {
            long middle = (low + high) / 2;
            if (get((int) middle) == null) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return (int) low;
    }

    private int linearBorder() {
        int i = 1;
        while (get(i) != null) {
            i++;
        }
        return i - 1;
    }

    /**
     * The place of the first field after the given place that is not nil, or -1. Places: 0..arraySize-1, then the
     * nodes; start with -1.
     */
    public int nextPlace(int place) {
        int size = array.size();
        int i = place + 1;
        for (; i < size; i++) {
            if (!array.isNil(i + 1)) {
                return i;
            }
        }
        for (int node = i - size; node < hash.size(); node++) {
            if (hash.value(node) != null) {
                return size + node;
            }
        }
        return -1;
    }

    /** The key at a place that {@link #nextPlace} gave. */
    public @Nullable Object keyAt(int place) {
        int size = array.size();
        return place < size ? (Object) (double) (place + 1) : hash.key(place - size);
    }

    /** The value at a place that {@link #nextPlace} gave. */
    public @Nullable Object valueAt(int place) {
        int size = array.size();
        return place < size ? array.get(place + 1) : hash.value(place - size);
    }

    /** The place of a key (-1 for nil, which stands before all), for {@code next}. */
    public int placeOf(@Nullable Object key) {
        if (key == null) {
            return -1;
        }
        if (key instanceof Double d && (int) d.doubleValue() == d && array.has((int) d.doubleValue())) {
            return (int) d.doubleValue() - 1;
        }
        int node = hash.find(key);
        if (node < 0) {
            throw LuaError.text("invalid key to 'next'");
        }
        return array.size() + node;
    }

    /** Makes room for that many array elements at least (a constructor of known size). */
    public void reserveArray(int elements) {
        if (elements > array.size()) {
            resize(elements, hash.size());
        }
    }

    /** Changes whenever places change their meaning: a walk must then find its key again. */
    public int layout() {
        return layout;
    }

    /** What the table itself takes in memory, roughly, bytes. */
    public long footprintBytes() {
        return 64 + (long) array.size() * SLOT_BYTES + (long) hash.size() * NODE_BYTES;
    }

    // ltable.c, rehash: count integer keys by powers of two, choose the array's size, move everything.
    private void rehash(Object extraKey) {
        int[] counts = new int[MAX_ARRAY_BITS + 1];
        int inArray = array.count(counts);
        int total = inArray + 1;
        int integers = inArray + countInteger(extraKey, counts);
        for (int node = hash.size() - 1; node >= 0; node--) {
            Object key = hash.key(node);
            if (key != null && hash.value(node) != null) {
                integers += countInteger(key, counts);
                total++;
            }
        }
        int size = 0;
        int moved = 0;
        int sum = 0;
        for (int bit = 0, power = 1; bit <= MAX_ARRAY_BITS && power / 2 < integers; bit++, power *= 2) {
            sum += counts[bit];
            if (counts[bit] > 0 && sum > power / 2) {
                size = power;
                moved = sum;
            }
            if (sum == integers) {
                break;
            }
        }
        resize(size, total - moved);
    }

    private static int countInteger(Object key, int[] counts) {
        if (key instanceof Double d) {
            int k = (int) d.doubleValue();
            if (k == d && k > 0 && k <= 1 << MAX_ARRAY_BITS) {
                counts[32 - Integer.numberOfLeadingZeros(k - 1)]++;
                return 1;
            }
        }
        return 0;
    }

    private void resize(int arraySize, int hashSize) {
        if (meter != null) {
            meter.allocate(SLOT_BYTES * (long) arraySize + NODE_BYTES * (long) hashSize);
        }
        layout++;
        HashPart old = hash;
        int oldSize = array.size();
        if (arraySize > oldSize) {
            array.resize(arraySize);
        }
        hash = hashSize == 0 ? HashPart.NONE : new HashPart(hashSize);
        if (arraySize < oldSize) {
            for (int i = arraySize + 1; i <= oldSize; i++) {
                Object value = array.get(i);
                if (value != null) {
                    store(hash.find((double) i), (double) i, value);
                }
            }
            array.resize(arraySize);
        }
        for (int node = old.size() - 1; node >= 0; node--) {
            Object value = old.value(node);
            if (value != null) {
                moveIn(requireNonNull(old.key(node)), value);
            }
        }
    }

    private void moveIn(Object key, Object value) {
        if (key instanceof Double d && (int) d.doubleValue() == d && array.has((int) d.doubleValue())) {
            array.set((int) d.doubleValue(), value);
        } else {
            store(hash.find(key), key, value);
        }
    }

    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder("LuaTable[").append(array.size()).append('+').append(hash.size());
        for (int place = nextPlace(-1); place >= 0 && text.length() < 100; place = nextPlace(place)) {
            Object value = valueAt(place);
            text.append(' ').append(keyAt(place)).append('=').append(value instanceof LuaTable ? "{…}" : value);
        }
        return text.length() > 119
                ? text.substring(0, 118) + "…"
                : text.append(']').toString();
    }
}
