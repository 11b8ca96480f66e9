package io.miniredis.server.persistence;

/**
 * Whether the data set is being read from disk, and how far that is: while it is, most commands are refused (-LOADING).
 *
 * <p>Confined to the main thread.
 */
public final class Loading {
    private boolean active;
    private boolean async;
    private long startSeconds;
    private long totalBytes;
    private long loadedBytes;
    private long rdbUsedMemory;
    private long keysLoaded;
    private long keysExpired;

    public boolean isActive() {
        return active;
    }

    /** True while data are read that will take the place of those that are served meanwhile. */
    public boolean isAsync() {
        return active && async;
    }

    /**
     * Begins.
     *
     * @param total size of what is to be read, in bytes; 0 if unknown
     * @param nowSeconds since 1970
     */
    public void begin(long total, long nowSeconds) {
        begin(total, nowSeconds, false);
    }

    /** @param beside true if the old data are there meanwhile, for most commands to look at */
    public void begin(long total, long nowSeconds, boolean beside) {
        active = true;
        async = beside;
        startSeconds = nowSeconds;
        totalBytes = total;
        loadedBytes = 0;
        rdbUsedMemory = 0;
        keysLoaded = 0;
        keysExpired = 0;
    }

    /** So many bytes have been read by now. */
    public void progress(long loaded) {
        loadedBytes = loaded;
    }

    /** The memory that the server used that has written the file. */
    public void rdbUsedMemory(long bytes) {
        rdbUsedMemory = bytes;
    }

    public void keyLoaded() {
        keysLoaded++;
    }

    /** A key in the file had expired and was left out. */
    public void keyExpired() {
        keysExpired++;
    }

    public void end() {
        active = false;
    }

    public long startSeconds() {
        return startSeconds;
    }

    public long totalBytes() {
        return totalBytes;
    }

    public long loadedBytes() {
        return loadedBytes;
    }

    public long rdbUsedMemory() {
        return rdbUsedMemory;
    }

    /** Of the last file that was read. */
    public long keysLoaded() {
        return keysLoaded;
    }

    /** Of the last file that was read. */
    public long keysExpired() {
        return keysExpired;
    }

    /** How much has been read, in percent. */
    public double percent() {
        if (totalBytes > 0) {
            return 100.0 * loadedBytes / totalBytes;
        }
        return rdbUsedMemory > 0 ? Math.min(99.99, 100.0 * loadedBytes / rdbUsedMemory) : 0;
    }

    /** How long it will take, by what it has taken: seconds. */
    public long remainingSeconds(long nowSeconds) {
        long elapsed = nowSeconds - startSeconds;
        long expected = totalBytes > 0 ? totalBytes : rdbUsedMemory;
        return elapsed <= 0 ? 1 : elapsed * Math.max(1, expected - loadedBytes) / (loadedBytes + 1);
    }

    @Override
    public String toString() {
        return active ? "Loading[" + loadedBytes + " of " + totalBytes + " bytes]" : "Loading[not at present]";
    }
}
