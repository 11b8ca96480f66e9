package io.miniredis.server.command;

import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is to be known about a command, as data: the one place from which dispatch, arity errors, admission,
 * COMMAND INFO and DOCS, key extraction, ACL categories and HELP are derived.
 *
 * <p>A constant, standing directly above the method that implements it. Immutable and shared by all servers of a JVM;
 * what a server counts per command is in {@link Command}.
 */
public final class CommandSpec {
    private final CommandSpecBuilder from;
    private final long flags;
    private final long categories;
    private final @Nullable CommandHandler handler;

    CommandSpec(CommandSpecBuilder builder) {
        this(builder, builder.handler);
    }

    private CommandSpec(CommandSpecBuilder builder, @Nullable CommandHandler handler) {
        this.from = builder;
        this.handler = handler;
        this.flags = builder.flags;
        this.categories = builder.categories | implicitCategories(builder.flags, builder.categories);
    }

    /** The same command as a sentinel has it: it does something else there. */
    public CommandSpec withHandler(CommandHandler other) {
        return new CommandSpec(from, other);
    }

    /** Begins the description of a command. {@code name} is in lower case. */
    public static CommandSpecBuilder named(String name) {
        return new CommandSpecBuilder(name);
    }

    // Categories that follow from flags (setImplicitACLCategories in server.c).
    private static long implicitCategories(long flags, long declared) {
        long categories = 0;
        if ((flags & CommandFlag.WRITE.bit()) != 0) {
            categories |= AclCategory.WRITE.bit();
        }
        if ((flags & CommandFlag.READONLY.bit()) != 0 && (declared & AclCategory.SCRIPTING.bit()) == 0) {
            categories |= AclCategory.READ.bit();
        }
        if ((flags & CommandFlag.ADMIN.bit()) != 0) {
            categories |= AclCategory.ADMIN.bit() | AclCategory.DANGEROUS.bit();
        }
        if ((flags & CommandFlag.PUBSUB.bit()) != 0) {
            categories |= AclCategory.PUBSUB.bit();
        }
        if ((flags & CommandFlag.BLOCKING.bit()) != 0) {
            categories |= AclCategory.BLOCKING.bit();
        }
        boolean fast = (flags & CommandFlag.FAST.bit()) != 0;
        return categories | (fast ? AclCategory.FAST : AclCategory.SLOW).bit();
    }

    /** The name in lower case; of a subcommand its own part only, {@code kill} of {@code client|kill}. */
    public String name() {
        return from.name;
    }

    /** The number of arguments with the name: exactly n, or, if negative, at least -n. */
    public int arity() {
        return from.arity;
    }

    public boolean accepts(int argumentCount) {
        int arity = from.arity;
        return arity >= 0 ? argumentCount == arity : argumentCount >= -arity;
    }

    public boolean has(CommandFlag flag) {
        return (flags & flag.bit()) != 0;
    }

    public boolean has(AclCategory category) {
        return (categories & category.bit()) != 0;
    }

    public CommandGroup group() {
        return from.group;
    }

    public List<KeySpec> keySpecs() {
        return from.keySpecs;
    }

    /** Finds the keys where specifications cannot say it all; null if they can. */
    public @Nullable KeyFinder keyFinder() {
        return from.keyFinder;
    }

    /** Which arguments are channels that one must have the right to. */
    public ChannelUse channelUse() {
        return from.channelUse;
    }

    /**
     * True if a request of this command has the flag: that of the command, or what the request itself says, as a script
     * says whether it writes (getCommandFlags).
     */
    public boolean has(CommandFlag flag, RedisServer server, Request request) {
        FlagFinder finder = from.flagFinder;
        return ((finder == null ? flags : finder.flags(server, request, flags)) & flag.bit()) != 0;
    }

    /** All flags of a request, as {@link #has(CommandFlag, RedisServer, Request)} tells them one by one. */
    public long flags(RedisServer server, Request request) {
        FlagFinder finder = from.flagFinder;
        return finder == null ? flags : finder.flags(server, request, flags);
    }

    /** The version of Redis that first had it. */
    public String since() {
        return from.since;
    }

    public String summary() {
        return from.summary;
    }

    /** In O-notation, as documented by Redis; empty for containers. */
    public String complexity() {
        return from.complexity;
    }

    /** The arguments in the notation of {@link ArgumentSyntax}; empty if there are none. */
    public String syntax() {
        return from.syntax;
    }

    /** Pairs of version and remark, the oldest first. */
    public List<String> history() {
        return from.history;
    }

    public List<String> tips() {
        return from.tips;
    }

    /** The version that deprecated it, or null. */
    public @Nullable String deprecatedSince() {
        return from.deprecatedSince;
    }

    public @Nullable String replacedBy() {
        return from.replacedBy;
    }

    /** True for a command that servers and developers use among themselves (doc flag {@code syscmd}). */
    public boolean isSystemCommand() {
        return from.isSystemCommand;
    }

    /** Subcommands, full specifications of their own; empty for most. */
    public List<CommandSpec> subcommands() {
        return from.subcommands;
    }

    /** The method behind it; null for a container, which is nothing without a subcommand. */
    public @Nullable CommandHandler handler() {
        return handler;
    }

    @Override
    public String toString() {
        return "CommandSpec[" + from.name + " arity=" + from.arity + "]";
    }
}
