package io.miniredis.persistence.rdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.datastructures.Ascii;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * Whatever is done to a payload or a file: it is refused, or it makes a value that works. {@link #main} does it for as
 * long as one likes.
 */
class DamageTest {
    private static final int ROUNDS = 6_000;

    private final Samples samples = new Samples(5);
    private final Usage usage = new Usage(samples.settings());

    private List<byte[]> payloads(boolean compress) {
        List<byte[]> payloads = new ArrayList<>();
        for (Object value : samples.all()) {
            byte[] payload = DumpPayload.of(value, compress);
            if (payload.length < 6000) {
                payloads.add(payload);
            }
        }
        payloads.addAll(OldFormats.payloads());
        return payloads;
    }

    @Test
    void aDamagedPayloadIsRefusedOrMakesAValueThatWorks() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> damage(ROUNDS, 1));
    }

    /** Returns how many were accepted. */
    private int damage(int rounds, long seed) {
        Damage damage = new Damage(seed);
        List<byte[]> payloads = payloads(false);
        payloads.addAll(payloads(true));
        int accepted = 0;
        for (int round = 0; round < rounds; round++) {
            byte[] payload = damage.apply(payloads.get(round % payloads.size()));
            try {
                accepted += use(payload) ? 1 : 0;
            } catch (RuntimeException | Error failure) {
                throw new AssertionError("round " + round + ": " + Arrays.toString(payload), failure);
            }
        }
        return accepted;
    }

    private boolean use(byte[] payload) {
        if (payload.length < 10) {
            return false;
        }
        Object value;
        try {
            value = DumpPayload.parse(payload, samples.settings());
        } catch (RdbException refused) {
            return false;
        }
        try {
            Object again = DumpPayload.parse(DumpPayload.of(value, true), samples.settings());
            assertEquals(Contents.of(value), Contents.of(again));
        } catch (RdbException refused) {
            throw new AssertionError("what was accepted is refused when it is written again", refused);
        }
        usage.wearOut(value);
        return true;
    }

    @Test
    void aDamagedFileIsRefusedOrRead() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        RdbWriter writer = new RdbWriter(file::write, true, true);
        writer.header(RdbFormat.VERSION_7_4);
        writer.aux("redis-ver", "7.2.6");
        writer.selectDatabase(0, 100, 10);
        int number = 0;
        for (Object value : samples.all()) {
            if (DumpPayload.of(value, true).length < 2000) {
                writer.entry(Ascii.bytes("key:" + number++), value, number % 2 == 0 ? 5 : -1, 3, 9);
            }
        }
        writer.end();
        Damage damage = new Damage(2);
        for (int round = 0; round < 150; round++) {
            byte[] bytes = damage.apply(file.toByteArray());
            Recording recording = new Recording();
            try {
                new RdbReader(new RdbInput(bytes, 0, bytes.length), recording, samples.settings(), false).read();
            } catch (RdbException refused) {
                continue;
            }
            for (Object value : recording.values) {
                usage.wearOut(value);
            }
        }
    }

    /** As many rounds as the first argument says, by the seed of the second. */
    public static void main(String[] args) {
        int rounds = Integer.parseInt(args[0]);
        int accepted = new DamageTest().damage(rounds, Long.parseLong(args[1]));
        System.out.println(rounds + " payloads, " + accepted + " accepted");
    }
}
