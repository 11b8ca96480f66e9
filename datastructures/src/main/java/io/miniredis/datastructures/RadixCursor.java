package io.miniredis.datastructures;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A place in the order of a {@link RadixTree}'s keys: unsigned bytes, the shorter first.
 *
 * <p>It remembers its key and not the way to it. A step is a search from the root for the next key above or below, as
 * many nodes as the tree is deep; in return the tree may be changed between steps, even by removing the key the cursor
 * stands at.
 *
 * <p><b>How does a search find a neighbour without going back?</b> It follows the bound downwards and notes the last
 * place where it could have turned to the wanted side. If the bound's own way ends without a key on that side, the
 * answer is the nearest key below that place: the smallest one there when searching upwards, the largest when searching
 * downwards.
 */
public final class RadixCursor<V> {
    private final RadixTree<V> tree;
    private byte[] key = new byte[16];
    private int length;

    @Nullable
    private V value;

    // The last turn not taken: a node, the edge to take there (or HERE, the node's own key), and the bytes before it.
    private RadixTree.@Nullable Node turn;
    private int turnEdge;
    private int turnDepth;

    private static final int HERE = -1;

    /** Where to seek to, relative to a key, with the signs of {@code raxSeek}. */
    public enum Seek {
        /** {@code ^}. */
        FIRST,
        /** {@code $}. */
        LAST,
        /** {@code =}. */
        EQUAL,
        /** {@code >=}. */
        AT_LEAST,
        /** {@code >}. */
        ABOVE,
        /** {@code <=}. */
        AT_MOST,
        /** {@code <}. */
        BELOW
    }

    RadixCursor(RadixTree<V> tree) {
        this.tree = tree;
    }

    /** Goes to the smallest key. Returns false, and is nowhere, if there is none; so do all that follow. */
    public boolean seekFirst() {
        length = 0;
        return descend(tree.root(), false);
    }

    /** Goes to the largest key. */
    public boolean seekLast() {
        length = 0;
        return descend(tree.root(), true);
    }

    /** Goes to the key nearest to {@code bound} in the wanted direction; {@code FIRST} and {@code LAST} ignore it. */
    public boolean seek(Seek how, byte[] bound) {
        return switch (how) {
            case FIRST -> seekFirst();
            case LAST -> seekLast();
            case EQUAL -> seekEqual(bound);
            case AT_LEAST -> search(bound, bound.length, false, true);
            case ABOVE -> search(bound, bound.length, false, false);
            case AT_MOST -> search(bound, bound.length, true, true);
            case BELOW -> search(bound, bound.length, true, false);
        };
    }

    private boolean seekEqual(byte[] bound) {
        value = tree.find(bound);
        length = 0;
        append(bound, 0, bound.length);
        return value != null;
    }

    /** Goes to the next larger key. Only from a key. */
    public boolean next() {
        return search(key, length, false, false);
    }

    /** Goes to the next smaller key. Only from a key. */
    public boolean previous() {
        return search(key, length, true, false);
    }

    /** True unless the last search found nothing. */
    public boolean isAtKey() {
        return value != null;
    }

    /** A copy of the key it is at. */
    public byte[] key() {
        return Arrays.copyOf(key, length);
    }

    /** The value of the key it is at. */
    public V value() {
        V found = value;
        if (found == null) {
            throw new IllegalStateException("the cursor is at no key");
        }
        return found;
    }

    // ---- the search ----

    /**
     * Finds the key next to the bound.
     *
     * @param down towards smaller keys
     * @param inclusive the bound itself will do
     */
    private boolean search(byte[] bound, int boundLength, boolean down, boolean inclusive) {
        RadixTree.Node node = tree.root();
        int at = 0;
        turn = null;
        while (at < boundLength) {
            if (down && node.value != null) {
                note(node, HERE, at);
            }
            if (node.isLeaf()) {
                return takeTurn(bound, down);
            }
            if (node.isRun()) {
                int side = compareRun(node.bytes, bound, at, boundLength);
                if (side != 0) {
                    boolean wanted = down ? side < 0 : side > 0;
                    return wanted ? enter(node, 0, bound, at, down) : takeTurn(bound, down);
                }
                at += node.bytes.length;
                node = node.next();
            } else {
                int edge = node.edgeAtLeast(bound[at]);
                boolean match = node.hasEdge(edge, bound[at]);
                int aside = down ? edge - 1 : match ? edge + 1 : edge;
                if (aside >= 0 && aside < node.bytes.length) {
                    note(node, aside, at);
                }
                if (!match) {
                    return takeTurn(bound, down);
                }
                node = node.edges()[edge];
                at++;
            }
        }
        return arrive(node, bound, boundLength, down, inclusive);
    }

    /** At the node where the bound ends: all below it is larger. */
    private boolean arrive(RadixTree.Node node, byte[] bound, int boundLength, boolean down, boolean inclusive) {
        if (inclusive && node.value != null) {
            copyBound(bound, boundLength);
            value = tree.valueOf(node);
            return true;
        }
        if (down || node.isLeaf()) {
            return takeTurn(bound, down);
        }
        return enter(node, 0, bound, boundLength, false);
    }

    /** Where the keys behind a run are: -1 below the bound, 1 above it, 0 if the run is part of it. */
    private static int compareRun(byte[] run, byte[] bound, int at, int boundLength) {
        int mismatch = Arrays.mismatch(run, 0, run.length, bound, at, Math.min(boundLength, at + run.length));
        if (mismatch < 0) {
            return 0;
        }
        if (at + mismatch == boundLength) {
            return 1;
        }
        return (run[mismatch] & 0xFF) < (bound[at + mismatch] & 0xFF) ? -1 : 1;
    }

    private void note(RadixTree.Node node, int edge, int depth) {
        turn = node;
        turnEdge = edge;
        turnDepth = depth;
    }

    private boolean takeTurn(byte[] bound, boolean down) {
        RadixTree.Node node = turn;
        if (node == null) {
            value = null;
            return false;
        }
        if (turnEdge == HERE) {
            copyBound(bound, turnDepth);
            value = tree.valueOf(node);
            return true;
        }
        return enter(node, turnEdge, bound, turnDepth, down);
    }

    /** Leaves the bound's way at a node, by its run or by one of its edges, for the outermost key there. */
    private boolean enter(RadixTree.Node node, int edge, byte[] bound, int depth, boolean last) {
        copyBound(bound, depth);
        if (node.isRun()) {
            append(node.bytes, 0, node.bytes.length);
            return descend(node.next(), last);
        }
        append(node.bytes, edge, 1);
        return descend(node.edges()[edge], last);
    }

    /** From a node to the smallest or the largest key below it, its own included. */
    private boolean descend(RadixTree.Node start, boolean last) {
        RadixTree.Node node = start;
        while (!node.isLeaf() && (last || node.value == null)) {
            if (node.isRun()) {
                append(node.bytes, 0, node.bytes.length);
            } else {
                append(node.bytes, last ? node.bytes.length - 1 : 0, 1);
            }
            node = node.outermost(last);
        }
        value = tree.valueOf(node);
        return value != null;
    }

    /** The cursor's own key is a bound too, and its beginning then in place already. */
    private void copyBound(byte[] bound, int count) {
        length = 0;
        append(bound, 0, count);
    }

    private void append(byte[] source, int offset, int count) {
        if (length + count > key.length) {
            key = Arrays.copyOf(key, Math.max(key.length * 2, length + count));
        }
        System.arraycopy(source, offset, key, length, count);
        length += count;
    }

    @Override
    public String toString() {
        return "RadixCursor[" + (value == null ? "nowhere" : "at " + Ascii.quote(key(), 80)) + "]";
    }
}
