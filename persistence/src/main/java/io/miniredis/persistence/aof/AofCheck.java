package io.miniredis.persistence.aof;

import io.miniredis.persistence.file.FileSystem;
import io.miniredis.persistence.file.OpenFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Says whether an append-only file is as it should be, and mends one that was cut off: {@code redis-check-aof}. It
 * takes a manifest, or one file, with or without a snapshot at its beginning.
 *
 * <p>Only the last of several files can be shortened: what follows a gap was executed with what is missing.
 */
public final class AofCheck {
    /** The shortest file that can begin with a snapshot. */
    private static final int RDB_HEADER_BYTES = 8;

    private final FileSystem files;
    private final PrintStream out;
    private final InputStream answers;
    private final PreambleCheck preamble;
    private final boolean fixes;
    private final long toTimestamp;
    private final AofFileCheck fileCheck;

    /**
     * @param answers where the user's consent comes from
     * @param fixes true to cut a broken file off where it breaks
     * @param toTimestamp in seconds since 1970: what was noted later is cut off; 0: nothing
     */
    public AofCheck(
            FileSystem files,
            PrintStream out,
            InputStream answers,
            PreambleCheck preamble,
            boolean fixes,
            long toTimestamp) {
        this.files = files;
        this.out = out;
        this.answers = answers;
        this.preamble = preamble;
        this.fixes = fixes;
        this.toTimestamp = toTimestamp;
        this.fileCheck = new AofFileCheck(out, toTimestamp);
    }

    /** How a file is. */
    private enum State {
        VALID,
        EMPTY,
        TRUNCATED,
        TRUNCATED_TO_TIMESTAMP
    }

    /** Checks a file or all those that a manifest names. Returns the exit code, 0 if all is well now. */
    public int run(Path path) {
        try {
            if (isManifest(path)) {
                checkAll(path);
            } else {
                out.println("Start checking Old-Style AOF");
                show(check(path.toString(), path, true, isRdb(path)), path.toString(), "AOF");
            }
            return 0;
        } catch (AofCheckException e) {
            out.print(e.getMessage());
            return 1;
        } catch (IOException e) {
            out.println("Failed to read from AOF " + path + ", aborting...");
            return 1;
        }
    }

    // ---- what is it ----

    private boolean isManifest(Path path) throws AofCheckException {
        try (OpenFile file = files.read(path)) {
            CheckedInput input = new CheckedInput(file, 0);
            String line = input.line(Integer.MAX_VALUE);
            while (line.startsWith("#")) {
                line = input.line(Integer.MAX_VALUE);
            }
            return line.startsWith("file");
        } catch (IOException e) {
            throw new AofCheckException("Cannot open file " + path + ": " + e.getMessage() + "\n");
        }
    }

    private boolean isRdb(Path path) throws AofCheckException {
        try (OpenFile file = files.read(path)) {
            ByteBuffer header = ByteBuffer.allocate(RDB_HEADER_BYTES);
            int read = file.readAt(header, 0);
            return read == RDB_HEADER_BYTES
                    && new String(header.array(), StandardCharsets.ISO_8859_1).startsWith("REDIS");
        } catch (IOException e) {
            throw new AofCheckException("Cannot open file " + path + ": " + e.getMessage() + "\n");
        }
    }

    // ---- several files ----

    private void checkAll(Path manifestPath) throws AofCheckException, IOException {
        out.println("Start checking Multi Part AOF");
        AofManifest manifest = manifest(manifestPath);
        List<AofFile> all = manifest.files();
        for (int i = 0; i < all.size(); i++) {
            AofFile file = all.get(i);
            Path path = manifestPath.resolveSibling(file.name());
            boolean isBase = file.type() == AofFileType.BASE;
            boolean isRdb = isBase && isRdb(path);
            if (isBase) {
                out.println("Start to check BASE AOF (" + (isRdb ? "RDB" : "RESP") + " format).");
            } else if (i == 0 || all.get(i - 1).type() == AofFileType.BASE) {
                out.println("Start to check INCR files.");
            }
            State state = check(file.name(), path, i == all.size() - 1, isRdb);
            show(state, file.name(), isBase ? "BASE AOF" : "INCR AOF");
        }
        out.println("All AOF files and manifest are valid");
    }

    private AofManifest manifest(Path path) throws AofCheckException, IOException {
        try {
            return AofManifest.parse(AofDirectory.content(files, path));
        } catch (AofManifestException e) {
            String where = e.line() == null
                    ? ""
                    : "Reading the manifest file, at line " + e.lineNumber() + "\n\n>>> '" + e.line() + "'\n\n";
            throw new AofCheckException(
                    "\n*** FATAL AOF MANIFEST FILE ERROR ***\n\n" + where + e.getMessage() + "\n\n");
        }
    }

    private void show(State state, String name, String kind) {
        switch (state) {
            case VALID -> out.println(kind + " " + name + " is valid");
            case EMPTY -> out.println(kind + " " + name + " is empty");
            case TRUNCATED -> out.println("Successfully truncated AOF " + name);
            case TRUNCATED_TO_TIMESTAMP ->
                out.println("Successfully truncated AOF " + name + " to timestamp " + toTimestamp);
        }
    }

    // ---- one file ----

    private State check(String name, Path path, boolean isLast, boolean isRdb) throws AofCheckException, IOException {
        try (OpenFile file = opened(path)) {
            if (file.size() == 0) {
                return State.EMPTY;
            }
            long from = isRdb ? checkPreamble(file) : 0;
            boolean toTheEnd = fileCheck.read(new CheckedInput(file, from), name, path.toString());
            if (!toTheEnd) {
                truncateToTimestamp(file, name, path, isLast);
                return State.TRUNCATED_TO_TIMESTAMP;
            }
            return judge(file, name, isLast);
        }
    }

    private OpenFile opened(Path path) throws AofCheckException {
        try {
            return files.update(path);
        } catch (IOException e) {
            throw new AofCheckException("Cannot open file " + path + ": " + e.getMessage() + ", aborting...\n");
        }
    }

    private long checkPreamble(OpenFile file) throws AofCheckException, IOException {
        long end = preamble.check(file);
        if (end < 0) {
            throw new AofCheckException("RDB preamble of AOF file is not sane, aborting.\n");
        }
        out.println("RDB preamble is OK, proceeding with AOF tail...");
        return end;
    }

    private void truncateToTimestamp(OpenFile file, String name, Path path, boolean isLast) throws AofCheckException {
        long offset = fileCheck.recordOffset();
        if (offset == 0) {
            throw new AofCheckException(
                    "AOF " + path + " has nothing before timestamp " + toTimestamp + ", aborting...\n");
        }
        if (!isLast) {
            throw new AofCheckException(
                    "Failed to truncate AOF " + path + " to timestamp " + toTimestamp + " to offset "
                            + offset
                            + " because it is not the last file.\nIf you insist, please delete all files after this file"
                            + " according to the manifest file and delete the corresponding records in manifest file manually."
                            + " Then re-run redis-check-aof.\n");
        }
        try {
            file.truncate(offset);
        } catch (IOException e) {
            throw new AofCheckException("Failed to truncate AOF " + name + " to timestamp " + toTimestamp + "\n");
        }
    }

    private State judge(OpenFile file, String name, boolean isLast) throws AofCheckException, IOException {
        long size = file.size();
        long valid = fileCheck.validBytes();
        long rest = size - valid;
        if (rest == 0 && toTimestamp != 0) {
            out.println("Truncate nothing in AOF " + name + " to timestamp " + toTimestamp);
            return State.VALID;
        }
        out.println("AOF analyzed: filename=" + name + ", size=" + size + ", ok_up_to=" + valid + ", ok_up_to_line="
                + fileCheck.line() + ", diff=" + rest);
        if (rest == 0) {
            return State.VALID;
        }
        if (!fixes) {
            throw new AofCheckException("AOF " + name + " is not valid. Use the --fix option to try fixing it.\n");
        }
        if (!isLast) {
            throw new AofCheckException("Failed to truncate AOF " + name + " because it is not the last file\n");
        }
        out.println("This will shrink the AOF " + name + " from " + size + " bytes, with " + rest + " bytes, to "
                + valid + " bytes");
        out.print("Continue? [y/N]: ");
        out.flush();
        int answer = answers.read();
        if (answer != 'y' && answer != 'Y') {
            throw new AofCheckException("Aborting...\n");
        }
        try {
            file.truncate(valid);
        } catch (IOException e) {
            throw new AofCheckException("Failed to truncate AOF " + name + "\n");
        }
        return State.TRUNCATED;
    }

    @Override
    public String toString() {
        return "AofCheck[" + (fixes ? "fixes, " : "") + fileCheck + "]";
    }
}
