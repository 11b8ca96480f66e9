package io.miniredis.persistence.rdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.IntSet;
import io.miniredis.datastructures.IntValue;
import io.miniredis.datastructures.Stream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RdbFileTest {
    private final Samples samples = new Samples(3);

    private static byte[] small() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        RdbWriter writer = new RdbWriter(file::write, true, true);
        writer.header(RdbFormat.VERSION_7_0);
        writer.aux("redis-ver", "7.2.6");
        writer.aux("ctime", 1_700_000_000);
        writer.function(Ascii.bytes("#!lua name=lib"));
        writer.selectDatabase(0, 2, 1);
        writer.entry(Ascii.bytes("k"), Ascii.bytes("v"), 1_700_000_000_123L, -1, -1);
        writer.entry(Ascii.bytes("n"), IntValue.of(-5), -1, 77, -1);
        writer.selectDatabase(9, 1, 0);
        writer.entry(Ascii.bytes("f"), Ascii.bytes("x"), -1, -1, 200);
        writer.end();
        return file.toByteArray();
    }

    private Recording read(RdbInput in, boolean verify) throws IOException {
        Recording recording = new Recording();
        new RdbReader(in, recording, samples.settings(), verify).read();
        return recording;
    }

    /** Hands bytes out in pieces of this many. */
    private static ByteSource dripping(byte[] bytes, int piece) {
        int[] at = {0};
        return (target, offset, length) -> {
            int count = Math.min(Math.min(piece, length), bytes.length - at[0]);
            System.arraycopy(bytes, at[0], target, offset, count);
            at[0] += count;
            return count == 0 ? -1 : count;
        };
    }

    @Property(tries = 60)
    void whatWasWrittenIsReadInPiecesOfAnySize(@ForAll @IntRange(min = 1, max = 40) int piece) throws IOException {
        byte[] file = small();

        RdbInput in = new RdbInput(dripping(file, piece), piece % 2 == 0 ? RdbInput.UNKNOWN_SIZE : file.length);

        assertEquals(
                List.of(
                        "version 10",
                        "aux redis-ver 7.2.6",
                        "aux ctime 1700000000",
                        "function #!lua name=lib",
                        "database 0",
                        "size 2 1",
                        "entry k 1700000000123 -1 -1",
                        "entry n -1 77 -1",
                        "database 9",
                        "size 1 0",
                        "entry f -1 -1 200"),
                read(in, true).lines);
        assertEquals(file.length, in.offset());
    }

    /** The example of docs/formats.md. */
    @Test
    void twoKeysAreTheseBytes() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        RdbWriter writer = new RdbWriter(file::write, true, true);
        IntSet ids = new IntSet();
        ids.add(1);
        ids.add(2);
        writer.header(RdbFormat.VERSION_7_0);
        writer.aux("redis-bits", 64);
        writer.selectDatabase(0, 2, 1);
        writer.entry(Ascii.bytes("k"), IntValue.of(10), 1_700_000_000_000L, -1, -1);
        writer.entry(Ascii.bytes("ids"), ids, -1, -1, -1);
        writer.end();

        assertEquals(
                "524544495330303130" + "fa0a72656469732d62697473c040" + "fe00fb0201" + "fc0068e5cf8b010000"
                        + "00016bc00a" + "0b036964730c020000000200000001000200" + "ff13df8526b1e56901",
                HexFormat.of().formatHex(file.toByteArray()));
    }

    @Test
    void samplesOfAllKindsComeBackFromAFileLargerThanTheBuffers() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        RdbWriter writer = new RdbWriter(file::write, false, true);
        List<Object> all = samples.all();
        writer.header(RdbFormat.VERSION_7_4);
        writer.selectDatabase(0, all.size(), 0);
        for (Object value : all) {
            writer.entry(Ascii.bytes("key"), value, -1, -1, -1);
        }
        writer.end();
        assertEquals(file.size(), writer.position());

        List<Object> back =
                read(new RdbInput(dripping(file.toByteArray(), 70_001), RdbInput.UNKNOWN_SIZE), true).values;

        assertEquals(all.size(), back.size());
        for (int i = 0; i < all.size(); i++) {
            assertEquals(Contents.of(all.get(i)), Contents.of(back.get(i)));
        }
    }

    @Test
    void activeTimesOfConsumersStandBesideAStreamThatRedis70CanRead() throws IOException {
        Stream stream = samples.stream(20, 2);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        RdbWriter writer = new RdbWriter(file::write, true, true);
        writer.header(RdbFormat.VERSION_7_0);
        writer.selectDatabase(0, 1, 0);
        writer.entry(Ascii.bytes("s"), stream, -1, -1, -1);
        writer.end();

        Recording read = read(new RdbInput(file.toByteArray(), 0, file.size()), true);

        assertEquals(Contents.of(stream), Contents.of(read.values.get(0)));
        assertEquals(List.of("version 10", "database 0", "size 1 0", "entry s -1 -1 -1"), read.lines);
        assertEquals(RdbFormat.STREAM_LISTPACKS_2, ValueWriter.typeOf(stream));
    }

    @Nested
    class Damage {
        @Test
        void aCutIsToldFromOtherDamage() throws IOException {
            byte[] file = small();
            for (int length = 0; length < file.length; length++) {
                RdbInput in = new RdbInput(file, 0, length);

                RdbException failure = assertThrows(RdbException.class, () -> read(in, true));

                assertTrue(failure.isCutOff());
                assertTrue(failure.offset() <= length);
            }
        }

        @Test
        void aFlippedBitIsNoticedByTheChecksumAtLast() throws IOException {
            byte[] file = small();
            for (int at = 0; at < file.length; at++) {
                byte[] damaged = file.clone();
                damaged[at] ^= 1;

                assertThrows(RdbException.class, () -> read(new RdbInput(damaged, 0, damaged.length), true));
            }
        }

        @Test
        void aChecksumOfZeroIsNone() throws IOException {
            byte[] file = small();
            Arrays.fill(file, file.length - 8, file.length, (byte) 0);

            assertEquals(
                    11, read(new RdbInput(file, 0, file.length), true).lines.size());
        }

        @Test
        void whatTheSinkRefusesIsThrown() {
            RdbWriter writer = new RdbWriter(
                    (bytes, offset, length) -> {
                        throw new IOException("No space left on device");
                    },
                    true,
                    true);
            writer.header(RdbFormat.VERSION_7_0);

            assertEquals(
                    "No space left on device",
                    assertThrows(IOException.class, writer::end).getMessage());
        }
    }
}
