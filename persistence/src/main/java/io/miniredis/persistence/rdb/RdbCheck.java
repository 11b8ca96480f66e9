package io.miniredis.persistence.rdb;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.CollectionSettings;
import io.miniredis.persistence.file.FileSystem;
import io.miniredis.persistence.file.OpenFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads an RDB file to the end and says what is in it, or what is wrong with it and where: {@code redis-check-rdb}.
 *
 * <pre>
 *   [offset 0] Checking RDB file dump.rdb
 *   [offset 27] AUX FIELD redis-ver = '7.2.6'
 *   [offset 98] Selecting DB ID 0
 *   [offset 118] Checksum OK
 *   [offset 118] \o/ RDB looks OK! \o/
 *   [info] 2 keys read
 *   [info] 1 expires
 *   [info] 0 already expired
 * </pre>
 */
public final class RdbCheck implements RdbTarget {
    private final PrintStream out;
    private final CollectionSettings settings;
    private final long nowMillis;
    private @Nullable RdbInput in;
    private @Nullable RdbReader reader;
    private long keys;
    private long expires;
    private long expired;

    /** @param nowMillis since 1970: what expired before it is counted */
    public RdbCheck(PrintStream out, CollectionSettings settings, long nowMillis) {
        this.out = out;
        this.settings = settings;
        this.nowMillis = nowMillis;
    }

    /** Checks a file. Returns true if all of it is right. */
    public boolean run(FileSystem files, Path path) {
        info("Checking RDB file " + path);
        try (OpenFile file = files.read(path)) {
            return run(new RdbInput(new FileBytes(file, 0), file.size()));
        } catch (IOException failure) {
            error("Cannot read the file: " + failure.getMessage());
            return false;
        }
    }

    /** Checks what is read from here on; afterwards {@link RdbInput#offset} is where it ends. */
    public boolean run(RdbInput input) throws IOException {
        RdbReader checked = new RdbReader(input, this, settings, true);
        in = input;
        reader = checked;
        try {
            checked.read();
        } catch (RdbException damage) {
            error(damage.reason());
            return false;
        }
        switch (checked.checksumState()) {
            case VERIFIED -> info("Checksum OK");
            case ABSENT -> info("RDB file was saved with checksum disabled: no check performed.");
            default -> {
                // Before version 5 there was none.
            }
        }
        info("\\o/ RDB looks OK! \\o/");
        summary();
        return true;
    }

    private void info(String text) {
        out.println("[offset " + (in == null ? 0 : in.offset()) + "] " + text);
    }

    private void error(String text) {
        out.println("--- RDB ERROR DETECTED ---");
        info(text);
        RdbReader stopped = reader;
        if (stopped != null) {
            out.println("[additional info] While doing: " + stopped.doing());
            byte[] key = stopped.currentKey();
            if (key != null) {
                out.println("[additional info] Reading key '" + Ascii.text(key) + "'");
            }
            int type = stopped.currentType();
            if (type >= 0) {
                out.println("[additional info] Reading type " + type + " (" + RdbFormat.typeName(type) + ")");
            }
        }
        summary();
    }

    private void summary() {
        out.println("[info] " + keys + " keys read");
        out.println("[info] " + expires + " expires");
        out.println("[info] " + expired + " already expired");
    }

    @Override
    public void aux(byte[] name, byte[] value) {
        info("AUX FIELD " + Ascii.text(name) + " = '" + Ascii.text(value) + "'");
    }

    @Override
    public void database(long index) {
        info("Selecting DB ID " + Long.toUnsignedString(index));
    }

    @Override
    public void function(byte[] code) {
        info("FUNCTION library of " + code.length + " bytes");
    }

    @Override
    public void moduleAux(String module) {
        info("MODULE AUX for: " + module);
    }

    @Override
    public void moduleValue(byte[] key, String module) {
        keys++;
    }

    @Override
    public void entry(byte[] key, Object value, long expireAtMillis, long idleSeconds, int frequency) {
        keys++;
        if (expireAtMillis != NONE) {
            expires++;
            expired += expireAtMillis < nowMillis ? 1 : 0;
        }
    }

    @Override
    public void emptyKey(byte[] key) {
        keys++;
    }
}
