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
    /** In lower case, at the places of their commands. */
    private byte[][] names = new byte[16][];

    /** Null where the name's family was not asked for yet. */
    private @Nullable Command[] commands = new Command[16];

    private final List<CommandFamily> expected = new ArrayList<>();
    private int size;
    /** All commands by their own names, once one was renamed. */
    private @Nullable CommandTable original;

    /** Adds a command under a name in lower case, its own or another (rename-command). */
    public void put(String name, Command command) {
        put(Ascii.bytes(name), command);
    }

    private void put(byte[] name, Command command) {
        int slot = reserve(name);
        commands[slot] = command;
        inOrder.add(command);
    }

    /** Adds the names of a family, whose commands are made when one of them is first looked for. */
    void putLater(CommandFamily family) {
        String all = family.names();
        int start = 0;
        for (int end = all.indexOf(' '); end >= 0; end = all.indexOf(' ', start)) {
            reserve(Ascii.bytes(all.substring(start, end)));
            start = end + 1;
        }
        reserve(Ascii.bytes(all.substring(start)));
        expected.add(family);
    }

    private int reserve(byte[] name) {
        if (size * 2 >= names.length) {
            grow();
        }
        int slot = freeSlot(name);
        names[slot] = name;
        size++;
        return slot;
    }

    /** Makes the commands of a family that is expected. */
    private void load(CommandFamily family) {
        expected.remove(family);
        for (CommandSpec spec : family.specs()) {
            Command command = new Command(spec, null);
            commands[slotOf(Ascii.bytes(spec.name()))] = command;
            inOrder.add(command);
        }
    }

    private void loadAll() {
        while (!expected.isEmpty()) {
            load(expected.get(0));
        }
    }

    /** The command at a slot, whose family is loaded if need be. */
    private Command commandAt(int slot) {
        for (int i = 0; commands[slot] == null && i < expected.size(); i++) {
            CommandFamily family = expected.get(i);
            if (isAmong(Ascii.text(names[slot]), family.names())) {
                load(family);
            }
        }
        return Objects.requireNonNull(commands[slot]);
    }

    private static boolean isAmong(String name, String names) {
        int at = names.indexOf(name);
        while (at >= 0) {
            int end = at + name.length();
            if ((at == 0 || names.charAt(at - 1) == ' ') && (end == names.length() || names.charAt(end) == ' ')) {
                return true;
            }
            at = names.indexOf(name, at + 1);
        }
        return false;
    }

    /** Takes a command out of the table, whatever name it has there. */
    public void remove(Command command) {
        loadAll();
        byte[][] oldNames = names;
        @Nullable Command[] oldCommands = commands;
        names = new byte[oldNames.length][];
        commands = new Command[oldNames.length];
        for (int i = 0; i < oldNames.length; i++) {
            Command kept = oldCommands[i];
            if (kept != null && kept != command) {
                int slot = freeSlot(oldNames[i]);
                names[slot] = oldNames[i];
                commands[slot] = kept;
            }
        }
        if (inOrder.remove(command)) {
            size--;
        }
    }

    public @Nullable Command find(ByteString name) {
        int slot = slotOf(name.bytes());
        if (slot < 0) {
            return null;
        }
        Command command = commands[slot];
        return command == null ? commandAt(slot) : command;
    }

    /** The slot of a name in any case, or -1. */
    private int slotOf(byte[] name) {
        int mask = names.length - 1;
        for (int slot = hash(name) & mask; ; slot = (slot + 1) & mask) {
            byte[] candidate = names[slot];
            if (candidate == null) {
                return -1;
            }
            if (isSpelled(name, candidate)) {
                return slot;
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

    /** Those that were looked for at least once: whoever tells of calls needs no others. */
    public void forEachInUse(Consumer<Command> visitor) {
        inOrder.forEach(visitor);
    }

    private int freeSlot(byte[] name) {
        int mask = names.length - 1;
        int slot = hash(name) & mask;
        while (names[slot] != null) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        byte[][] oldNames = names;
        @Nullable Command[] oldCommands = commands;
        names = new byte[oldNames.length * 2][];
        commands = new Command[oldNames.length * 2];
        for (int i = 0; i < oldNames.length; i++) {
            if (oldNames[i] != null) {
                int slot = freeSlot(oldNames[i]);
                names[slot] = oldNames[i];
                commands[slot] = oldCommands[i];
            }
        }
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
