package io.miniredis.server.command.admin;

import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.ArgumentSyntax;
import io.miniredis.server.command.Command;
import io.miniredis.server.command.CommandArgument;
import io.miniredis.server.command.CommandArgument.Traits;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.CommandTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what a person wants to know of a command: COMMAND DOCS (addReplyCommandDocs in server.c). */
final class CommandDocsReply {
    private final ReplyWriter reply;

    CommandDocsReply(ReplyWriter reply) {
        this.reply = reply;
    }

    /** A command's full name and, as its value, its documentation. */
    void entry(Command command) {
        reply.bulk(command.fullName());
        documentation(command);
    }

    private void documentation(Command command) {
        CommandSpec spec = command.spec();
        CommandTable subcommands = command.subcommands();
        boolean isDeprecated = spec.deprecatedSince() != null;
        boolean hasDocFlags = isDeprecated || spec.isSystemCommand();
        boolean hasHistory = !spec.history().isEmpty();
        boolean hasArguments = !spec.syntax().isEmpty();
        reply.map(3
                + count(!spec.complexity().isEmpty())
                + count(hasDocFlags)
                + count(isDeprecated)
                + count(spec.replacedBy() != null)
                + count(hasHistory)
                + count(hasArguments)
                + count(subcommands != null));

        pair("summary", spec.summary());
        pair("since", spec.since());
        pair("group", spec.group().wireName());
        pair("complexity", spec.complexity().isEmpty() ? null : spec.complexity());
        if (hasDocFlags) {
            docFlags(isDeprecated, spec.isSystemCommand());
        }
        pair("deprecated_since", spec.deprecatedSince());
        pair("replaced_by", spec.replacedBy());
        if (hasHistory) {
            history(spec.history());
        }
        if (hasArguments) {
            reply.bulk("arguments");
            arguments(ArgumentSyntax.parse(spec.syntax()));
        }
        if (subcommands != null) {
            reply.bulk("subcommands");
            reply.map(subcommands.size());
            subcommands.forEach(this::entry);
        }
    }

    private void docFlags(boolean isDeprecated, boolean isSystemCommand) {
        reply.bulk("doc_flags");
        reply.set(count(isDeprecated) + count(isSystemCommand));
        if (isDeprecated) {
            reply.simple("deprecated");
        }
        if (isSystemCommand) {
            reply.simple("syscmd");
        }
    }

    private void history(List<String> versionsAndRemarks) {
        reply.bulk("history");
        reply.set(versionsAndRemarks.size() / 2);
        for (int i = 0; i < versionsAndRemarks.size(); i += 2) {
            reply.array(2);
            reply.bulk(versionsAndRemarks.get(i));
            reply.bulk(versionsAndRemarks.get(i + 1));
        }
    }

    private void arguments(List<CommandArgument> arguments) {
        reply.array(arguments.size());
        arguments.forEach(this::argument);
    }

    private void argument(CommandArgument argument) {
        Traits traits = argument.traits();
        boolean hasFlags = traits.optional() || traits.multiple();
        boolean hasKeySpec = argument.keySpecIndex() >= 0;
        // Name, type, and either a text to display or children.
        reply.map(3
                + count(hasKeySpec)
                + count(argument.token() != null)
                + count(traits.since() != null)
                + count(traits.deprecatedSince() != null)
                + count(hasFlags));

        pair("name", argument.name());
        pair("type", argument.type().wireName());
        if (!argument.type().isComposed()) {
            pair("display_text", argument.displayText());
        }
        if (hasKeySpec) {
            reply.bulk("key_spec_index");
            reply.integer(argument.keySpecIndex());
        }
        pair("token", argument.token());
        pair("since", traits.since());
        pair("deprecated_since", traits.deprecatedSince());
        if (hasFlags) {
            flags(traits);
        }
        if (argument.type().isComposed()) {
            reply.bulk("arguments");
            arguments(argument.children());
        }
    }

    private void flags(Traits traits) {
        reply.bulk("flags");
        reply.set(count(traits.optional()) + count(traits.multiple()) + count(traits.multipleToken()));
        if (traits.optional()) {
            reply.simple("optional");
        }
        if (traits.multiple()) {
            reply.simple("multiple");
        }
        if (traits.multipleToken()) {
            reply.simple("multiple_token");
        }
    }

    // Nothing is written if there is no value.
    private void pair(String name, @Nullable String value) {
        if (value != null) {
            reply.bulk(name);
            reply.bulk(value);
        }
    }

    private static int count(boolean present) {
        return present ? 1 : 0;
    }
}
