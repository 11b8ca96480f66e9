package io.miniredis.lua;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The hash part of a table, node for node as PUC 5.1 lays it out (ltable.c): a chained scatter table with Brent's
 * variation. A key lives at its main position (what its hash says) or, when that is taken by a key that belongs there,
 * in the free node found from the end downwards. The layout decides the order of {@code pairs}, and scripts see it.
 *
 * <pre>
 *   slots:  | key 0 | value 0 | key 1 | value 1 | ...      next: | node after node 0 | node after node 1 | ...
 * </pre>
 *
 * A value set to nil leaves its key behind (a traversal may stand there); only a rehash drops it.
 */
final class HashPart {
    /** PUC's dummy node: the part of a table without any key. */
    static final HashPart NONE = new HashPart(0);

    /** No further node in the chain; the node is not found; no free node. */
    static final int NO_NODE = -1;

    private final @Nullable Object[] slots;
    private final int[] next;
    private final int mask;
    private int lastFree;

    /** Room for at least the given number of keys: the power of two that holds them. */
    HashPart(int wanted) {
        int size = wanted == 0 ? 0 : wanted == 1 ? 1 : Integer.highestOneBit(wanted - 1) << 1;
        slots = new Object[2 * size];
        next = new int[size];
        Arrays.fill(next, NO_NODE);
        mask = size - 1;
        lastFree = size;
    }

    /** The number of nodes: zero or a power of two. */
    int size() {
        return next.length;
    }

    @Nullable
    Object key(int node) {
        return slots[2 * node];
    }

    @Nullable
    Object value(int node) {
        return slots[2 * node + 1];
    }

    void value(int node, @Nullable Object value) {
        slots[2 * node + 1] = value;
    }

    /** The value under a string, null if there is none. */
    @Nullable
    Object get(LuaString key) {
        int node = find(key);
        return node < 0 ? null : slots[2 * node + 1];
    }

    /**
     * The node of a string, or {@link #NO_NODE}. Mostly the key is the very object, or another one with another hash,
     * and bytes are not looked at: the JVM's compiler then leaves their comparison out of all that asks a table.
     */
    int find(LuaString key) {
        if (next.length == 0) {
            return NO_NODE;
        }
        int hash = key.hashCode();
        int node = hash & mask;
        do {
            Object k = slots[2 * node];
            if (k == key || (k instanceof LuaString s && s.isHashed(hash) && s.sameAs(key))) {
                return node;
            }
            node = next[node];
        } while (node >= 0);
        return NO_NODE;
    }

    /** The node of a number, or {@link #NO_NODE}. */
    int find(double key) {
        if (next.length == 0) {
            return NO_NODE;
        }
        int node = mainPosition(key);
        do {
            if (slots[2 * node] instanceof Double d && d == key) {
                return node;
            }
            node = next[node];
        } while (node >= 0);
        return NO_NODE;
    }

    /** The node of any key, or {@link #NO_NODE}. */
    int find(Object key) {
        if (key instanceof LuaString s) {
            return find(s);
        }
        if (key instanceof Double d) {
            return find(d.doubleValue());
        }
        if (next.length == 0) {
            return NO_NODE;
        }
        int node = mainPosition(key);
        do {
            if (slots[2 * node] == key) {
                return node;
            }
            node = next[node];
        } while (node >= 0);
        return NO_NODE;
    }

    /**
     * Puts a key that is not here into a node of its own, moving a colliding key that is not at home (ltable.c,
     * {@code newkey}). Returns {@link #NO_NODE} when no node is free: the table must be rehashed.
     */
    int insert(Object key) {
        if (next.length == 0) {
            return NO_NODE;
        }
        int main = mainPosition(key);
        if (slots[2 * main + 1] != null) {
            int free = freeNode();
            if (free < 0) {
                return NO_NODE;
            }
            Object resident = slots[2 * main];
            int home = resident == null ? main : mainPosition(resident);
            if (home != main) {
                moveAway(main, home, free);
            } else {
                next[free] = next[main];
                next[main] = free;
                main = free;
            }
        }
        slots[2 * main] = key;
        return main;
    }

    private void moveAway(int node, int home, int free) {
        int previous = home;
        while (next[previous] != node) {
            previous = next[previous];
        }
        next[previous] = free;
        slots[2 * free] = slots[2 * node];
        slots[2 * free + 1] = slots[2 * node + 1];
        next[free] = next[node];
        next[node] = NO_NODE;
        slots[2 * node + 1] = null;
    }

    private int freeNode() {
        while (lastFree > 0) {
            lastFree--;
            if (slots[2 * lastFree] == null) {
                return lastFree;
            }
        }
        return NO_NODE;
    }

    private int mainPosition(Object key) {
        if (key instanceof LuaString s) {
            return s.hashCode() & mask;
        }
        if (key instanceof Double d) {
            return mainPosition(d.doubleValue());
        }
        if (key instanceof Boolean b) {
            return (b ? 1 : 0) & mask;
        }
        return Integer.remainderUnsigned(System.identityHashCode(key), mask | 1);
    }

    private int mainPosition(double key) {
        if (key == 0) {
            return 0;
        }
        long bits = Double.doubleToRawLongBits(key);
        return Integer.remainderUnsigned((int) bits + (int) (bits >>> 32), mask | 1);
    }
}
