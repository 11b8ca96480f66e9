package io.miniredis.datastructures;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A map from byte strings to values that is ordered and shares common beginnings of keys: Redis's rax ({@code rax.c}).
 * A stream keeps its nodes in one, by their first id, and its groups and consumers by name.
 *
 * <p>A radix tree with the keys "foo", "footer" and "first". Where a key ends there is a value, shown by a star:
 *
 * <pre>
 *   "f" -&gt; [io] -i-&gt; "rst" -&gt; ()*
 *               -o-&gt; "o"   -&gt; "ter"* -&gt; ()*
 * </pre>
 *
 * <p>There are three kinds of nodes: a <i>run</i> ("rst") of one byte or more with one node behind it, a <i>branch</i>
 * ([io]) with two edges or more, sorted, one byte and one node each, and a <i>leaf</i>. Each may carry the value of the
 * key that ends before it. Nothing else is allowed: two runs in a row would be one, unless the second has a value. So
 * the shape follows from the keys alone, and {@link #nodes} is what Redis reports for the same keys.
 *
 * <p>Insertion walks until the key is at its end or differs, and then there are five cases. On the run "first" alone:
 *
 * <pre>
 *   1. the key ends at a node                "first"     the value goes there
 *   2. the key ends inside a run             "fi"        "fi" -&gt; "rst"* -&gt; ()*
 *   3. the key differs inside a run          "foo"       "f" -&gt; [io] -i-&gt; "rst" -&gt; ()*
 *                                                                 -o-&gt; "o" -&gt; ()*
 *   4. the key goes on behind a leaf         "firsthand" "first" -&gt; "hand"* -&gt; ()*
 *   5. a branch has no edge for it           (as 3, with [io] there already: one edge more)
 * </pre>
 *
 * <p>Removal takes the value away, then what leads nowhere, and at last joins runs that have become neighbours.
 *
 * <p>No node per byte, and no object but the nodes: a run or a branch has an array of its bytes. A key of 16 bytes that
 * shares 14 of them with its neighbours costs a run, a leaf and an edge.
 */
public final class RadixTree<V> {
    private static final byte[] NO_BYTES = {};
    private static final int OBJECT_BYTES = 24;
    private static final int NODE_BYTES = 48;

    private final Node root = new Node();
    private int size;
    private int nodes = 1;

    /** {@code below} is null for a leaf, the next node for a run, the nodes of the edges for a branch. */
    static final class Node {
        byte[] bytes = NO_BYTES;

        @Nullable
        Object below;

        @Nullable
        Object value;

        boolean isLeaf() {
            return below == null;
        }

        boolean isRun() {
            return below instanceof Node;
        }

        /** The node behind a run. */
        Node next() {
            return (Node) edge();
        }

        /** The nodes of a branch, in the order of its bytes. */
        Node[] edges() {
            return (Node[]) edge();
        }

        private Object edge() {
            Object behind = below;
            if (behind == null) {
                throw new IllegalStateException("nothing behind a leaf");
            }
            return behind;
        }

        /** The first node below, or the last. */
        Node outermost(boolean last) {
            if (isRun()) {
                return next();
            }
            Node[] edges = edges();
            return edges[last ? edges.length - 1 : 0];
        }

        /** The first edge of a branch whose byte is at least {@code b}; the number of edges if there is none. */
        int edgeAtLeast(byte b) {
            int wanted = b & 0xFF;
            int low = 0;
            int high = bytes.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if ((bytes[middle] & 0xFF) < wanted) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        boolean hasEdge(int edge, byte b) {
            return edge < bytes.length && bytes[edge] == b;
        }

        /** How many bytes of a run a key has from an offset on. */
        int commonBytes(byte[] key, int offset) {
            int bound = Math.min(bytes.length, key.length - offset);
            int common = 0;
            while (common < bound && bytes[common] == key[offset + common]) {
                common++;
            }
            return common;
        }
    }

    /** The number of keys. */
    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** The number of nodes, the root included: 1 for an empty tree. */
    public int nodes() {
        return nodes;
    }

    Node root() {
        return root;
    }

    /** The value of a key, or null. */
    public @Nullable V find(byte[] key) {
        Node node = root;
        int at = 0;
        while (at < key.length) {
            if (node.isLeaf()) {
                return null;
            }
            if (node.isRun()) {
                int length = node.bytes.length;
                if (node.commonBytes(key, at) < length) {
                    return null;
                }
                node = node.next();
                at += length;
            } else {
                int edge = node.edgeAtLeast(key[at]);
                if (!node.hasEdge(edge, key[at])) {
                    return null;
                }
                node = node.edges()[edge];
                at++;
            }
        }
        return valueOf(node);
    }

    /**
     * Adds the values of all keys that the given one begins with, itself included, to a list, the shortest key's first.
     */
    public void findPrefixes(byte[] key, List<? super V> into) {
        Node node = root;
        int at = 0;
        while (node != null) {
            V value = valueOf(node);
            if (value != null) {
                into.add(value);
            }
            if (at == key.length || node.isLeaf()) {
                return;
            }
            int length = node.isRun() ? node.bytes.length : 1;
            node = nodeBehind(node, key, at);
            at += length;
        }
    }

    /** Where the bytes of a key from an offset on lead, or null. */
    private static @Nullable Node nodeBehind(Node node, byte[] key, int at) {
        if (node.isRun()) {
            return node.commonBytes(key, at) < node.bytes.length ? null : node.next();
        }
        int edge = node.edgeAtLeast(key[at]);
        return node.hasEdge(edge, key[at]) ? node.edges()[edge] : null;
    }

    @SuppressWarnings("unchecked") // only insert puts values in
    @Nullable
    V valueOf(Node node) {
        return (V) node.value;
    }

    // ---- insertion ----

    /** Gives a key a value and returns the one it had, or null. The key's bytes are copied. */
    public @Nullable V insert(byte[] key, V value) {
        Node node = root;
        int at = 0;
        while (at < key.length) {
            if (node.isLeaf()) {
                growLeaf(node, key, at, value);
                return null;
            }
            if (node.isRun()) {
                int common = node.commonBytes(key, at);
                if (common < node.bytes.length) {
                    splitRun(node, common, key, at + common, value);
                    return null;
                }
                node = node.next();
                at += common;
            } else {
                int edge = node.edgeAtLeast(key[at]);
                if (!node.hasEdge(edge, key[at])) {
                    addEdge(node, edge, key[at], newTail(key, at + 1, value));
                    return null;
                }
                node = node.edges()[edge];
                at++;
            }
        }
        V before = valueOf(node);
        node.value = value;
        size += before == null ? 1 : 0;
        return before;
    }

    /** Case 4: the leaf becomes a run of the rest of the key. */
    private void growLeaf(Node leaf, byte[] key, int at, V value) {
        leaf.bytes = Arrays.copyOfRange(key, at, key.length);
        leaf.below = newTail(key, key.length, value);
    }

    /** Cases 2 and 3: only the first {@code common} bytes of the run are in the key too. */
    private void splitRun(Node run, int common, byte[] key, int at, V value) {
        byte[] bytes = run.bytes;
        Node rest;
        if (at == key.length) {
            rest = newNode(Arrays.copyOfRange(bytes, common, bytes.length), run.next());
            rest.value = value;
            size++;
        } else {
            Node old = common + 1 == bytes.length
                    ? run.next()
                    : newNode(Arrays.copyOfRange(bytes, common + 1, bytes.length), run.next());
            rest = newBranch(bytes[common], old, key[at], newTail(key, at + 1, value));
        }
        if (common == 0) {
            run.bytes = rest.bytes;
            run.below = rest.below;
            nodes--;
        } else {
            run.bytes = Arrays.copyOf(bytes, common);
            run.below = rest;
        }
    }

    private Node newBranch(byte one, Node behindOne, byte other, Node behindOther) {
        boolean inOrder = (one & 0xFF) < (other & 0xFF);
        Node branch = newNode(inOrder ? new byte[] {one, other} : new byte[] {other, one}, null);
        branch.below = inOrder ? new Node[] {behindOne, behindOther} : new Node[] {behindOther, behindOne};
        return branch;
    }

    /** What stands behind the part of the key that is in the tree: a run of the rest, if any, and a leaf. */
    private Node newTail(byte[] key, int at, V value) {
        Node leaf = newNode(NO_BYTES, null);
        leaf.value = value;
        size++;
        return at == key.length ? leaf : newNode(Arrays.copyOfRange(key, at, key.length), leaf);
    }

    private Node newNode(byte[] bytes, @Nullable Node below) {
        Node node = new Node();
        node.bytes = bytes;
        node.below = below;
        nodes++;
        return node;
    }

    private static void addEdge(Node branch, int edge, byte b, Node behind) {
        byte[] bytes = branch.bytes;
        Node[] edges = branch.edges();
        byte[] moreBytes = Arrays.copyOf(bytes, bytes.length + 1);
        Node[] moreEdges = Arrays.copyOf(edges, edges.length + 1);
        System.arraycopy(bytes, edge, moreBytes, edge + 1, bytes.length - edge);
        System.arraycopy(edges, edge, moreEdges, edge + 1, edges.length - edge);
        moreBytes[edge] = b;
        moreEdges[edge] = behind;
        branch.bytes = moreBytes;
        branch.below = moreEdges;
    }

    // ---- removal ----

    /** Removes a key and returns its value, or null if it is not there. */
    public @Nullable V remove(byte[] key) {
        Node[] path = new Node[8];
        int depth = 0;
        Node node = root;
        int at = 0;
        while (at < key.length) {
            if (node.isLeaf()) {
                return null;
            }
            if (depth == path.length) {
                path = Arrays.copyOf(path, depth * 2);
            }
            path[depth++] = node;
            boolean run = node.isRun();
            int edge = run ? 0 : node.edgeAtLeast(key[at]);
            if (run ? node.commonBytes(key, at) < node.bytes.length : !node.hasEdge(edge, key[at])) {
                return null;
            }
            at += run ? node.bytes.length : 1;
            node = run ? node.next() : node.edges()[edge];
        }
        V removed = valueOf(node);
        if (removed != null) {
            node.value = null;
            size--;
            tidy(path, depth, node);
        }
        return removed;
    }

    /** Restores the shape after a node, which is behind the first {@code depth} nodes of a path, has lost its value. */
    private void tidy(Node[] path, int depth, Node valueless) {
        Node node = valueless;
        int above = depth;
        while (node.isLeaf() && node.value == null && above > 0) {
            Node parent = path[--above];
            removeBelow(parent, node);
            node = parent;
        }
        if (above > 0 && node.isRun() && node.value == null && path[above - 1].isRun()) {
            node = path[above - 1];
        }
        joinRuns(node);
    }

    /** The run becomes a leaf; the branch loses an edge, and with only one left becomes a run. */
    private void removeBelow(Node parent, Node gone) {
        nodes--;
        if (parent.isRun()) {
            parent.bytes = NO_BYTES;
            parent.below = null;
            return;
        }
        Node[] edges = parent.edges();
        int edge = 0;
        while (edges[edge] != gone) {
            edge++;
        }
        if (edges.length == 2) {
            parent.bytes = new byte[] {parent.bytes[1 - edge]};
            parent.below = edges[1 - edge];
            return;
        }
        byte[] fewerBytes = Arrays.copyOf(parent.bytes, edges.length - 1);
        Node[] fewerEdges = Arrays.copyOf(edges, edges.length - 1);
        System.arraycopy(parent.bytes, edge + 1, fewerBytes, edge, edges.length - 1 - edge);
        System.arraycopy(edges, edge + 1, fewerEdges, edge, edges.length - 1 - edge);
        parent.bytes = fewerBytes;
        parent.below = fewerEdges;
    }

    private void joinRuns(Node first) {
        while (first.isRun() && first.next().isRun() && first.next().value == null) {
            Node second = first.next();
            byte[] joined = Arrays.copyOf(first.bytes, first.bytes.length + second.bytes.length);
            System.arraycopy(second.bytes, 0, joined, first.bytes.length, second.bytes.length);
            first.bytes = joined;
            first.below = second.below;
            nodes--;
        }
    }

    // ---- looking around ----

    /** A cursor at no key: {@link RadixCursor#seek} comes first. */
    public RadixCursor<V> cursor() {
        return new RadixCursor<>(this);
    }

    /** Bytes of heap, estimated, of the tree without its values: nodes, their bytes and edges. */
    public long sizeBytes() {
        return OBJECT_BYTES + (long) nodes * NODE_BYTES;
    }

    /** The tree drawn: a line for each node, indented by its depth in bytes, a star and the value where a key ends. */
    public String dump() {
        StringBuilder out = new StringBuilder(64);
        out.append("radix tree of ")
                .append(size)
                .append(" keys, ")
                .append(nodes)
                .append(" nodes\n");
        ArrayDeque<Drawn> pending = new ArrayDeque<>();
        pending.push(new Drawn(root, 0));
        while (!pending.isEmpty()) {
            Drawn drawn = pending.pop();
            Node node = drawn.node;
            drawNode(out, node, drawn.indent);
            if (node.isRun()) {
                pending.push(new Drawn(node.next(), drawn.indent + node.bytes.length));
            } else if (!node.isLeaf()) {
                for (int i = node.bytes.length - 1; i >= 0; i--) {
                    pending.push(new Drawn(node.edges()[i], drawn.indent + 1));
                }
            }
        }
        return out.toString();
    }

    private record Drawn(Node node, int indent) {}

    private static void drawNode(StringBuilder out, Node node, int indent) {
        out.append("  ").append(" ".repeat(Math.min(indent, 60)));
        if (node.isLeaf()) {
            out.append("()");
        } else if (node.isRun()) {
            out.append(Ascii.quote(node.bytes, 60));
        } else {
            String quoted = Ascii.quote(node.bytes, 60);
            out.append('[').append(quoted, 1, quoted.length() - 1).append(']');
        }
        Object value = node.value;
        if (value != null) {
            out.append(" * ").append(value);
        }
        out.append('\n');
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(120);
        out.append("RadixTree[").append(size).append(" keys, ").append(nodes).append(" nodes:");
        RadixCursor<V> cursor = cursor();
        for (boolean found = cursor.seekFirst(); found; found = cursor.next()) {
            String key = Ascii.quote(cursor.key(), 40);
            if (out.length() + key.length() > 116) {
                out.append(" …");
                break;
            }
            out.append(' ').append(key);
        }
        return out.append(']').toString();
    }
}
