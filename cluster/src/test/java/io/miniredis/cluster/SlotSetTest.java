package io.miniredis.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SlotSetTest {
    @Test
    void rangesReadAsClusterNodesShowsThem() {
        SlotSet slots = new SlotSet();
        for (int slot = 0; slot <= 5460; slot++) {
            slots.add(slot);
        }
        slots.add(9001);
        slots.add(16382);
        slots.add(16383);

        assertEquals("0-5460 9001 16382-16383", slots.toString());
        assertEquals("", new SlotSet().toString());
    }

    @Property(tries = 100)
    void isASet(@ForAll Set<@IntRange(max = 16383) Integer> members, @ForAll @IntRange(max = 16383) int other) {
        SlotSet slots = new SlotSet();
        for (int member : members) {
            assertTrue(slots.add(member));
            assertFalse(slots.add(member));
        }

        assertEquals(members.size(), slots.size());
        assertEquals(members.contains(other), slots.contains(other));
        Set<Integer> found = new TreeSet<>();
        for (int slot = slots.next(0); slot < HashSlot.COUNT; slot = slots.next(slot + 1)) {
            found.add(slot);
        }
        assertEquals(new TreeSet<>(members), found);
        byte[] bytes = new byte[SlotSet.BYTES + 1];
        slots.write(bytes, 1);
        assertEquals(slots, SlotSet.read(bytes, 1));
        assertEquals(members.contains(other), (bytes[1 + other / 8] & 1 << other % 8) != 0);
        assertEquals(members.contains(other), slots.remove(other));
    }

    @Property(tries = 100)
    void knowsWhatIsNotInIt(
            @ForAll Set<@IntRange(max = 16383) Integer> members, @ForAll @IntRange(max = 16383) int from) {
        SlotSet slots = of(members);

        int absent = from;
        while (absent < HashSlot.COUNT && members.contains(absent)) {
            absent++;
        }

        assertEquals(absent, slots.nextAbsent(from));
        assertEquals(HashSlot.COUNT, slots.nextAbsent(HashSlot.COUNT));
    }

    @Property(tries = 100)
    void addsAndSubtracts(
            @ForAll Set<@IntRange(max = 200) Integer> some, @ForAll Set<@IntRange(max = 200) Integer> others) {
        SlotSet sum = of(some);
        sum.addAll(of(others));
        Set<Integer> all = new TreeSet<>(some);
        all.addAll(others);
        Set<Integer> rest = new TreeSet<>(some);
        rest.removeAll(others);

        assertEquals(of(all), sum);
        assertEquals(of(rest), of(some).minus(of(others)));
    }

    @Test
    void allSlotsAreOneRange() {
        SlotSet all = new SlotSet();
        for (int slot = 0; slot < HashSlot.COUNT; slot++) {
            all.add(slot);
        }

        assertEquals("0-16383", all.toString());
        assertEquals(HashSlot.COUNT, all.nextAbsent(0));
    }

    private static SlotSet of(Set<Integer> members) {
        SlotSet slots = new SlotSet();
        members.forEach(slots::add);
        return slots;
    }
}
