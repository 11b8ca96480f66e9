package io.miniredis.persistence.rdb;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.Stream;
import java.io.IOException;

/**
 * Writes a data set as an RDB:
 *
 * <pre>
 *   "REDIS0010"                              the version, in four digits
 *   FA name value   ...                      about the file
 *   F5 code         ...                      libraries of functions
 *   FE database  FB keys expires             for each database that has keys
 *     [FC time] [F8 idle | F9 frequency]     for each key: 8 bytes of milliseconds; seconds; one byte
 *     type key value
 *   FF  checksum                             8 bytes, little-endian; 0: none
 * </pre>
 *
 * <p>Belongs to one thread. What the sink refuses is thrown by the next call that may throw.
 */
public final class RdbWriter {
    /** The name of the field that holds what a stream of type 19 has no place for. */
    static final byte[] ACTIVE_TIMES = Ascii.bytes("consumer-active-times");

    private final RdbOutput out;
    private final ValueWriter values;

    /**
     * @param compress {@code rdbcompression}
     * @param checksum {@code rdbchecksum}
     */
    public RdbWriter(ByteSink sink, boolean compress, boolean checksum) {
        out = new RdbOutput(sink, compress, checksum);
        values = new ValueWriter(out);
    }

    /** For those who write a key or a value in pieces. */
    public RdbOutput out() {
        return out;
    }

    /** For those who write a key in pieces. */
    public ValueWriter values() {
        return values;
    }

    /**
     * The first thing to write.
     *
     * @param version {@link RdbFormat#VERSION_7_0}, or {@link RdbFormat#VERSION_7_4} if there are hashes with fields
     *     that expire
     */
    public void header(int version) {
        byte[] header = Ascii.bytes("REDIS0000");
        int rest = version;
        for (int at = RdbFormat.HEADER_BYTES - 1; rest > 0; at--) {
            header[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        out.raw(header, 0, header.length);
    }

    /** Something about the file. */
    public void aux(String name, String value) {
        aux(Ascii.bytes(name), Ascii.bytes(value));
    }

    public void aux(String name, long value) {
        out.oneByte(RdbFormat.AUX);
        out.string(Ascii.bytes(name));
        out.integerString(value);
    }

    private void aux(byte[] name, byte[] value) {
        out.oneByte(RdbFormat.AUX);
        out.string(name);
        out.string(value);
    }

    /** The code of a library. */
    public void function(byte[] code) throws IOException {
        out.oneByte(RdbFormat.FUNCTION2);
        out.string(code);
        out.check();
    }

    /** All keys that follow are of this database. The numbers are hints for the reader. */
    public void selectDatabase(int index, long keys, long expires) throws IOException {
        out.oneByte(RdbFormat.SELECT_DB);
        out.length(index);
        out.oneByte(RdbFormat.RESIZE_DB);
        out.length(keys);
        out.length(expires);
        out.check();
    }

    /**
     * A key. What is -1 ({@link RdbTarget#NONE}) is left out.
     *
     * @param expireAtMillis since 1970
     * @param idleSeconds since it was used, if the eviction policy asks for that
     * @param frequency of its use, 0 to 255, if the policy asks for that
     */
    public void entry(byte[] key, Object value, long expireAtMillis, long idleSeconds, int frequency)
            throws IOException {
        if (value instanceof Stream stream) {
            byte[] times = StreamWriter.activeTimes(stream);
            if (times != null) {
                aux(ACTIVE_TIMES, times);
            }
        }
        beginEntry(key, ValueWriter.typeOf(value), expireAtMillis, idleSeconds, frequency);
        values.write(value);
        out.check();
    }

    /** All of {@link #entry} but the value, which the caller writes next, piece by piece. */
    public void beginEntry(byte[] key, int type, long expireAtMillis, long idleSeconds, int frequency) {
        if (expireAtMillis != RdbTarget.NONE) {
            out.oneByte(RdbFormat.EXPIRE_TIME_MS);
            out.int64(expireAtMillis);
        }
        if (idleSeconds != RdbTarget.NONE) {
            out.oneByte(RdbFormat.IDLE);
            out.length(idleSeconds);
        }
        if (frequency != RdbTarget.NONE) {
            out.oneByte(RdbFormat.FREQ);
            out.oneByte(frequency);
        }
        out.oneByte(type);
        out.string(key);
    }

    /** The last thing to write: the end and the checksum. All is handed to the sink. */
    public void end() throws IOException {
        out.oneByte(RdbFormat.EOF);
        out.int64(out.checksum());
        out.flush();
        out.check();
    }

    /** How many bytes were written. */
    public long position() {
        return out.position();
    }

    @Override
    public String toString() {
        return "RdbWriter[" + out + "]";
    }
}
