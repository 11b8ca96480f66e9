package io.miniredis.server.command;

import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The HELP of a command with subcommands, made from their specifications: a synopsis and a summary of each. The frame
 * around them is that of addReplyHelp in networking.c.
 */
public final class ContainerHelp {
    private static final String INDENT = "    ";
    private static final int LINE_WIDTH = 79;

    private ContainerHelp() {}

    /** What HELP subcommands have in common; their categories and their handler are added. */
    public static CommandSpecBuilder spec(CommandGroup group, String since) {
        return CommandSpec.named("help")
                .arity(2)
                .flags(CommandFlag.LOADING, CommandFlag.STALE)
                .group(group)
                .since(since)
                .summary("Lists the subcommands, with a line about each.")
                .complexity("O(1)");
    }

    /** The handler of a HELP subcommand. */
    public static void help(CommandCall call) {
        Command container = call.command().container();
        if (container == null) {
            throw new IllegalStateException(call.command() + " is not a subcommand");
        }

        write(call, lines(container.spec()));
    }

    /** Answers with these subcommands, for a command that has none to show. */
    public static void reply(CommandCall call, List<CommandSpec> subcommands) {
        List<String> lines = new ArrayList<>();
        addSubcommands(lines, subcommands);
        write(call, lines);
    }

    private static void write(CommandCall call, List<String> lines) {
        String name = Errors.quoted(call.request().arg(0), Integer.MAX_VALUE).toUpperCase(Locale.ROOT);
        ReplyWriter reply = call.reply();
        reply.array(lines.size() + 3);
        reply.simple(name + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
        for (String line : lines) {
            reply.simple(line);
        }
        reply.simple("HELP");
        reply.simple(INDENT + "Print this help.");
    }

    /** What stands between header and footer. */
    static List<String> lines(CommandSpec container) {
        List<String> lines = new ArrayList<>();
        if (container.handler() != null) {
            lines.add("(no subcommand)");
            addWrapped(lines, container.summary());
        }
        addSubcommands(lines, container.subcommands());
        return lines;
    }

    private static void addSubcommands(List<String> lines, List<CommandSpec> subcommands) {
        for (CommandSpec subcommand : subcommands) {
            if (!subcommand.name().equals("help")) {
                String synopsis = Synopsis.of(ArgumentSyntax.parse(subcommand.syntax()));
                lines.add((subcommand.name().toUpperCase(Locale.ROOT) + " " + synopsis).strip());
                addWrapped(lines, subcommand.summary());
            }
        }
    }

    private static void addWrapped(List<String> lines, String text) {
        String rest = INDENT + text;
        while (rest.length() > LINE_WIDTH) {
            int blank = rest.lastIndexOf(' ', LINE_WIDTH);
            if (blank < INDENT.length()) {
                break;
            }
            lines.add(rest.substring(0, blank));
            rest = INDENT + rest.substring(blank + 1);
        }
        lines.add(rest);
    }
}
