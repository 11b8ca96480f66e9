package io.miniredis.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * nodes.conf on disk, and the lock that keeps a second process from being the same node.
 *
 * <p>The file is replaced by a new one in one step, so that at any time one of them is whole. The new one is locked
 * before it takes the name: the lock, which is the file's and not the name's, is held as long as the server runs.
 */
public final class ClusterConfigFile implements ConfigStore, Closeable {
    private final Path path;
    private final String name;
    private final Path temporary;
    /** Of the file that has the name now; null before and after. Java forgets a lock that nobody holds. */
    private @Nullable FileLock lock;

    /**
     * @param name as it is configured, for messages
     * @param processId a part of the temporary file's name
     */
    public ClusterConfigFile(Path path, String name, long processId) {
        this.path = path;
        this.name = name;
        this.temporary = path.resolveSibling(path.getFileName() + ".tmp-" + processId);
    }

    /**
     * Creates the file if it is not there.
     *
     * @throws IOException if somebody else has it, with what is to be logged
     */
    public void lock() throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException("Can't open " + name + " in order to acquire a lock: " + e.getMessage(), e);
        }
        lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            throw new IOException("Sorry, the cluster configuration file " + name
                    + " is already used by a different Redis Cluster node. Please make sure that different nodes use"
                    + " different cluster configuration files.");
        }
    }

    /** Null if somebody else has it. */
    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ofThisProcess) {
            return null;
        }
    }

    /** Through the channel that is locked: closing another one would end the lock. */
    @Override
    public @Nullable String load() throws IOException {
        FileLock present = lock;
        if (present == null) {
            throw new IllegalStateException("not locked: " + this);
        }
        FileChannel channel = present.channel();
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        channel.position(0);
        int count = 0;
        while (content.hasRemaining() && count >= 0) {
            count = channel.read(content);
        }
        return new String(content.array(), 0, content.position(), StandardCharsets.UTF_8);
    }

    @Override
    public void save(String text, boolean durable) throws IOException {
        FileChannel fresh = FileChannel.open(
                temporary,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock ofFresh;
        try {
            ByteBuffer content = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (content.hasRemaining()) {
                fresh.write(content);
            }
            if (durable) {
                fresh.force(false);
            }
            ofFresh = tryLock(fresh);
            if (ofFresh == null) {
                throw new IOException("Impossible to lock " + name);
            }
            Files.move(temporary, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            fresh.close();
            Files.deleteIfExists(temporary);
            throw e;
        }
        close();
        lock = ofFresh;
        if (durable) {
            syncDirectory();
        }
    }

    /** The new name has to survive, too. */
    private void syncDirectory() throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(false);
            }
        }
    }

    /** Gives up the lock. */
    @Override
    public void close() throws IOException {
        FileLock present = lock;
        lock = null;
        if (present != null) {
            present.channel().close();
        }
    }

    @Override
    public String toString() {
        return "ClusterConfigFile[" + name + (lock == null ? "]" : ", locked]");
    }
}
