package io.miniredis.persistence.aof;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ListPack;
import io.miniredis.datastructures.Numbers;
import io.miniredis.datastructures.StreamId;
import io.miniredis.datastructures.StringSink;
import io.miniredis.persistence.file.OpenFile;
import io.miniredis.persistence.rdb.ByteSink;
import io.miniredis.persistence.rdb.FileSink;
import java.io.IOException;
import java.util.Arrays;

/** Commands on their way into a file: headers and arguments gather in a buffer, which is written when it is large. */
final class CommandOutput implements StringSink {
    private static final int WRITTEN_AT_BYTES = 64 * 1024;
    private static final byte[] LINE_END = {'\r', '\n'};

    private final ByteSink file;
    private byte[] buffer = new byte[WRITTEN_AT_BYTES + 4 * 1024];
    private int length;

    /**
     * @param syncEveryBytes after how many bytes the file is flushed to disk, so that the end does not take long; 0:
     *     never
     */
    CommandOutput(OpenFile file, long syncEveryBytes) {
        this.file = new FileSink(file, syncEveryBytes);
    }

    /** A command of so many arguments follows; its name is the first of them. */
    void command(int arguments) throws IOException {
        if (length >= WRITTEN_AT_BYTES) {
            flush();
        }
        header('*', arguments);
    }

    void word(String word) {
        byte[] bytes = Ascii.bytes(word);
        bulk(bytes, 0, bytes.length);
    }

    void bulk(byte[] bytes) {
        bulk(bytes, 0, bytes.length);
    }

    @Override
    public void bulk(byte[] bytes, int offset, int count) {
        header('$', count);
        raw(bytes, offset, count);
        raw(LINE_END, 0, 2);
    }

    @Override
    public void bulkInteger(long value) {
        header('$', Numbers.digitCount(value));
        ensure(Numbers.MAX_LONG_DIGITS);
        length = Numbers.writeDigits(value, buffer, length);
        raw(LINE_END, 0, 2);
    }

    void score(double score) {
        word(Numbers.formatGeneral(score, 17));
    }

    void id(long ms, long seq) {
        byte[] text = new byte[StreamId.MAX_TEXT_BYTES];
        bulk(text, 0, StreamId.write(ms, seq, text));
    }

    void id(StreamId id) {
        id(id.ms(), id.seq());
    }

    void entry(ListPack pack, int position) {
        if (pack.isInteger(position)) {
            bulkInteger(pack.longAt(position));
        } else {
            bulk(pack.bytes(), pack.stringOffset(position), pack.stringLength(position));
        }
    }

    private void header(char letter, long number) {
        ensure(Numbers.MAX_LONG_DIGITS + 3);
        buffer[length++] = (byte) letter;
        length = Numbers.writeDigits(number, buffer, length);
        raw(LINE_END, 0, 2);
    }

    void raw(byte[] bytes, int offset, int count) {
        ensure(count);
        System.arraycopy(bytes, offset, buffer, length, count);
        length += count;
    }

    private void ensure(int count) {
        if (count > buffer.length - length) {
            buffer = Arrays.copyOf(buffer, Math.max(length + count, 2 * buffer.length));
        }
    }

    /** Writes what has gathered. */
    void flush() throws IOException {
        file.write(buffer, 0, length);
        length = 0;
    }

    @Override
    public String toString() {
        return "CommandOutput[" + length + " B to write]";
    }
}
