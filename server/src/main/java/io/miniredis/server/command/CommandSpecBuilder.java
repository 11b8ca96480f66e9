package io.miniredis.server.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Describes a command, line by line; ends with {@link #handler} or {@link #container}. */
public final class CommandSpecBuilder {
    final String name;
    int arity = 1;
    long flags;
    long categories;
    CommandGroup group = CommandGroup.GENERIC;
    List<KeySpec> keySpecs = List.of();

    @Nullable
    KeyFinder keyFinder;

    ChannelUse channelUse = ChannelUse.NONE;

    @Nullable
    FlagFinder flagFinder;

    String since = "1.0.0";
    String summary = "";
    String complexity = "";
    String syntax = "";
    List<String> history = List.of();
    List<String> tips = List.of();

    @Nullable
    String deprecatedSince;

    @Nullable
    String replacedBy;

    boolean isSystemCommand;
    List<CommandSpec> subcommands = List.of();

    @Nullable
    CommandHandler handler;

    CommandSpecBuilder(String name) {
        this.name = name;
    }

    /** The number of arguments with the name (and with the container's name for a subcommand); negative: at least. */
    public CommandSpecBuilder arity(int count) {
        arity = count;
        return this;
    }

    public CommandSpecBuilder flags(CommandFlag... some) {
        for (CommandFlag flag : some) {
            flags |= flag.bit();
        }
        return this;
    }

    /** A sentinel has this command, too. */
    public CommandSpecBuilder inSentinelToo() {
        return flags(CommandFlag.SENTINEL);
    }

    /** Categories beyond those that follow from the flags. */
    public CommandSpecBuilder acl(AclCategory... some) {
        for (AclCategory category : some) {
            categories |= category.bit();
        }
        return this;
    }

    public CommandSpecBuilder group(CommandGroup chapter) {
        group = chapter;
        return this;
    }

    public CommandSpecBuilder keys(KeySpec... specs) {
        keySpecs = List.of(specs);
        return this;
    }

    public CommandSpecBuilder keysBy(KeyFinder finder) {
        keyFinder = finder;
        return this;
    }

    /** Arguments that are channels, as far as a right to them is needed. */
    public CommandSpecBuilder channels(ChannelUse use) {
        channelUse = use;
        return this;
    }

    /** Flags of a request may follow from its arguments. */
    public CommandSpecBuilder flagsBy(FlagFinder finder) {
        flagFinder = finder;
        return this;
    }

    public CommandSpecBuilder since(String version) {
        since = version;
        return this;
    }

    public CommandSpecBuilder summary(String sentence) {
        summary = sentence;
        return this;
    }

    public CommandSpecBuilder complexity(String order) {
        complexity = order;
        return this;
    }

    /** The arguments in the notation of {@link ArgumentSyntax}. */
    public CommandSpecBuilder syntax(String notation) {
        syntax = notation;
        return this;
    }

    public CommandSpecBuilder history(String version, String remark) {
        List<String> longer = new ArrayList<>(history);
        longer.add(version);
        longer.add(remark);
        history = longer;
        return this;
    }

    public CommandSpecBuilder tips(String... some) {
        tips = List.of(some);
        return this;
    }

    public CommandSpecBuilder deprecated(String version, String replacement) {
        deprecatedSince = version;
        replacedBy = replacement;
        return this;
    }

    /** A command that servers and developers use among themselves (doc flag {@code syscmd}). */
    public CommandSpecBuilder systemCommand() {
        isSystemCommand = true;
        return this;
    }

    /** Subcommands of a command that can also be called alone, as COMMAND can. */
    public CommandSpecBuilder subcommands(CommandSpec... specs) {
        subcommands = List.of(specs);
        return this;
    }

    /** A command that is nothing without one of these subcommands. */
    public CommandSpec container(CommandSpec... specs) {
        subcommands = List.of(specs);
        return new CommandSpec(this);
    }

    public CommandSpec handler(CommandHandler method) {
        handler = method;
        return new CommandSpec(this);
    }
}
