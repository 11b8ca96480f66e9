package io.miniredis.persistence.rdb;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.CollectionSettings;
import io.miniredis.datastructures.Stream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads an RDB of any version, from its header to its checksum, and tells a {@link RdbTarget} what is in it
 * (rdbLoadRio).
 *
 * <p>Data of modules about the file is passed over, a value of a module's is an error, as there are none that could
 * load it.
 */
public final class RdbReader {
    private static final byte[] MAGIC = Ascii.bytes("REDIS");
    private static final long MILLIS_PER_SECOND = 1000;
    private static final int NO_TYPE = -1;

    private final RdbInput in;
    private final RdbTarget target;
    private final ValueReader values;
    private final boolean verifiesChecksum;

    // What opcodes have said about the key to come.
    private long expireAtMillis = RdbTarget.NONE;
    private long idleSeconds = RdbTarget.NONE;
    private int frequency = (int) RdbTarget.NONE;
    private byte @Nullable [] activeTimes;

    // Where it is, for those who ask when it has failed.
    private String doing = "start";
    private int currentType = NO_TYPE;
    private byte @Nullable [] currentKey;
    private ChecksumState checksumState = ChecksumState.NOT_READ;

    /** What is known of the checksum. */
    public enum ChecksumState {
        /** Nothing: it was not reached, not to be looked at, or there is none in this version. */
        NOT_READ,
        /** The file was written without one. */
        ABSENT,
        VERIFIED
    }

    /** @param verifiesChecksum {@code rdbchecksum}, unless DEBUG SET-SKIP-CHECKSUM-VALIDATION has switched it off */
    public RdbReader(RdbInput in, RdbTarget target, CollectionSettings settings, boolean verifiesChecksum) {
        this.in = in;
        this.target = target;
        this.values = new ValueReader(in, settings);
        this.verifiesChecksum = verifiesChecksum;
    }

    /**
     * Reads all, up to the checksum and not beyond: {@link RdbInput#offset} is where it ends.
     *
     * @throws RdbException if something is wrong with it; what was read before it the target has already
     */
    public void read() throws IOException {
        in.startChecksum();
        int version = readHeader();
        target.version(version);
        try {
            doing = "read-type";
            int opcode = in.oneByte();
            while (opcode != RdbFormat.EOF) {
                if (opcode >= RdbFormat.SLOT_INFO) {
                    readOpcode(opcode);
                } else {
                    readEntry(opcode);
                }
                doing = "read-type";
                opcode = in.oneByte();
            }
        } catch (RdbException refused) {
            throw refused.at(in.offset());
        }
        if (version >= RdbFormat.VERSION_WITH_CHECKSUM) {
            readChecksum();
        }
    }

    /** Of listpacks, intsets and the like: INFO's {@code dump_payload_sanitizations}. */
    public long validations() {
        return values.validations();
    }

    public ChecksumState checksumState() {
        return checksumState;
    }

    /** What it does, or did when it failed, in the words of redis-check-rdb. */
    public String doing() {
        return doing;
    }

    /** The key it is at, or null. */
    public byte @Nullable [] currentKey() {
        return currentKey;
    }

    /** The type of the value it is at, or -1. */
    public int currentType() {
        return currentType;
    }

    private int readHeader() throws IOException {
        byte[] header = in.bytes(RdbFormat.HEADER_BYTES);
        if (!Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw in.corrupt("Wrong signature trying to load DB from file");
        }
        int version = 0;
        for (int at = MAGIC.length; at < header.length && header[at] >= '0' && header[at] <= '9'; at++) {
            version = version * 10 + header[at] - '0';
        }
        if (version < 1 || version > RdbFormat.MAX_VERSION) {
            throw in.corrupt("Can't handle RDB format version " + version);
        }
        return version;
    }

    private void readChecksum() throws IOException {
        doing = "check-sum";
        long expected = in.checksum();
        long told = in.int64();
        if (told == 0) {
            checksumState = ChecksumState.ABSENT;
        } else if (verifiesChecksum && told == expected) {
            checksumState = ChecksumState.VERIFIED;
        } else if (verifiesChecksum) {
            throw in.corrupt("Wrong RDB checksum expected: (" + Long.toHexString(expected) + ") but got ("
                    + Long.toHexString(told) + "). Aborting now. RDB CRC error");
        }
    }

    private void readOpcode(int opcode) throws IOException {
        doing = doing(opcode);
        switch (opcode) {
            case RdbFormat.EXPIRE_TIME_MS -> expireAtMillis = in.int64();
            case RdbFormat.EXPIRE_TIME -> expireAtMillis = in.int32() * MILLIS_PER_SECOND;
            case RdbFormat.IDLE -> idleSeconds = in.length();
            case RdbFormat.FREQ -> frequency = in.oneByte();
            case RdbFormat.SELECT_DB -> target.database(in.length());
            case RdbFormat.RESIZE_DB -> {
                long keys = in.length();
                target.size(keys, in.length());
            }
            case RdbFormat.AUX -> readAux();
            case RdbFormat.FUNCTION2 -> target.function(in.string());
            case RdbFormat.FUNCTION_PRE_GA -> throw in.corrupt("Pre-release function format not supported.");
            case RdbFormat.MODULE_AUX -> target.moduleAux(ModuleData.skipAux(in));
            default -> {
                // SLOT_INFO: a slot of a cluster, its keys, and how many of them expire.
                in.length();
                in.length();
                in.length();
            }
        }
    }

    private static String doing(int opcode) {
        return switch (opcode) {
            case RdbFormat.EXPIRE_TIME_MS, RdbFormat.EXPIRE_TIME -> "read-expire";
            case RdbFormat.AUX -> "read-aux";
            case RdbFormat.MODULE_AUX -> "read-module-aux";
            case RdbFormat.FUNCTION2, RdbFormat.FUNCTION_PRE_GA -> "read-functions";
            default -> "read-len";
        };
    }

    private void readAux() throws IOException {
        byte[] name = in.string();
        byte[] value = in.string();
        if (Arrays.equals(name, RdbWriter.ACTIVE_TIMES)) {
            activeTimes = value;
        } else {
            target.aux(name, value);
        }
    }

    private void readEntry(int type) throws IOException {
        if (!RdbFormat.isValueType(type)) {
            throw in.corrupt("Unknown RDB encoding type " + type);
        }
        currentType = type;
        doing = "read-key";
        byte[] key = in.string();
        currentKey = key;
        doing = "read-object-value";
        if (type == RdbFormat.MODULE_2) {
            readModuleValue(key);
        } else {
            readValue(type, key);
        }
        currentKey = null;
        currentType = NO_TYPE;
        expireAtMillis = RdbTarget.NONE;
        idleSeconds = RdbTarget.NONE;
        frequency = (int) RdbTarget.NONE;
        activeTimes = null;
    }

    private void readValue(int type, byte[] key) throws IOException {
        Object value = values.read(type);
        if (value == null) {
            target.emptyKey(key);
            return;
        }
        if (activeTimes != null && value instanceof Stream stream) {
            StreamWriter.restoreActiveTimes(stream, activeTimes);
        }
        target.entry(key, value, expireAtMillis, idleSeconds, frequency);
    }

    private void readModuleValue(byte[] key) throws IOException {
        String module = ModuleData.name(in.length());
        target.moduleValue(key, module);
        ModuleData.skip(in);
    }

    @Override
    public String toString() {
        return "RdbReader[" + in + "]";
    }
}
