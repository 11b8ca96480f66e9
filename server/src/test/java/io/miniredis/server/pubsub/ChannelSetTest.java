package io.miniredis.server.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.miniredis.datastructures.ByteString;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ChannelSetTest {
    /** Few different hashes, so that runs are long and wrap around. */
    private static Channel channel(int number) {
        return new Channel(ByteString.of("c" + number).bytes(), number % 7 * 5);
    }

    @Property(tries = 300)
    void holdsWhatASetWouldHold(@ForAll @Size(max = 200) List<@IntRange(max = 40) Integer> toggled) {
        ChannelSet set = new ChannelSet();
        Map<Integer, Channel> model = new HashMap<>();
        for (int number : toggled) {
            Channel known = model.remove(number);
            if (known == null) {
                Channel added = channel(number);
                set.add(added);
                model.put(number, added);
            } else {
                set.remove(known);
            }
            assertEquals(model.size(), set.size());
        }

        assertEquals(new HashSet<>(model.values()), new HashSet<>(Arrays.asList(set.toArray())));
        for (int number = 0; number <= 40; number++) {
            Channel wanted = channel(number);
            if (model.containsKey(number)) {
                assertSame(model.get(number), set.find(wanted.key(), wanted.hash()));
            } else {
                assertNull(set.find(wanted.key(), wanted.hash()));
            }
        }
    }
}
