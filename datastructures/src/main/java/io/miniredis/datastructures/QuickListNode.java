package io.miniredis.datastructures;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a {@link QuickList}: several elements in a listpack, or one large element by itself (a plain node), either
 * of them compressed while it is far from both ends.
 */
public final class QuickListNode {
    /** Less is not worth trying to compress. */
    private static final int MIN_COMPRESSED_BYTES = 48;

    /** Less is not worth having compressed. */
    private static final int MIN_SAVED_BYTES = 8;

    private static final int OBJECT_BYTES = 48;

    private @Nullable QuickListNode previous;
    private @Nullable QuickListNode next;

    /** The content is exactly one of these three. */
    private @Nullable ListPack pack;

    private byte @Nullable [] plain;
    private byte @Nullable [] compressed;

    private final boolean isPlain;

    /** True if another node has the same listpack, which is copied before it is changed. */
    private boolean isShared;

    private int count;

    /** Of the content when it is not compressed. */
    private int sizeBytes;

    /** What the list has counted for this node, in bytes of heap. */
    int countedBytes;

    private QuickListNode(@Nullable ListPack pack, byte @Nullable [] plain) {
        this.pack = pack;
        this.plain = plain;
        this.isPlain = plain != null;
        changed();
    }

    static QuickListNode packed(ListPack pack) {
        return new QuickListNode(pack, null);
    }

    static QuickListNode plain(byte[] element) {
        return new QuickListNode(null, element);
    }

    QuickListNode copy() {
        return new QuickListNode(pack == null ? null : pack.copyBytes(), plain, this);
    }

    /** A node of the same content, of which the two have one copy for as long as neither is changed. */
    QuickListNode twin() {
        QuickListNode twin = new QuickListNode(pack, plain, this);
        twin.isShared = true;
        isShared = true;
        return twin;
    }

    private QuickListNode(@Nullable ListPack pack, byte @Nullable [] plain, QuickListNode original) {
        this.pack = pack;
        this.plain = plain;
        this.compressed = original.compressed;
        this.isPlain = original.isPlain;
        this.count = original.count;
        this.sizeBytes = original.sizeBytes;
    }

    public @Nullable QuickListNode previous() {
        return previous;
    }

    public @Nullable QuickListNode next() {
        return next;
    }

    void previous(@Nullable QuickListNode node) {
        previous = node;
    }

    void next(@Nullable QuickListNode node) {
        next = node;
    }

    /** The number of elements. */
    public int count() {
        return count;
    }

    /** Of the listpack or the plain element, compressed or not. */
    public int sizeBytes() {
        return sizeBytes;
    }

    /** True if it is one large element by itself. */
    public boolean isPlain() {
        return isPlain;
    }

    public boolean isCompressed() {
        return compressed != null;
    }

    /** The content by {@link Lzf}, of a node that {@link #isCompressed}. */
    public byte[] compressedBytes() {
        return required(compressed);
    }

    /** The element of a plain node. Nobody changes it. */
    public byte[] plainBytes() {
        return plain == null ? decompressed() : plain;
    }

    /** The listpack of a node that is not plain, only to be read: the node stays compressed if it is. */
    public ListPack readOnly() {
        return pack == null ? new ListPack(decompressed()) : pack;
    }

    /** The listpack to be changed; {@link #changed} is to be told. */
    ListPack pack() {
        decompress();
        ListPack own = required(pack);
        if (isShared) {
            own = own.copyBytes();
            pack = own;
            isShared = false;
        }
        return own;
    }

    /** Takes note of the listpack's present size. */
    void changed() {
        if (pack != null) {
            count = pack.size();
            sizeBytes = pack.totalBytes();
        } else if (plain != null) {
            count = 1;
            sizeBytes = plain.length;
        }
    }

    /** {@link #changed} after one element was added, which need not be counted. */
    void grown() {
        count++;
        sizeBytes = required(pack).totalBytes();
    }

    void plainBytes(byte[] element) {
        plain = element;
        compressed = null;
        changed();
    }

    // ---- compression ----

    void compress() {
        if (compressed != null || sizeBytes < MIN_COMPRESSED_BYTES) {
            return;
        }
        byte[] content = pack == null ? required(plain) : pack.bytes();
        byte[] target = new byte[sizeBytes - MIN_SAVED_BYTES - 1];
        int length = Lzf.compress(content, 0, sizeBytes, target);
        if (length > 0) {
            compressed = Arrays.copyOf(target, length);
            pack = null;
            plain = null;
        }
    }

    void decompress() {
        if (compressed == null) {
            return;
        }
        byte[] content = decompressed();
        if (isPlain) {
            plain = content;
        } else {
            pack = new ListPack(content);
        }
        isShared = false;
        compressed = null;
    }

    private byte[] decompressed() {
        byte[] source = required(compressed);
        byte[] content = new byte[sizeBytes];
        if (!Lzf.decompress(source, 0, source.length, content)) {
            throw new IllegalStateException("a compressed node of a quicklist is damaged");
        }
        return content;
    }

    private static <T> T required(@Nullable T content) {
        if (content == null) {
            throw new IllegalStateException("a quicklist node has other content than was asked for");
        }
        return content;
    }

    long heapBytes() {
        if (compressed != null) {
            return OBJECT_BYTES + Values.arrayBytes(compressed.length);
        }
        return OBJECT_BYTES + (pack == null ? Values.arrayBytes(sizeBytes) : pack.sizeBytes());
    }

    @Override
    public String toString() {
        String form = isPlain ? "plain" : "packed";
        return "QuickListNode[" + form + (isCompressed() ? " lzf, " : ", ") + count + " entries, " + sizeBytes + " B]";
    }
}
