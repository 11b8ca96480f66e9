package io.miniredis.server.acl;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Glob;
import io.miniredis.protocol.Request;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.ChannelUse;
import io.miniredis.server.command.Command;
import io.miniredis.server.command.CommandFlag;
import io.miniredis.server.command.CommandTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One set of permissions: these commands, with these keys, on these channels. A user has one of its own and may have
 * more; a request has to be allowed by one of them alone (aclSelector).
 */
final class Selector {
    private boolean allCommands;
    private boolean allKeys;
    private boolean allChannels;
    private final CommandSet commands;
    /** How {@link #commands} came about since the last "all" or "none", each with its sign, in order. */
    private final List<String> commandRules;
    /** First arguments that make a command allowed which is not; null if there are none. */
    private @Nullable IdentityHashMap<Command, List<ByteString>> firstArguments;

    private final List<KeyPattern> keys;
    private final List<ByteString> channels;

    Selector(boolean allChannels) {
        this.allChannels = allChannels;
        this.commands = new CommandSet();
        this.commandRules = new ArrayList<>(0);
        this.keys = new ArrayList<>(0);
        this.channels = new ArrayList<>(0);
    }

    private Selector(Selector other) {
        this.allCommands = other.allCommands;
        this.allKeys = other.allKeys;
        this.allChannels = other.allChannels;
        this.commands = other.commands.copy();
        this.commandRules = new ArrayList<>(other.commandRules);
        this.keys = new ArrayList<>(other.keys);
        this.channels = new ArrayList<>(other.channels);
        if (other.firstArguments != null) {
            IdentityHashMap<Command, List<ByteString>> copy = new IdentityHashMap<>();
            other.firstArguments.forEach((command, words) -> copy.put(command, new ArrayList<>(words)));
            this.firstArguments = copy;
        }
    }

    Selector copy() {
        return new Selector(this);
    }

    // ---- rules ----

    void allowAllKeys() {
        allKeys = true;
        keys.clear();
    }

    void resetKeys() {
        allKeys = false;
        keys.clear();
    }

    boolean allowsAllKeys() {
        return allKeys;
    }

    /** The same pattern for another use extends what is there. */
    void allowKeys(KeyPattern added) {
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).pattern().equals(added.pattern())) {
                keys.set(i, keys.get(i).with(added));
                return;
            }
        }
        keys.add(added);
    }

    void allowAllChannels() {
        allChannels = true;
        channels.clear();
    }

    void resetChannels() {
        allChannels = false;
        channels.clear();
    }

    boolean allowsAllChannels() {
        return allChannels;
    }

    void allowChannels(ByteString pattern) {
        if (!channels.contains(pattern)) {
            channels.add(pattern);
        }
    }

    List<ByteString> channels() {
        return channels;
    }

    /** {@code +@all} and {@code -@all}: also of commands to come. */
    void allowAllCommands(boolean allowed) {
        commands.fill(allowed);
        allCommands = allowed;
        commandRules.clear();
        firstArguments = null;
    }

    /** A command, and its subcommands with it. */
    void allow(Command command, boolean allowed) {
        change(command, allowed);
        remember(command.fullName(), allowed);
    }

    private void change(Command command, boolean allowed) {
        set(command, allowed);
        if (firstArguments != null) {
            firstArguments.remove(command);
        }
        CommandTable subcommands = command.subcommands();
        if (subcommands != null) {
            subcommands.forEach(subcommand -> set(subcommand, allowed));
        }
    }

    private void set(Command command, boolean allowed) {
        commands.set(command, allowed);
        allCommands &= allowed;
    }

    void allow(AclCategory category, CommandTable table, boolean allowed) {
        remember("@" + category.wireName(), allowed);
        table.forEachOriginal(command -> change(command, category, allowed));
    }

    private void change(Command command, AclCategory category, boolean allowed) {
        if (command.spec().has(category)) {
            change(command, allowed);
        }
        CommandTable subcommands = command.subcommands();
        if (subcommands != null) {
            subcommands.forEach(subcommand -> change(subcommand, category, allowed));
        }
    }

    /** The command, not allowed otherwise, with this first argument only. */
    void allowFirstArgument(Command command, ByteString argument) {
        if (firstArguments == null) {
            firstArguments = new IdentityHashMap<>();
        }
        List<ByteString> allowed = firstArguments.computeIfAbsent(command, key -> new ArrayList<>(1));
        if (!containsIgnoringCase(allowed, argument)) {
            allowed.add(argument);
        }
        remember(command.fullName() + "|" + Ascii.text(Ascii.toLowerCase(argument.bytes())), true);
    }

    private static boolean containsIgnoringCase(List<ByteString> words, ByteString word) {
        for (ByteString known : words) {
            if (Ascii.equalsIgnoreCase(known.bytes(), word.bytes())) {
                return true;
            }
        }
        return false;
    }

    /** What was said before of the same, or of a part of it, has no effect any more and is forgotten. */
    private void remember(String rule, boolean allowed) {
        commandRules.removeIf(old ->
                old.startsWith(rule, 1) && (old.length() == rule.length() + 1 || old.charAt(rule.length() + 1) == '|'));
        commandRules.add((allowed ? "+" : "-") + rule);
    }

    // ---- decisions ----

    /** True if whatever is asked is allowed. */
    boolean allowsEverything() {
        return allCommands && allKeys && allChannels;
    }

    /** Why the request is not allowed by this selector; null if it is. */
    @Nullable
    Denial check(Command command, Request request, RequestKeys requestKeys) {
        if (!allowsCommand(command, request)) {
            return Denial.OF_COMMAND;
        }
        if (!allKeys) {
            for (int i = 0; i < requestKeys.count(); i++) {
                if (!allowsKey(requestKeys.key(i), requestKeys.use(i))) {
                    return new Denial(DenialReason.KEY, requestKeys.argument(i));
                }
            }
        }
        return allChannels ? null : checkChannels(command, request);
    }

    private boolean allowsCommand(Command command, Request request) {
        if (allCommands || command.spec().has(CommandFlag.NO_AUTH) || commands.contains(command)) {
            return true;
        }
        List<ByteString> allowed = firstArguments == null ? null : firstArguments.get(command);
        return allowed != null && request.count() > 1 && containsIgnoringCase(allowed, request.arg(1));
    }

    private boolean allowsKey(byte[] key, long use) {
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).allows(key, use)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Denial checkChannels(Command command, Request request) {
        ChannelUse use = command.spec().channelUse();
        int end = use.end(request.count());
        for (int i = 1; i < end; i++) {
            if (!allowsChannel(channels, request.arg(i).bytes(), use.isPattern())) {
                return new Denial(DenialReason.CHANNEL, i);
            }
        }
        return null;
    }

    /** A channel may match a pattern of these; what is a pattern itself must be one of them, letter by letter. */
    static boolean allowsChannel(List<ByteString> channels, byte[] channel, boolean isPattern) {
        for (int i = 0; i < channels.size(); i++) {
            byte[] allowed = channels.get(i).bytes();
            if (isPattern ? Arrays.equals(allowed, channel) : Glob.matches(allowed, channel, false)) {
                return true;
            }
        }
        return false;
    }

    /** True if every key may be used like this. */
    boolean allowsAllKeys(long use) {
        if (allKeys) {
            return true;
        }
        for (KeyPattern pattern : keys) {
            if (pattern.allowsAllKeys(use)) {
                return true;
            }
        }
        return false;
    }

    // ---- in words, one char a byte ----

    /** The rules that make this selector. */
    String describe() {
        StringBuilder text = new StringBuilder();
        String ofKeys = describeKeys();
        text.append(ofKeys).append(ofKeys.isEmpty() ? "" : " ");
        if (!allChannels) {
            text.append("resetchannels ");
        }
        String ofChannels = describeChannels();
        text.append(ofChannels).append(ofChannels.isEmpty() ? "" : " ");
        return text.append(describeCommands()).toString();
    }

    /** {@code +@all} or {@code -@all}, and what was said since. */
    String describeCommands() {
        StringBuilder text = new StringBuilder(commands.beganFull() ? "+@all" : "-@all");
        for (String rule : commandRules) {
            text.append(' ').append(rule);
        }
        return text.toString();
    }

    String describeKeys() {
        if (allKeys) {
            return "~*";
        }
        StringBuilder text = new StringBuilder();
        for (KeyPattern pattern : keys) {
            text.append(text.isEmpty() ? "" : " ").append(pattern.rule());
        }
        return text.toString();
    }

    String describeChannels() {
        if (allChannels) {
            return "&*";
        }
        StringBuilder text = new StringBuilder();
        for (ByteString pattern : channels) {
            text.append(text.isEmpty() ? "&" : " &").append(Ascii.text(pattern.bytes()));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        String text = "Selector[" + describe();
        return text.length() < 120 ? text + "]" : text.substring(0, 118) + "…]";
    }
}
