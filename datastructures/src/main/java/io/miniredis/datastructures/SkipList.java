package io.miniredis.datastructures;

import java.util.Arrays;

/**
 * The order of a big sorted set: members by score, then by their bytes, each found, ranked, added and removed in
 * O(log n) steps. William Pugh, "Skip lists: a probabilistic alternative to balanced trees" (1990), with the spans and
 * backward links of Redis's {@code t_zset.c}.
 *
 * <p>A linked list, of whose nodes every fourth also stands in a list a level higher, of those every fourth in one
 * above, and so on. A search runs along the highest list, goes down where it would overshoot, and so on to the lowest.
 * A link's span says how many places of the lowest list it skips, so that ranks come out of the same walk.
 *
 * <pre>
 *   level 2   head ---------------------- 3 ---------------------> c ------------- 2 ------------> head
 *   level 1   head ---------- 2 ---------> b ---------- 1 -------> c ------------- 2 ------------> head
 *   level 0   head ---> a ---------------> b --------------------> c ---> d ---------------------> head
 * </pre>
 *
 * <p>There is no object per node. Node n is the member in slot n - 1 of the set's dict; node 0 is the head, which also
 * ends every list, at position size + 1. A node's score, its links at level 0 and the place of its {@linkplain
 * SkipListTowers tower} of higher links are five ints in chunks of 1024 nodes: 20 bytes, and 7 more on average for
 * towers.
 */
final class SkipList {
    static final int MAX_LEVELS = 32;

    private static final int HEAD = 0;
    private static final int CHUNK_SHIFT = 10;
    private static final int CHUNK_NODES = 1 << CHUNK_SHIFT;
    private static final int CHUNK_MASK = CHUNK_NODES - 1;

    // The ints of a node.
    private static final int SCORE_HIGH = 0;
    private static final int SCORE_LOW = 1;
    private static final int FORWARD = 2;
    private static final int BACKWARD = 3;
    private static final int TOWER = 4;
    private static final int NODE_INTS = 5;

    private static final int SHOWN_MEMBERS = 4;

    private static final int[] NO_NODES = {};

    private final CompactDict members;
    private final RandomSource random;
    private int[][] nodes = {new int[NODE_INTS]};
    private int nodeRoom = 1;
    private SkipListTowers towers = new SkipListTowers();
    private int levels = 1;
    private int size;

    /** @param members whose slots are the nodes: a member is in the dict before it is put into the list */
    SkipList(CompactDict members, RandomSource random) {
        this.members = members;
        this.random = random;
    }

    int size() {
        return size;
    }

    double score(int slot) {
        return nodeScore(slot + 1);
    }

    /** The slot of the lowest member, or -1. */
    int first() {
        return forward(HEAD) - 1;
    }

    /** The slot of the highest member, or -1. */
    int last() {
        return nodes[0][BACKWARD] - 1;
    }

    /** The slot of the next higher member, or -1. */
    int next(int slot) {
        return forward(slot + 1) - 1;
    }

    /** The slot of the next lower member, or -1. */
    int previous(int slot) {
        return backward(slot + 1) - 1;
    }

    /** The slot of the member with this many members below it, or -1 if there are not as many. */
    int at(int rank) {
        if (rank <= 0 || rank >= size - 1) {
            return rank == 0 ? first() : rank == size - 1 ? last() : -1;
        }
        int left = rank + 1;
        int x = tower(HEAD);
        for (int level = levels - 1; level > 0; level--) {
            int span = towers.span(x, level);
            while (span <= left) {
                left -= span;
                x = towers.next(x, level);
                span = towers.span(x, level);
            }
        }
        int node = nodeOf(x);
        for (; left > 0; left--) {
            node = forward(node);
        }
        return node - 1;
    }

    /** How many members are below this one. Climbs from each node by its highest link until the end of the list. */
    int rank(int slot) {
        int node = slot + 1;
        int above = 0;
        while (node != HEAD && tower(node) == SkipListTowers.NONE) {
            above++;
            node = forward(node);
        }
        int x = node == HEAD ? SkipListTowers.NONE : tower(node);
        while (x != SkipListTowers.NONE) {
            int top = towers.height(x) - 1;
            above += towers.span(x, top);
            x = towers.next(x, top);
        }
        return size - above;
    }

    /** How many members have a lower score than this, or not a higher one if {@code orEqual}. */
    int countBelow(double score, boolean orEqual) {
        int x = tower(HEAD);
        int position = 0;
        for (int level = levels - 1; level > 0; level--) {
            int y = towers.next(x, level);
            while (y != SkipListTowers.NONE && isBelow(towers.nextScore(x, level), score, orEqual)) {
                position += towers.span(x, level);
                x = y;
                y = towers.next(x, level);
            }
        }
        int node = forward(nodeOf(x));
        while (node != HEAD && isBelow(nodeScore(node), score, orEqual)) {
            position++;
            node = forward(node);
        }
        return position;
    }

    private static boolean isBelow(double one, double other, boolean orEqual) {
        return one < other || (orEqual && one == other);
    }

    /** How many members are before this string, or not after it if {@code orEqual}; all scores being the same. */
    int countBelow(byte[] member, boolean orEqual) {
        int x = tower(HEAD);
        int position = 0;
        for (int level = levels - 1; level > 0; level--) {
            int y = towers.next(x, level);
            while (y != SkipListTowers.NONE && isBelow(towers.node(y), member, orEqual)) {
                position += towers.span(x, level);
                x = y;
                y = towers.next(x, level);
            }
        }
        int node = forward(nodeOf(x));
        while (node != HEAD && isBelow(node, member, orEqual)) {
            position++;
            node = forward(node);
        }
        return position;
    }

    private boolean isBelow(int node, byte[] member, boolean orEqual) {
        int order = Arrays.compareUnsigned(member(node), member);
        return order < 0 || (orEqual && order == 0);
    }

    // ---- changing ----

    /** Puts a member of the dict in, which is not in the list yet. */
    void insert(int slot, double score) {
        int node = slot + 1;
        int height = Math.min(randomHeight(), levels + 1);
        if (height > levels) {
            raise();
        }
        setTower(node, towers.allocate(Math.min(height, levels), node));
        setScore(node, score);
        link(node);
    }

    /** A height of n + 1 with a quarter of the chance of n. */
    private int randomHeight() {
        int height = 1 + Long.numberOfTrailingZeros(random.nextLong()) / 2;
        return Math.min(height, MAX_LEVELS);
    }

    /** Gives a member another score and so, perhaps, another place. */
    void rescore(int slot, double score) {
        int node = slot + 1;
        int before = backward(node);
        int after = forward(node);
        boolean stays = tower(node) == SkipListTowers.NONE
                && (before == HEAD || nodeScore(before) < score)
                && (after == HEAD || score < nodeScore(after));
        if (stays) {
            setScore(node, score);
            return;
        }
        unlink(node);
        int height = towers.height(tower(node));
        while (levels < height) {
            raise();
        }
        setScore(node, score);
        link(node);
    }

    /** Takes a member out, which is still in the dict. */
    void remove(int slot) {
        unlink(slot + 1);
        discardTower(slot + 1);
    }

    /** {@link #remove(int)} for those who know the rank. */
    void removeAt(int rank, int slot) {
        unlinkAt(rank + 1, slot + 1);
        discardTower(slot + 1);
    }

    private void discardTower(int node) {
        towers.giveBack(tower(node));
        if (towers.isSparse()) {
            rebuildTowers();
        }
    }

    /**
     * The dict has moved a member to another slot, which was free. Links above the lowest level lead to towers, which
     * stay.
     */
    void moved(int from, int to) {
        int node = from + 1;
        int moved = to + 1;
        System.arraycopy(chunk(node), base(node), chunk(moved), base(moved), NODE_INTS);
        linkForward(backward(moved), moved);
        linkBackward(forward(moved), moved);
        if (tower(moved) != SkipListTowers.NONE) {
            towers.node(tower(moved), moved);
        }
    }

    /** Copies all towers together, then lets links lead to the copies. */
    private void rebuildTowers() {
        SkipListTowers old = towers;
        towers = new SkipListTowers();
        int node = HEAD;
        do {
            setTower(node, towers.copy(old, tower(node)));
            node = forward(node);
        } while (node != HEAD);
        do {
            int tower = tower(node);
            for (int level = towers.height(tower) - 1; level > 0; level--) {
                int next = towers.next(tower, level);
                int copy = next == SkipListTowers.NONE ? next : tower(old.node(next));
                towers.link(tower, level, copy, towers.span(tower, level));
            }
            node = forward(node);
        } while (node != HEAD);
    }

    // ---- linking ----

    /** Gives the head one more level, an empty one. */
    private void raise() {
        int tower = tower(HEAD);
        if (towers.height(tower) <= levels) {
            int taller = towers.allocate(levels + 1, HEAD);
            if (taller == SkipListTowers.NONE) {
                return;
            }
            for (int level = 1; level < levels; level++) {
                copyLink(taller, tower, level);
            }
            towers.giveBack(tower);
            setTower(HEAD, taller);
        }
        towers.link(tower(HEAD), levels, SkipListTowers.NONE, size + 1);
        levels++;
    }

    private void copyLink(int to, int from, int level) {
        towers.link(to, level, towers.next(from, level), towers.span(from, level));
        towers.nextScore(to, level, towers.nextScore(from, level));
    }

    private void link(int node) {
        if (levels == 1) {
            linkLowest(node, HEAD, 0);
        } else {
            link(node, levels - 1, tower(HEAD), 0, SkipListTowers.NONE);
        }
        size++;
    }

    /**
     * Links a node at this level, which is not the lowest, and those below it.
     *
     * @param from a tower before it, at {@code position}
     * @param bound a tower that is known not to be before it: no need to compare
     * @return the node's position
     */
    private int link(int node, int level, int from, int position, int bound) {
        double score = nodeScore(node);
        int at = position;
        int x = from;
        int y = towers.next(x, level);
        while (y != bound && y != SkipListTowers.NONE && isBefore(towers.nextScore(x, level), y, score, node)) {
            at += towers.span(x, level);
            x = y;
            y = towers.next(x, level);
        }
        int found = level > 1 ? link(node, level - 1, x, at, y) : linkLowest(node, towers.node(x), at);
        int own = tower(node);
        if (level < towers.height(own)) {
            copyLink(own, x, level);
            towers.lengthen(own, level, at + 1 - found);
            towers.link(x, level, own, found - at);
            towers.nextScore(x, level, score);
        } else {
            towers.lengthen(x, level, 1);
        }
        return found;
    }

    private boolean isBefore(double nextScore, int next, double score, int node) {
        return nextScore < score
                || (nextScore == score && Arrays.compareUnsigned(member(towers.node(next)), member(node)) < 0);
    }

    private int linkLowest(int node, int from, int position) {
        double score = nodeScore(node);
        int at = position;
        int x = from;
        int y = forward(x);
        while (y != HEAD && isBefore(y, score, node)) {
            at++;
            x = y;
            y = forward(x);
        }
        linkForward(node, y);
        linkBackward(node, x);
        linkForward(x, node);
        linkBackward(y, node);
        return at + 1;
    }

    private boolean isBefore(int y, double score, int node) {
        double other = nodeScore(y);
        return other < score || (other == score && Arrays.compareUnsigned(member(y), member(node)) < 0);
    }

    /** Takes a node out of all lists, which is found by its score and its bytes. */
    private void unlink(int node) {
        double score = nodeScore(node);
        int own = tower(node);
        int bound = own;
        int x = tower(HEAD);
        for (int level = levels - 1; level > 0; level--) {
            int y = towers.next(x, level);
            while (y != bound
                    && y != own
                    && y != SkipListTowers.NONE
                    && isBefore(towers.nextScore(x, level), y, score, node)) {
                x = y;
                y = towers.next(x, level);
            }
            bound = y;
            unlink(own, x, level);
        }
        unlinkLowest(node);
    }

    /** {@link #unlink(int)} of a node whose position is known: without a look at scores and members. */
    private void unlinkAt(int position, int node) {
        int own = tower(node);
        int at = 0;
        int x = tower(HEAD);
        for (int level = levels - 1; level > 0; level--) {
            int span = towers.span(x, level);
            while (at + span < position) {
                at += span;
                x = towers.next(x, level);
                span = towers.span(x, level);
            }
            unlink(own, x, level);
        }
        unlinkLowest(node);
    }

    /** @param before the last tower before the node at this level */
    private void unlink(int own, int before, int level) {
        if (own != SkipListTowers.NONE && towers.next(before, level) == own) {
            int span = towers.span(before, level);
            copyLink(before, own, level);
            towers.lengthen(before, level, span - 1);
        } else {
            towers.lengthen(before, level, -1);
        }
    }

    private void unlinkLowest(int node) {
        int before = backward(node);
        int after = forward(node);
        linkForward(before, after);
        linkBackward(after, before);
        size--;
        while (levels > 1 && towers.next(tower(HEAD), levels - 1) == SkipListTowers.NONE) {
            levels--;
        }
    }

    // ---- nodes ----

    /** From now on slots are below {@code room}. */
    void roomChanged(int room) {
        int count = room + 1;
        nodeRoom = count;
        int chunks = (count + CHUNK_NODES - 1) >>> CHUNK_SHIFT;
        if (chunks > nodes.length || chunks < nodes.length / 2) {
            int before = nodes.length;
            nodes = Arrays.copyOf(nodes, chunks + (chunks >> 3));
            if (before < nodes.length) {
                Arrays.fill(nodes, before, nodes.length, NO_NODES);
            }
        }
        for (int index = chunks; index < nodes.length && nodes[index] != NO_NODES; index++) {
            nodes[index] = NO_NODES;
        }
        for (int index = chunks - 1; index >= 0; index--) {
            int length = NODE_INTS * Math.min(CHUNK_NODES, count - (index << CHUNK_SHIFT));
            if (nodes[index].length == length) {
                break;
            }
            nodes[index] = Arrays.copyOf(nodes[index], length);
        }
    }

    private int[] chunk(int node) {
        return nodes[node >>> CHUNK_SHIFT];
    }

    private static int base(int node) {
        return (node & CHUNK_MASK) * NODE_INTS;
    }

    private double nodeScore(int node) {
        int[] chunk = chunk(node);
        int base = base(node);
        return Double.longBitsToDouble((long) chunk[base + SCORE_HIGH] << 32 | (chunk[base + SCORE_LOW] & 0xFFFFFFFFL));
    }

    private void setScore(int node, double score) {
        int[] chunk = chunk(node);
        int base = base(node);
        long bits = Double.doubleToRawLongBits(score);
        chunk[base + SCORE_HIGH] = (int) (bits >>> 32);
        chunk[base + SCORE_LOW] = (int) bits;
    }

    private byte[] member(int node) {
        return members.element(node - 1);
    }

    private int forward(int node) {
        return chunk(node)[base(node) + FORWARD];
    }

    private void linkForward(int node, int target) {
        chunk(node)[base(node) + FORWARD] = target;
    }

    private void linkBackward(int node, int target) {
        chunk(node)[base(node) + BACKWARD] = target;
    }

    private int tower(int node) {
        return chunk(node)[base(node) + TOWER];
    }

    private void setTower(int node, int tower) {
        chunk(node)[base(node) + TOWER] = tower;
    }

    private int backward(int node) {
        return chunk(node)[base(node) + BACKWARD];
    }

    /** The node of a tower, where there is one; a list of one level has no towers, and its walks begin at the head. */
    private int nodeOf(int tower) {
        return tower == SkipListTowers.NONE ? HEAD : towers.node(tower);
    }

    // ---- showing ----

    /** Bytes of heap, the members not counted. */
    long sizeBytes() {
        int chunks = (nodeRoom + CHUNK_NODES - 1) >>> CHUNK_SHIFT;
        return 40 + 16 + 4L * nodes.length + 16L * chunks + 4L * NODE_INTS * nodeRoom + towers.sizeBytes();
    }

    /** The lists from the highest to the lowest, each link with its span. */
    String dump() {
        StringBuilder out = new StringBuilder(toString());
        for (int level = levels - 1; level >= 0; level--) {
            out.append("\nlevel ").append(level).append(": head");
            int x = HEAD;
            do {
                int tower = tower(x);
                out.append(" -")
                        .append(level == 0 ? 1 : towers.span(tower, level))
                        .append("-> ");
                x = level == 0 ? forward(x) : nodeOf(towers.next(tower, level));
                out.append(x == HEAD ? "end" : Ascii.quote(member(x)));
            } while (x != HEAD);
        }
        return out.append('\n').toString();
    }

    @Override
    public String toString() {
        StringBuilder out =
                new StringBuilder("SkipList[").append(size).append(" members, ").append(levels);
        out.append(levels == 1 ? " level" : " levels");
        int x = forward(HEAD);
        for (int shown = 0; x != HEAD && shown < SHOWN_MEMBERS; shown++) {
            out.append(shown == 0 ? ": " : ", ").append(Ascii.quote(member(x), 12));
            out.append(' ').append(Numbers.formatShortest(nodeScore(x)));
            x = forward(x);
        }
        return out.append(x == HEAD ? "]" : " …]").toString();
    }
}
