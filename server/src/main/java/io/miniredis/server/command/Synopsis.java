package io.miniredis.server.command;

import java.util.List;

/** Arguments as a person reads them: {@code key value [NX | XX] [EX seconds | PX milliseconds]}. */
public final class Synopsis {
    private final StringBuilder text = new StringBuilder();

    private Synopsis() {}

    public static String of(List<CommandArgument> arguments) {
        Synopsis synopsis = new Synopsis();
        synopsis.sequence(arguments, " ");
        return synopsis.text.toString();
    }

    private void sequence(List<CommandArgument> arguments, String separator) {
        for (int i = 0; i < arguments.size(); i++) {
            if (i > 0) {
                text.append(separator);
            }
            argument(arguments.get(i));
        }
    }

    private void argument(CommandArgument argument) {
        CommandArgument.Traits traits = argument.traits();
        if (traits.optional()) {
            text.append('[');
        }
        if (argument.type() == CommandArgument.Type.PURE_TOKEN) {
            String word = argument.token() == null ? argument.displayText() : argument.token();
            text.append(word.isEmpty() ? "\"\"" : word);
        } else {
            valued(argument);
        }
        if (traits.optional()) {
            text.append(']');
        }
    }

    private void valued(CommandArgument argument) {
        String token = argument.token() == null ? "" : argument.token() + " ";
        CommandArgument.Traits traits = argument.traits();
        text.append(token);
        value(argument, argument.traits().optional() && token.isEmpty() && !traits.multiple());
        if (traits.multiple()) {
            text.append(" [").append(traits.multipleToken() ? token : "");
            value(argument, false);
            text.append(" ...]");
        }
    }

    private void value(CommandArgument argument, boolean isEnclosed) {
        switch (argument.type()) {
            case ONEOF -> {
                text.append(isEnclosed ? "" : "<");
                sequence(argument.children(), " | ");
                text.append(isEnclosed ? "" : ">");
            }
            case BLOCK -> sequence(argument.children(), " ");
            default -> text.append(argument.displayText());
        }
    }
}
