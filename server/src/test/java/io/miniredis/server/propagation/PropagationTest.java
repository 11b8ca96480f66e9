package io.miniredis.server.propagation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.Request;
import io.miniredis.protocol.RequestEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PropagationTest {
    private final Propagation propagation = new Propagation();
    private final List<String> heard = new ArrayList<>();

    /** Everything that a sink hears, each with where it heard it. */
    private final class Recorder implements PropagationSink {
        @Override
        public void append(int database, byte[] resp, int offset, int length) {
            hear("all", database, resp, offset, length);
        }

        @Override
        public void appendForReplicas(int database, byte[] resp, int offset, int length) {
            hear("replicas", database, resp, offset, length);
        }

        @Override
        public void appendForFile(int database, byte[] resp, int offset, int length) {
            hear("file", database, resp, offset, length);
        }

        private void hear(String where, int database, byte[] resp, int offset, int length) {
            heard.add(where + " " + database + " " + new String(resp, offset, length, StandardCharsets.ISO_8859_1));
        }
    }

    private static Request set(int number, int valueBytes) {
        return Request.of(ByteString.of("SET"), ByteString.of("key:" + number), ByteString.of("v".repeat(valueBytes)));
    }

    private static String shown(String where, int database, Request request) {
        return where + " " + database + " " + new String(RequestEncoder.encode(request), StandardCharsets.ISO_8859_1);
    }

    @Property(tries = 60)
    void sendsEachChangeAsItWasAddedWhateverTheSizesAndHowOftenItIsFlushed(
            @ForAll @Size(max = 40) List<@IntRange(max = 3_000) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 20) int flushes) {
        Propagation propagation = new Propagation();
        propagation.addSink(new Recorder());
        heard.clear();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            Request change = set(i, sizes.get(i));
            propagation.add(i % 3, change);
            expected.add(shown("all", i % 3, change));
            if (i % flushes == 0) {
                propagation.flush(false);
            }
        }
        propagation.flush(false);
        assertEquals(expected, heard);
        assertEquals(sizes.size(), propagation.offset());
    }

    @Test
    void sendsTheLastChangeAtOnceIfItIsTheOnlyOne() {
        propagation.addSink(new Recorder());
        propagation.addLast(3, set(1, 1));
        assertEquals(List.of(shown("all", 3, set(1, 1))), heard);
        assertEquals(1, propagation.offset());

        propagation.flush(true);
        assertEquals(1, heard.size());
    }

    @Test
    void sendsTheLastChangeBehindThoseBeforeIt() {
        propagation.addSink(new Recorder());
        propagation.add(0, set(1, 1));
        propagation.addLast(0, set(2, 2));
        assertEquals(List.of(), heard);

        propagation.flush(false);
        assertEquals(List.of(shown("all", 0, set(1, 1)), shown("all", 0, set(2, 2))), heard);
        assertEquals(2, propagation.offset());
    }

    @Test
    void tellsAllOfTheLastChangeIfSeveralListen() {
        propagation.addSink(new Recorder());
        propagation.addSink(new Recorder());
        propagation.addLast(0, set(1, 1));
        propagation.flush(false);
        assertEquals(List.of(shown("all", 0, set(1, 1)), shown("all", 0, set(1, 1))), heard);
        assertEquals(1, propagation.offset());
    }

    @Test
    void saysNothingOfTheLastChangeWhileItIsStopped() {
        propagation.addSink(new Recorder());
        propagation.stop(true);
        propagation.addLast(0, set(1, 1));
        propagation.flush(false);
        assertEquals(List.of(), heard);
        assertEquals(0, propagation.offset());
    }

    @Test
    void wrapsChangesThatBelongTogether() {
        propagation.addSink(new Recorder());
        propagation.add(0, set(1, 1));
        propagation.add(7, set(2, 2));
        propagation.flush(true);

        assertEquals(
                List.of(
                        shown("all", PropagationSink.NO_DATABASE, Request.of(ByteString.of("MULTI"))),
                        shown("all", 0, set(1, 1)),
                        shown("all", 7, set(2, 2)),
                        shown("all", PropagationSink.NO_DATABASE, Request.of(ByteString.of("EXEC")))),
                heard);
    }

    @Test
    void leavesOutWhomAScriptDoesNotWantToHear() {
        propagation.addSink(new Recorder());
        propagation.listeners(Targets.FILE);
        propagation.add(0, set(1, 1));
        propagation.addForReplicas(0, set(2, 2));
        propagation.listeners(Targets.ALL);
        propagation.addForReplicas(0, set(3, 3));
        propagation.flush(false);

        assertEquals(List.of(shown("file", 0, set(1, 1)), shown("replicas", 0, set(3, 3))), heard);
    }

    @Test
    void keepsNothingIfNobodyListens() {
        propagation.add(0, set(1, 1));
        propagation.addSink(new Recorder());
        propagation.flush(false);

        assertEquals(List.of(), heard);
        propagation.stop(true);
        assertFalse(propagation.isActive());
    }

    @Test
    void keepsNoRoomForALargeChange() {
        propagation.addSink(new Recorder());
        propagation.add(0, set(1, 3_000_000));
        propagation.flush(false);
        propagation.add(0, set(2, 1));
        propagation.flush(false);

        assertEquals(List.of(shown("all", 0, set(1, 3_000_000)), shown("all", 0, set(2, 1))), heard);
    }
}
