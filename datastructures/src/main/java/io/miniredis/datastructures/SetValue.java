package io.miniredis.datastructures;

/**
 * A set as the value of a key, in one of three encodings ({@code t_set.c}):
 *
 * <pre>
 *   IntSet       integers only, sorted               up to set-max-intset-entries
 *   ListPackSet  few and short members, in a row     up to set-max-listpack-entries, -value
 *   TableSet     everything else
 * </pre>
 *
 * <p>A set that outgrows its encoding is succeeded by another object, which {@link #add} returns; none goes back to a
 * smaller encoding when members leave. Members have positions, numbers from 0 on in no particular order, by which they
 * are visited:
 *
 * <pre>
 *   for (int at = set.first(); at >= 0; at = set.next(at)) {
 *       set.view(at, member);
 *   }
 * </pre>
 *
 * Every change makes positions void.
 */
public sealed interface SetValue extends Value permits IntSet, ListPackSet, TableSet {
    /** No such member. */
    int NONE = -1;

    /** How many members there are. */
    int size();

    boolean contains(byte[] member);

    default boolean contains(SetMember member) {
        return contains(member.bytes());
    }

    /**
     * Adds a member, unless it is here already; {@link #size} tells. The array is given away.
     *
     * @return the set with the member: this one or its successor
     */
    SetValue add(byte[] member, CollectionSettings settings);

    default SetValue add(SetMember member, CollectionSettings settings) {
        return add(member.bytes(), settings);
    }

    /** Removes a member. Returns true if it was here. */
    boolean remove(byte[] member);

    default boolean remove(SetMember member) {
        return remove(member.bytes());
    }

    /** Removes the member at a position. */
    void removeAt(int position);

    /** The position of the first member, {@link #NONE} if there is none. */
    int first();

    /** The position of the member behind this one, {@link #NONE} at the end. */
    int next(int position);

    /** Shows a member. */
    void view(int position, SetMember into);

    /** The position of a random member, all equally likely. There is one at least. */
    int randomPosition(RandomSource random);

    /** Gives memory back that was meant for more members. */
    default void trim() {}

    @Override
    SetValue copy();

    @Override
    default ValueType type() {
        return ValueType.SET;
    }

    /**
     * An empty set to which a member and others are added next (setTypeCreate).
     *
     * @param members how many there will be, about
     */
    static SetValue create(byte[] member, int members, CollectionSettings settings) {
        if (Numbers.isLong(member) && members <= settings.setMaxIntsetEntries) {
            return new IntSet();
        }
        if (members <= settings.setMaxListpackEntries) {
            return new ListPackSet();
        }
        return TableSet.withRoom(members, settings);
    }

    /**
     * This set or its successor, if so many are about to be added that it must change its encoding
     * (setTypeMaybeConvert).
     */
    default SetValue preparedFor(int members, CollectionSettings settings) {
        boolean tooMany = switch (encoding()) {
            case INTSET -> members > settings.setMaxIntsetEntries;
            case LISTPACK -> members > settings.setMaxListpackEntries;
            default -> false;
        };
        return tooMany ? TableSet.of(this, members, settings) : this;
    }

    /** The same members, all of which are integers, as an intset if they are few enough (maybeConvertToIntset). */
    static SetValue asIntSet(SetValue set, CollectionSettings settings) {
        if (set instanceof IntSet || set.size() > IntSet.maxEntries(settings)) {
            return set;
        }
        IntSet integers = new IntSet();
        SetMember member = new SetMember();
        for (int at = set.first(); at >= 0; at = set.next(at)) {
            set.view(at, member);
            integers.add(member.isInteger() ? member.number() : Numbers.parseLong(member.bytes()));
        }
        return integers;
    }
}
