package io.miniredis.server.config;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.SplitArgs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a server: {@code [file] [--name value…]… [-]}. Each option becomes a line of configuration that is
 * read after the file. (Redis: main in server.c, with all its leniencies.)
 *
 * <p>An argument with {@code --} begins an option, unless the option before has no value yet: then it is that value,
 * and the only one. Other arguments are values of the option before, or, without one, words of the first line. An
 * option may also hold its values itself, {@code "--maxmemory 700mb"}. {@code --save} may do without a value.
 */
public final class CommandLine {
    /** What the arguments ask for. */
    public enum Action {
        START,
        VERSION,
        HELP,
        TEST_MEMORY,
        CHECK_SYSTEM,
        SENTINEL
    }

    private final String[] arguments;
    /** One char a byte. */
    private final StringBuilder options = new StringBuilder();

    private Action action = Action.START;
    private @Nullable String configFile;
    private boolean readsStandardInput;
    private boolean optionIsComplete = true;

    private CommandLine(String[] arguments) {
        this.arguments = arguments;
    }

    public static CommandLine parse(String... arguments) {
        CommandLine line = new CommandLine(arguments);
        line.parse();
        return line;
    }

    public Action action() {
        return action;
    }

    /** The configuration file as it was given, relative to the working directory of the process. */
    public @Nullable String configFile() {
        return configFile;
    }

    /** True if directives are to be read from the standard input too, after the file. */
    public boolean readsStandardInput() {
        return readsStandardInput;
    }

    /** The options as lines of a configuration file. */
    public byte[] options() {
        return Ascii.bytes(options.toString());
    }

    private void parse() {
        if (arguments.length == 0) {
            return;
        }
        action = actionAskedFor();
        int first = 0;
        if (!arguments[0].startsWith("-")) {
            configFile = arguments[0];
            first = 1;
        }
        for (int i = first; i < arguments.length; i++) {
            boolean outermost = i == 0 || i == arguments.length - 1;
            if (outermost && arguments[i].equals("-")) {
                readsStandardInput = true;
            } else if (optionIsComplete && arguments[i].startsWith("--")) {
                option(i);
            } else {
                options.append(Ascii.quote(bytes(arguments[i]))).append(' ');
                optionIsComplete = true;
            }
        }
    }

    private Action actionAskedFor() {
        Action asked = switch (arguments[0]) {
            case "-v", "--version" -> Action.VERSION;
            case "-h", "--help" -> Action.HELP;
            case "--test-memory" -> Action.TEST_MEMORY;
            case "--check-system" -> Action.CHECK_SYSTEM;
            default -> Action.START;
        };
        return asked == Action.START && List.of(arguments).contains("--sentinel") ? Action.SENTINEL : asked;
    }

    private void option(int index) {
        String argument = arguments[index];
        if (!options.isEmpty()) {
            options.append('\n');
        }
        options.append(Ascii.text(bytes(argument)), 2, bytes(argument).length).append(' ');
        optionIsComplete = !isNameAlone(argument);
        if (optionIsComplete) {
            return;
        }
        boolean last = index == arguments.length - 1;
        boolean optionFollows = !last && arguments[index + 1].startsWith("--");
        if (argument.equalsIgnoreCase("--save") && (last || optionFollows)) {
            options.append("\"\"");
            optionIsComplete = true;
        }
        if (argument.equalsIgnoreCase("--sentinel") && optionFollows) {
            optionIsComplete = true;
        }
    }

    private static boolean isNameAlone(String argument) {
        byte[] bytes = bytes(argument);
        List<ByteString> words = SplitArgs.split(bytes, 0, bytes.length);
        return words != null && words.size() == 1;
    }

    private static byte[] bytes(String argument) {
        return argument.getBytes(StandardCharsets.UTF_8);
    }

    /** The configuration file and the options, as they will be read. */
    @Override
    public String toString() {
        String text = action + " " + (configFile == null ? "" : configFile + " ")
                + options.toString().replace('\n', ';');
        return text.length() <= 120 ? text : text.substring(0, 119) + "…";
    }
}
