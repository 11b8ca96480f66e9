package io.miniredis.persistence.aof;

import io.miniredis.datastructures.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which files the append-only file consists of (aofManifest in aof.c), and their order: the base, and the increments
 * since. A text, a line for each file:
 *
 * <pre>
 *   file appendonly.aof.2.base.rdb seq 2 type b
 *   file appendonly.aof.1.incr.aof seq 1 type h     replaced by base 2, to be deleted
 *   file appendonly.aof.2.incr.aof seq 2 type i
 *   file appendonly.aof.3.incr.aof seq 3 type i     the one that is written
 * </pre>
 *
 * <p>There are several increments while a rewrite runs, and after one that failed. The manifest on disk is always
 * complete, for it is replaced by a rename ({@link AofDirectory#persist}); a change is made on a {@link #copy} first,
 * which takes the place of the original when it is on disk.
 */
public final class AofManifest {
    private static final int LONGEST_LINE = 1024;

    private @Nullable AofFile base;
    private final List<AofFile> history = new ArrayList<>();
    private final List<AofFile> increments = new ArrayList<>();
    private long baseSequence;
    private long incrementSequence;
    private boolean dirty;

    /** The manifest of no files. */
    public AofManifest() {}

    /** An independent manifest of the same files. */
    public AofManifest copy() {
        AofManifest copy = new AofManifest();
        copy.base = base;
        copy.history.addAll(history);
        copy.increments.addAll(increments);
        copy.baseSequence = baseSequence;
        copy.incrementSequence = incrementSequence;
        copy.dirty = dirty;
        return copy;
    }

    public @Nullable AofFile base() {
        return base;
    }

    /** Files to be deleted, the youngest first. */
    public List<AofFile> history() {
        return List.copyOf(history);
    }

    /** Oldest first; the last one is written. */
    public List<AofFile> increments() {
        return List.copyOf(increments);
    }

    /** What is loaded, in its order: base and increments. */
    public List<AofFile> files() {
        List<AofFile> files = new ArrayList<>(increments.size() + 1);
        if (base != null) {
            files.add(base);
        }
        files.addAll(increments);
        return files;
    }

    /** True if nothing is to be loaded. */
    public boolean isEmpty() {
        return base == null && increments.isEmpty();
    }

    /** True if it differs from what is on disk. */
    boolean isDirty() {
        return dirty;
    }

    void persisted() {
        dirty = false;
    }

    // ---- changes ----

    /** Adds the next base, the one before becomes history. */
    public AofFile addBase(String prefix, boolean rdb) {
        if (base != null) {
            history.add(0, base.asHistory());
        }
        baseSequence++;
        AofFile added = new AofFile(
                prefix + "." + baseSequence + ".base" + (rdb ? ".rdb" : ".aof"), baseSequence, AofFileType.BASE);
        base = added;
        dirty = true;
        return added;
    }

    /** Makes the single file of an old Redis the base. */
    void adoptBase(String name) {
        base = new AofFile(name, 1, AofFileType.BASE);
        baseSequence = 1;
        dirty = true;
    }

    /** Adds the next increment. */
    public AofFile addIncrement(String prefix) {
        incrementSequence++;
        AofFile added =
                new AofFile(prefix + "." + incrementSequence + ".incr.aof", incrementSequence, AofFileType.INCREMENT);
        increments.add(added);
        dirty = true;
        return added;
    }

    /** The increment to write to: the last one, a new one if there is none. */
    public AofFile lastIncrement(String prefix) {
        return increments.isEmpty() ? addIncrement(prefix) : increments.get(increments.size() - 1);
    }

    /** A new base holds what increments say: they become history. */
    public void retireIncrements(boolean butTheLast) {
        int kept = butTheLast ? 1 : 0;
        if (increments.isEmpty()) {
            return;
        }
        while (increments.size() > kept) {
            history.add(0, increments.remove(increments.size() - 1 - kept).asHistory());
        }
        dirty = true;
    }

    /** Forgets files that were deleted. */
    public void forgetHistory() {
        history.clear();
        dirty = true;
    }

    // ---- text ----

    /** The text on disk. */
    public byte[] format() {
        StringBuilder text = new StringBuilder();
        if (base != null) {
            text.append(base.line());
        }
        for (AofFile file : history) {
            text.append(file.line());
        }
        for (AofFile file : increments) {
            text.append(file.line());
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads the text. Fields it does not know, of a later Redis, are passed over. */
    public static AofManifest parse(byte[] text) throws AofManifestException {
        AofManifest manifest = new AofManifest();
        int number = 0;
        for (int at = 0; at < text.length; ) {
            int end = at;
            while (end < text.length && text[end] != '\n') {
                end++;
            }
            number++;
            if (text[at] != '#') {
                if (end == text.length || end - at >= LONGEST_LINE) {
                    throw new AofManifestException("The AOF manifest file contains too long line", number, null);
                }
                manifest.add(AofManifestLine.parse(text, at, end, number), number, text, at, end);
            }
            at = end + 1;
        }
        if (number == 0) {
            throw new AofManifestException("Found an empty AOF manifest", number, null);
        }
        return manifest;
    }

    private void add(AofFile file, int number, byte[] text, int from, int to) throws AofManifestException {
        String line = ByteString.wrap(Arrays.copyOfRange(text, from, to)).utf8().trim();
        switch (file.type()) {
            case BASE -> {
                if (base != null) {
                    throw new AofManifestException("Found duplicate base file information", number, line);
                }
                base = file;
                baseSequence = file.sequence();
            }
            case HISTORY -> history.add(file);
            case INCREMENT -> {
                if (file.sequence() <= incrementSequence) {
                    throw new AofManifestException("Found a non-monotonic sequence number", number, line);
                }
                increments.add(file);
                incrementSequence = file.sequence();
            }
        }
    }

    @Override
    public String toString() {
        return "AofManifest[base " + (base == null ? "none" : base.sequence()) + ", " + increments.size()
                + " increments up to " + incrementSequence + ", " + history.size() + " to delete"
                + (dirty ? ", not written]" : "]");
    }
}
