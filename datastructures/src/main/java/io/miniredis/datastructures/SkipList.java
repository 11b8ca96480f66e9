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
 * ends every list, at position size + 1. A node's score, its links at level 0 and where its {@linkplain SkipListTowers
 * tower} of higher links stands are five ints in chunks of 1024 nodes: 20 bytes, and 2.7 more on average for towers.
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
        int node = slot + 1;
        return chunk(node)[base(node) + BACKWARD] - 1;
    }

    /** The slot of the member with this many members below it, or -1 if there are not as many. */
    int at(int rank) {
        int left = rank + 1;
        if (left <= 0 || left > size) {
            return -1;
        }
        int x = HEAD;
        for (int level = levels - 1; level > 0; level--) {
            int tower = tower(x);
            while (towers.span(tower, level) <= left) {
                left -= towers.span(tower, level);
                x = towers.forward(tower, level);
                tower = tower(x);
            }
        }
        for (; left > 0; left--) {
            x = forward(x);
        }
        return x - 1;
    }

    /** How many members are below this one. Climbs from each node by its highest link until the end of the list. */
    int rank(int slot) {
        int above = 0;
        int x = slot + 1;
        while (x != HEAD) {
            int tower = tower(x);
            int top = SkipListTowers.height(tower) - 1;
            above += top == 0 ? 1 : towers.span(tower, top);
            x = top == 0 ? forward(x) : towers.forward(tower, top);
        }
        return size - above;
    }

    /** How many members have a lower score than this, or not a higher one if {@code orEqual}. */
    int countBelow(double score, boolean orEqual) {
        int x = HEAD;
        int position = 0;
        for (int level = levels - 1; level >= 0; level--) {
            int y = forward(x, level);
            while (y != HEAD && (nodeScore(y) < score || (orEqual && nodeScore(y) == score))) {
                position += span(x, level);
                x = y;
                y = forward(x, level);
            }
        }
        return position;
    }

    /** How many members are before this string, or not after it if {@code orEqual}; all scores being the same. */
    int countBelow(byte[] member, boolean orEqual) {
        int limit = orEqual ? 0 : -1;
        int x = HEAD;
        int position = 0;
        for (int level = levels - 1; level >= 0; level--) {
            int y = forward(x, level);
            while (y != HEAD && Integer.signum(Arrays.compareUnsigned(member(y), member)) <= limit) {
                position += span(x, level);
                x = y;
                y = forward(x, level);
            }
        }
        return position;
    }

    // ---- changing ----

    /** Puts a member of the dict in, which is not in the list yet. */
    void insert(int slot, double score) {
        int node = slot + 1;
        int height = Math.min(randomHeight(), levels + 1);
        if (height > levels) {
            raise();
        }
        setTower(node, towers.allocate(Math.min(height, levels)));
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
        int before = previous(slot) + 1;
        int after = forward(node);
        boolean stays = (before == HEAD || nodeScore(before) < score) && (after == HEAD || score < nodeScore(after));
        if (stays) {
            setScore(node, score);
            return;
        }
        unlink(node, rank(slot) + 1);
        while (levels < height(node)) {
            raise();
        }
        setScore(node, score);
        link(node);
    }

    /** Takes a member out, which is still in the dict. */
    void remove(int slot) {
        removeAt(rank(slot), slot);
    }

    /** {@link #remove(int)} for those who know the rank. */
    void removeAt(int rank, int slot) {
        int node = slot + 1;
        unlink(node, rank + 1);
        towers.giveBack(tower(node));
        if (towers.isSparse()) {
            rebuildTowers();
        }
    }

    /** The dict has moved a member to another slot, which was free. */
    void moved(int from, int to) {
        int node = from + 1;
        int moved = to + 1;
        int position = rank(from) + 1;
        System.arraycopy(chunk(node), base(node), chunk(moved), base(moved), NODE_INTS);
        int height = height(node);
        int x = HEAD;
        int at = 0;
        for (int level = levels - 1; level > 0; level--) {
            while (at + span(x, level) < position) {
                at += span(x, level);
                x = forward(x, level);
            }
            if (level < height) {
                towers.forward(tower(x), level, moved);
            }
        }
        int before = chunk(moved)[base(moved) + BACKWARD];
        linkForward(before, moved);
        linkBackward(forward(moved), moved);
    }

    private void rebuildTowers() {
        SkipListTowers dense = new SkipListTowers();
        int x = HEAD;
        do {
            setTower(x, dense.copy(towers, tower(x)));
            x = forward(x);
        } while (x != HEAD);
        towers = dense;
    }

    // ---- linking ----

    private void link(int node) {
        link(node, levels - 1, HEAD, 0, HEAD);
        size++;
    }

    /** Gives the head one more level, an empty one. */
    private void raise() {
        int tower = tower(HEAD);
        if (SkipListTowers.height(tower) <= levels) {
            int taller = towers.allocate(levels + 1);
            if (taller == SkipListTowers.NONE) {
                return;
            }
            for (int level = 1; level < levels; level++) {
                towers.link(taller, level, towers.forward(tower, level), towers.span(tower, level));
            }
            towers.giveBack(tower);
            setTower(HEAD, taller);
        }
        towers.link(tower(HEAD), levels, HEAD, size + 1);
        levels++;
    }

    /**
     * Links a node at this level and those below it.
     *
     * @param from a node before it, at {@code position}
     * @param bound a node that is known not to be before it: no need to compare
     * @return the node's position
     */
    private int link(int node, int level, int from, int position, int bound) {
        if (level == 0) {
            return linkLowest(node, from, position, bound);
        }
        int at = position;
        int tower = tower(from);
        int x = from;
        int y = towers.forward(tower, level);
        while (y != bound && y != HEAD && isBefore(y, node)) {
            at += towers.span(tower, level);
            x = y;
            tower = tower(y);
            y = towers.forward(tower, level);
        }
        int found = link(node, level - 1, x, at, y);
        if (level < height(node)) {
            towers.link(tower(node), level, y, at + towers.span(tower, level) + 1 - found);
            towers.link(tower, level, node, found - at);
        } else {
            towers.lengthen(tower, level, 1);
        }
        return found;
    }

    private int linkLowest(int node, int from, int position, int bound) {
        int at = position;
        int x = from;
        int y = forward(x);
        while (y != bound && y != HEAD && isBefore(y, node)) {
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

    private boolean isBefore(int y, int node) {
        double one = nodeScore(y);
        double other = nodeScore(node);
        return one < other || (one == other && Arrays.compareUnsigned(member(y), member(node)) < 0);
    }

    private void unlink(int node, int position) {
        int x = HEAD;
        int at = 0;
        for (int level = levels - 1; level > 0; level--) {
            int tower = tower(x);
            while (at + towers.span(tower, level) < position) {
                at += towers.span(tower, level);
                x = towers.forward(tower, level);
                tower = tower(x);
            }
            if (towers.forward(tower, level) == node) {
                int own = tower(node);
                int span = towers.span(tower, level) + towers.span(own, level) - 1;
                towers.link(tower, level, towers.forward(own, level), span);
            } else {
                towers.lengthen(tower, level, -1);
            }
        }
        int before = chunk(node)[base(node) + BACKWARD];
        int after = forward(node);
        linkForward(before, after);
        linkBackward(after, before);
        size--;
        while (levels > 1 && towers.forward(tower(HEAD), levels - 1) == HEAD) {
            levels--;
        }
    }

    // ---- nodes ----

    /** From now on slots are below {@code room}. */
    void roomChanged(int room) {
        int count = room + 1;
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

    private int height(int node) {
        return SkipListTowers.height(tower(node));
    }

    private int forward(int node, int level) {
        return level == 0 ? forward(node) : towers.forward(tower(node), level);
    }

    private int span(int node, int level) {
        return level == 0 ? 1 : towers.span(tower(node), level);
    }

    // ---- showing ----

    /** Bytes of heap, the members not counted. */
    long sizeBytes() {
        long bytes = 40 + 16 + 4L * nodes.length + towers.sizeBytes();
        for (int[] chunk : nodes) {
            bytes += chunk == NO_NODES ? 0 : 16 + 4L * chunk.length;
        }
        return bytes;
    }

    /** The lists from the highest to the lowest, each link with its span. */
    String dump() {
        StringBuilder out = new StringBuilder(toString());
        for (int level = levels - 1; level >= 0; level--) {
            out.append("\nlevel ").append(level).append(": head");
            int x = HEAD;
            do {
                out.append(" -").append(span(x, level)).append("-> ");
                x = forward(x, level);
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
