package io.miniredis.server.command;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Commands by name, found by the bytes a client sent, in upper or lower case, without making a string of them.
 *
 * <p>An open-addressed hash table; names are few and never attackers' choice, so a simple hash does. Confined to the
 * main thread.
 */
public final class CommandTable {
    private final List<Command> inOrder = new ArrayList<>();
    private @Nullable Place[] places = new Place[16];
    /** Families whose commands are not made yet, in the order of the catalogue. */
    private final List<CommandFamily> expected = new ArrayList<>();

    private int size;
    private int nextNumber;
    /** All commands by their own names, once one was renamed. */
    private @Nullable CommandTable original;

    /** A name and what it means. */
    private static final class Place {
        /** In lower case. */
        final byte[] name;

        final @Nullable CommandFamily family;
        /** Null until the family is asked for it. */
        @Nullable
        Command command;

        Place(byte[] name, @Nullable CommandFamily family, @Nullable Command command) {
            this.name = name;
            this.family = family;
            this.command = command;
        }
    }

    /** Adds a command under a name in lower case, its own or another (rename-command). */
    public void put(String name, Command command) {
        put(Ascii.bytes(name), command);
    }

    private void put(byte[] name, Command command) {
        insert(new Place(name, null, command));
        inOrder.add(command);
        if (command.container() == null) {
            nextNumber = command.number(nextNumber);
        }
    }

    /** Adds the names of a family, whose commands are made when one of them is first looked for. */
    void putLater(CommandFamily family) {
        String names = family.names();
        int start = 0;
        for (int end = names.indexOf(' '); end >= 0; end = names.indexOf(' ', start)) {
            insert(new Place(Ascii.bytes(names.substring(start, end)), family, null));
            start = end + 1;
        }
        insert(new Place(Ascii.bytes(names.substring(start)), family, null));
        expected.add(family);
    }

    private void insert(Place place) {
        if (size * 2 >= places.length) {
            rehash(places.length * 2);
        }
        places[freeSlot(place.name)] = place;
        size++;
    }

    /** Makes the commands of a family. */
    private void load(CommandFamily family) {
        for (CommandSpec spec : family.specs()) {
            Command command = new Command(spec, null);
            Objects.requireNonNull(place(Ascii.bytes(spec.name()))).command = command;
            inOrder.add(command);
            nextNumber = command.number(nextNumber);
        }
        expected.remove(family);
    }

    private void loadAll() {
        while (!expected.isEmpty()) {
            load(expected.get(0));
        }
    }

    /** Takes a command out of the table, whatever name it has there. */
    private void remove(Command command) {
        for (int i = 0; i < places.length; i++) {
            Place place = places[i];
            if (place != null && place.command == command) {
                places[i] = null;
                size--;
            }
        }
        inOrder.remove(command);
        rehash(places.length);
    }

    public @Nullable Command find(ByteString name) {
        Place place = place(name.bytes());
        if (place == null) {
            return null;
        }
        if (place.command == null && place.family != null) {
            load(place.family);
        }
        return place.command;
    }

    /** The place of a name in any case, or null. */
    private @Nullable Place place(byte[] name) {
        int mask = places.length - 1;
        for (int slot = hash(name) & mask; ; slot = (slot + 1) & mask) {
            Place candidate = places[slot];
            if (candidate == null || isSpelled(name, candidate.name)) {
                return candidate;
            }
        }
    }

    public @Nullable Command find(String name) {
        return find(ByteString.of(name));
    }

    public int size() {
        return size;
    }

    /** A command or, written {@code container|subcommand}, a subcommand; null if there is none of that name. */
    public @Nullable Command findByFullName(ByteString name) {
        byte[] bytes = name.bytes();
        int bar = 0;
        while (bar < bytes.length && bytes[bar] != '|') {
            bar++;
        }
        if (bar == bytes.length) {
            return find(name);
        }
        Command container = find(ByteString.wrap(Arrays.copyOf(bytes, bar)));
        CommandTable subcommands = container == null ? null : container.subcommands();
        return subcommands == null
                ? null
                : subcommands.find(ByteString.wrap(Arrays.copyOfRange(bytes, bar + 1, bytes.length)));
    }

    /**
     * Gives a command another name, before the server starts (rename-command). What is said of the command, in errors,
     * statistics and ACL rules, keeps its own name, by which {@link #findOriginal} finds it.
     *
     * @param newName the new name; empty takes the command away
     * @throws IllegalArgumentException with Redis's words if there is no such command, or one of the new name
     */
    public void rename(ByteString name, ByteString newName) {
        Command command = find(name);
        if (command == null) {
            throw new IllegalArgumentException("No such command in rename-command");
        }
        loadAll();
        if (original == null) {
            CommandTable copy = new CommandTable();
            inOrder.forEach(each -> copy.put(each.spec().name(), each));
            original = copy;
        }
        remove(command);
        if (newName.isEmpty()) {
            return;
        }
        if (find(newName) != null) {
            throw new IllegalArgumentException("Target command name already exists");
        }
        put(Ascii.toLowerCase(newName.bytes()), command);
    }

    /** A command by the name it has in Redis, whatever rename-command did, or null. */
    public @Nullable Command findOriginal(ByteString name) {
        return (original == null ? this : original).findByFullName(name);
    }

    /** All of them. */
    public void forEach(Consumer<Command> visitor) {
        loadAll();
        inOrder.forEach(visitor);
    }

    /** All of them that Redis has, also those that rename-command took away. */
    public void forEachOriginal(Consumer<Command> visitor) {
        (original == null ? this : original).forEach(visitor);
    }

    /** Those that are made already. */
    List<Command> inUse() {
        return inOrder;
    }

    /** Those whose family was asked for at least once: whoever tells of calls needs no others. */
    public void forEachInUse(Consumer<Command> visitor) {
        inOrder.forEach(visitor);
    }

    private void rehash(int slots) {
        @Nullable Place[] old = places;
        places = new Place[slots];
        for (Place place : old) {
            if (place != null) {
                places[freeSlot(place.name)] = place;
            }
        }
    }

    private int freeSlot(byte[] name) {
        int mask = places.length - 1;
        int slot = hash(name) & mask;
        while (places[slot] != null) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static boolean isSpelled(byte[] word, byte[] lowerCase) {
        if (word.length != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (Ascii.lower(word[i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private static int hash(byte[] name) {
        int hash = name.length;
        // Names differ within their first 16 bytes; a longer one is looked at no further, so that a huge name costs no
        // time.
        int end = Math.min(name.length, 16);
        for (int i = 0; i < end; i++) {
            hash = hash * 31 + (name[i] | 0x20);
        }
        return hash ^ hash >>> 7;
    }

    @Override
    public String toString() {
        return "CommandTable[" + size + " commands]";
    }
}
