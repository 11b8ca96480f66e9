package io.miniredis.persistence.file;

import io.miniredis.datastructures.RandomSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that fails on request: {@link #failNext} lets operations fail, {@link #spaceBytes} makes it run full
 * (with a short write first), {@link #losePowerAfter} turns it off after some operation, and {@link #restarted} is what
 * is found on it then. A test of crashes counts the operations of a whole run, then repeats it once for each prefix.
 *
 * <p>Each call that changes the disk is one operation. May be used by several threads.
 */
public final class MemoryFileSystem implements FileSystem {
    /** What can be made to fail. */
    public enum Operation {
        OPEN,
        WRITE,
        FORCE,
        TRUNCATE,
        RENAME,
        DELETE,
        CREATE_DIRECTORY,
        SYNC_DIRECTORY
    }

    private static final Path ROOT = Path.of("/");
    private static final String NOT_FOUND = "No such file or directory";

    private final Map<Path, MemoryFile> files = new TreeMap<>();
    private final TreeSet<Path> directories = new TreeSet<>(List.of(ROOT));
    private final Map<Path, MemoryFile> forcedFiles = new TreeMap<>();
    private final TreeSet<Path> forcedDirectories = new TreeSet<>(List.of(ROOT));

    /** Changes of names that no directory sync has covered yet, oldest first. */
    private final List<NameChange> unsynced = new ArrayList<>();

    private final Map<Operation, Fault> faults = new EnumMap<>(Operation.class);
    private final List<String> journal = new ArrayList<>();
    private long spaceBytes = Long.MAX_VALUE;
    private int operationsLeft = Integer.MAX_VALUE;

    /** @param times how often it happens yet */
    private record Fault(String reason, int times) {}

    /** A name now stands for this file, or for none; or, for a directory, is there. */
    private record NameChange(Path path, @Nullable MemoryFile file, boolean isDirectory) {}

    // ---- faults ----

    /** Lets the next operation of a kind fail, {@code times} times. */
    public synchronized void failNext(Operation operation, String reason, int times) {
        faults.put(operation, new Fault(reason, times));
    }

    /** Lets an operation succeed again. */
    public synchronized void heal(Operation operation) {
        faults.remove(operation);
    }

    /** How many bytes may still be written before the disk is full. */
    public synchronized void spaceBytes(long bytes) {
        spaceBytes = bytes;
    }

    /** The power goes off instead of the operation after this many. */
    public synchronized void losePowerAfter(int operations) {
        operationsLeft = operations;
    }

    /** True if nothing is done any more. */
    public synchronized boolean isOff() {
        return operationsLeft <= 0;
    }

    /** What was done so far, one line each. */
    public synchronized List<String> journal() {
        return new ArrayList<>(journal);
    }

    /** The disk as it is found after a loss of power now. */
    public synchronized MemoryFileSystem restarted(Survival survival, RandomSource random) {
        MemoryFileSystem found = new MemoryFileSystem();
        Map<Path, MemoryFile> names = new TreeMap<>(forcedFiles);
        TreeSet<Path> folders = new TreeSet<>(forcedDirectories);
        int survivors = switch (survival) {
            case FORCED_ONLY -> 0;
            case EVERYTHING -> unsynced.size();
            case TORN -> random.nextInt(unsynced.size() + 1);
        };
        for (NameChange change : unsynced.subList(0, survivors)) {
            apply(change, names, folders);
        }
        names.forEach((path, file) -> {
            MemoryFile copy = new MemoryFile(surviving(file, survival, random));
            found.files.put(path, copy);
            found.forcedFiles.put(path, copy);
        });
        found.directories.addAll(folders);
        found.forcedDirectories.addAll(folders);
        return found;
    }

    private static byte[] surviving(MemoryFile file, Survival survival, RandomSource random) {
        if (survival == Survival.FORCED_ONLY) {
            return file.forced;
        }
        if (survival == Survival.EVERYTHING) {
            return file.content();
        }
        int common = file.commonPrefix();
        if (common < file.forced.length) {
            return random.nextInt(2) == 0 ? file.forced : file.content();
        }
        return Arrays.copyOf(file.seen, common + random.nextInt(file.size - common + 1));
    }

    private static void apply(NameChange change, Map<Path, MemoryFile> names, Set<Path> folders) {
        if (change.isDirectory) {
            folders.add(change.path);
        } else if (change.file == null) {
            names.remove(change.path);
        } else {
            names.put(change.path, change.file);
        }
    }

    // ---- for tests ----

    /** What a file holds. */
    public synchronized byte[] content(Path path) {
        MemoryFile file = files.get(path.normalize());
        if (file == null) {
            throw new IllegalStateException(NOT_FOUND + ": " + path);
        }
        return file.content();
    }

    /** Puts a file on the disk, with its directories, for good. */
    public synchronized void put(Path path, byte[] content) {
        Path parent = path.normalize().getParent();
        for (Path above = parent; above != null; above = above.getParent()) {
            directories.add(above);
            forcedDirectories.add(above);
        }
        MemoryFile file = new MemoryFile(content);
        files.put(path.normalize(), file);
        forcedFiles.put(path.normalize(), file);
    }

    // ---- the file system ----

    @Override
    public synchronized OpenFile create(Path path) throws IOException {
        begin(Operation.OPEN, "create " + path);
        MemoryFile file = files.get(path.normalize());
        if (file == null) {
            return new Handle(added(path.normalize()));
        }
        file.truncate(0);
        return new Handle(file);
    }

    @Override
    public synchronized OpenFile append(Path path) throws IOException {
        begin(Operation.OPEN, "append " + path);
        MemoryFile file = files.get(path.normalize());
        return new Handle(file == null ? added(path.normalize()) : file);
    }

    @Override
    public synchronized OpenFile read(Path path) throws IOException {
        return new Handle(existing(path));
    }

    @Override
    public synchronized OpenFile update(Path path) throws IOException {
        return new Handle(existing(path));
    }

    private MemoryFile existing(Path path) throws IOException {
        if (operationsLeft <= 0) {
            throw new PowerLoss("open " + path);
        }
        if (directories.contains(path.normalize())) {
            throw new IOException("Is a directory");
        }
        MemoryFile file = files.get(path.normalize());
        if (file == null) {
            throw new NoSuchFileException(null, null, NOT_FOUND);
        }
        return file;
    }

    private MemoryFile added(Path path) throws IOException {
        if (!directories.contains(path.getParent())) {
            throw new NoSuchFileException(null, null, NOT_FOUND);
        }
        MemoryFile file = new MemoryFile();
        change(new NameChange(path, file, false));
        return file;
    }

    private void change(NameChange change) {
        apply(change, files, directories);
        unsynced.add(change);
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        begin(Operation.RENAME, "rename " + from + " to " + to);
        MemoryFile file = files.get(from.normalize());
        if (file == null || !directories.contains(to.normalize().getParent())) {
            throw new NoSuchFileException(null, null, NOT_FOUND);
        }
        change(new NameChange(to.normalize(), file, false));
        change(new NameChange(from.normalize(), null, false));
    }

    @Override
    public synchronized void delete(Path path) throws IOException {
        begin(Operation.DELETE, "delete " + path);
        existing(path);
        change(new NameChange(path.normalize(), null, false));
    }

    @Override
    public synchronized boolean exists(Path path) {
        return files.containsKey(path.normalize()) || isDirectory(path);
    }

    @Override
    public synchronized boolean isDirectory(Path path) {
        return directories.contains(path.normalize());
    }

    @Override
    public synchronized List<String> list(Path directory) throws IOException {
        if (!isDirectory(directory)) {
            throw new NoSuchFileException(null, null, NOT_FOUND);
        }
        TreeSet<String> names = new TreeSet<>();
        for (Path path : files.keySet()) {
            addName(names, path, directory.normalize());
        }
        for (Path path : directories) {
            addName(names, path, directory.normalize());
        }
        return new ArrayList<>(names);
    }

    private static void addName(Set<String> names, Path path, Path directory) {
        if (directory.equals(path.getParent())) {
            names.add(String.valueOf(path.getFileName()));
        }
    }

    @Override
    public synchronized void createDirectory(Path path) throws IOException {
        if (isDirectory(path)) {
            return;
        }
        begin(Operation.CREATE_DIRECTORY, "mkdir " + path);
        if (!directories.contains(path.normalize().getParent())) {
            throw new NoSuchFileException(null, null, NOT_FOUND);
        }
        change(new NameChange(path.normalize(), null, true));
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        begin(Operation.SYNC_DIRECTORY, "sync " + directory);
        List<NameChange> later = new ArrayList<>();
        for (NameChange change : unsynced) {
            if (directory.normalize().equals(change.path.getParent())) {
                apply(change, forcedFiles, forcedDirectories);
            } else {
                later.add(change);
            }
        }
        unsynced.clear();
        unsynced.addAll(later);
    }

    private void begin(Operation operation, String line) throws IOException {
        if (operationsLeft <= 0) {
            throw new PowerLoss(line);
        }
        operationsLeft--;
        journal.add(line);
        Fault fault = faults.get(operation);
        if (fault != null) {
            if (fault.times <= 1) {
                faults.remove(operation);
            } else {
                faults.put(operation, new Fault(fault.reason, fault.times - 1));
            }
            throw new IOException(fault.reason);
        }
    }

    /** An open file: stays what it is when its name changes. */
    private final class Handle implements OpenFile {
        private final MemoryFile file;

        Handle(MemoryFile file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            synchronized (MemoryFileSystem.this) {
                begin(Operation.WRITE, "write " + source.remaining());
                if (spaceBytes == 0 && source.hasRemaining()) {
                    throw new IOException("No space left on device");
                }
                byte[] bytes = new byte[(int) Math.min(source.remaining(), spaceBytes)];
                source.get(bytes);
                spaceBytes -= bytes.length;
                file.append(bytes);
                return bytes.length;
            }
        }

        @Override
        public int readAt(ByteBuffer target, long offset) {
            synchronized (MemoryFileSystem.this) {
                if (offset >= file.size) {
                    return -1;
                }
                int length = Math.min(target.remaining(), file.size - (int) offset);
                target.put(file.seen, (int) offset, length);
                return length;
            }
        }

        @Override
        public void force(boolean metadata) throws IOException {
            synchronized (MemoryFileSystem.this) {
                begin(Operation.FORCE, "force");
                file.force();
            }
        }

        @Override
        public long size() {
            synchronized (MemoryFileSystem.this) {
                return file.size;
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (MemoryFileSystem.this) {
                begin(Operation.TRUNCATE, "truncate to " + size);
                spaceBytes += spaceBytes == Long.MAX_VALUE ? 0 : Math.max(0, file.size - size);
                file.truncate((int) size);
            }
        }

        @Override
        public void close() {}
    }
}
