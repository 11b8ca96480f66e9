package io.miniredis.server.command;

import io.miniredis.server.command.CommandArgument.Traits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The notation in which a {@link CommandSpec} writes down its arguments, and its parser. COMMAND DOCS alone needs the
 * tree, so that a notation is parsed when somebody asks, not when the server starts.
 *
 * <pre>
 *   key:key value:string               arguments, blanks between them: name:type
 *   EX seconds:integer                 a token before its argument, in upper case
 *   NX                                 a token alone (pure-token); its name is nx
 *   approximately=~                    a token alone under another name; "" is the empty argument
 *   by-pattern/pattern:pattern         name/display text:type
 *   destination:key#1                  found by key spec 1; a key without a number by 0, others by none
 *   (condition: NX | XX)               one of several; the name is condition
 *   {range: start:integer end:integer} a block: all of them, together
 *   [NX]                               optional; exactly one argument stands in the brackets
 *   element:string...                  one or more times
 *   GET pattern:pattern+...            and the token with every repetition (multiple_token)
 *   [(unit: BYTE | BIT)@7.0.0]         since that version
 *   address:string!2.8.12              deprecated since that version
 * </pre>
 *
 * <p>Types are those of COMMAND DOCS: key, string, integer, double, pattern, unix-time, pure-token (a pure token for
 * which no token is known). {@code ...}, {@code +...}, {@code @} and {@code !} may follow any argument and any closing
 * bracket; behind {@code [x]} they say the same of x. A word in upper case belongs to the argument behind it if that is
 * one with a type, a choice or a block; else it is a pure token.
 */
public final class ArgumentSyntax {
    private final String notation;
    private int at;

    private ArgumentSyntax(String notation) {
        this.notation = notation;
    }

    /** The arguments a notation describes. @throws IllegalArgumentException if it is malformed */
    public static List<CommandArgument> parse(String notation) {
        ArgumentSyntax syntax = new ArgumentSyntax(notation);
        List<CommandArgument> arguments = syntax.sequence();
        if (syntax.at < notation.length()) {
            throw syntax.malformed("unexpected '" + notation.charAt(syntax.at) + "'");
        }
        return arguments;
    }

    // Up to a closing bracket, a bar or the end.
    private List<CommandArgument> sequence() {
        List<CommandArgument> arguments = new ArrayList<>();
        skipBlanks();
        while (at < notation.length() && "])}|".indexOf(notation.charAt(at)) < 0) {
            arguments.add(argument());
            skipBlanks();
        }
        return List.copyOf(arguments);
    }

    private CommandArgument argument() {
        return switch (notation.charAt(at)) {
            case '[' -> optional();
            case '(' -> choice();
            case '{' -> block();
            default -> word();
        };
    }

    private CommandArgument optional() {
        at++;
        CommandArgument inner = only(sequence());
        expect(']');
        return marked(inner.with(inner.traits().asOptional()), suffix());
    }

    private CommandArgument choice() {
        String name = compositeName();
        List<CommandArgument> alternatives = new ArrayList<>();
        alternatives.add(only(sequence()));
        while (at < notation.length() && notation.charAt(at) == '|') {
            at++;
            alternatives.add(only(sequence()));
        }
        expect(')');
        return marked(composed(name, CommandArgument.Type.ONEOF, alternatives), suffix());
    }

    private CommandArgument block() {
        String name = compositeName();
        List<CommandArgument> parts = sequence();
        expect('}');
        return marked(composed(name, CommandArgument.Type.BLOCK, parts), suffix());
    }

    private static CommandArgument composed(String name, CommandArgument.Type type, List<CommandArgument> children) {
        return new CommandArgument(name, type, name, -1, null, Traits.NONE, List.copyOf(children));
    }

    // The bracket, a name and a colon.
    private String compositeName() {
        at++;
        skipBlanks();
        int colon = notation.indexOf(':', at);
        if (colon < 0) {
            throw malformed("a name and a colon expected");
        }
        String name = notation.substring(at, colon);
        if (!isName(name)) {
            throw malformed("'" + name + "' is not a name");
        }
        at = colon + 1;
        return name;
    }

    private CommandArgument word() {
        int start = at;
        String text = nextWord();
        int end = endOfCore(text);
        String core = text.substring(0, end);
        String suffix = text.substring(end);
        int equals = core.indexOf('=');
        if (equals > 0) {
            return marked(pureToken(core.substring(0, equals), core.substring(equals + 1)), suffix);
        }
        if (core.indexOf(':') > 0) {
            return marked(typed(core), suffix);
        }
        if (core.isEmpty() || !core.equals(core.toUpperCase(Locale.ROOT))) {
            at = start;
            throw malformed("'" + core + "' is neither a token nor name:type");
        }
        return suffix.isEmpty() && valueFollows()
                ? argument().withToken(core)
                : marked(pureToken(core.toLowerCase(Locale.ROOT), core), suffix);
    }

    private static CommandArgument pureToken(String name, String token) {
        String word = token.equals("\"\"") ? "" : token;
        return new CommandArgument(name, CommandArgument.Type.PURE_TOKEN, name, -1, word, Traits.NONE, List.of());
    }

    // name[/display]:type[#spec]; a display text may hold colons (ip:port).
    private CommandArgument typed(String core) {
        int colon = core.lastIndexOf(':');
        String typeName = core.substring(colon + 1);
        int hash = typeName.indexOf('#');
        CommandArgument.Type type = type(hash < 0 ? typeName : typeName.substring(0, hash));
        int keySpec = type == CommandArgument.Type.KEY ? 0 : -1;
        if (hash >= 0) {
            keySpec = Integer.parseInt(typeName.substring(hash + 1));
        }

        int slash = core.indexOf('/');
        boolean hasDisplay = slash >= 0 && slash < colon;
        String name = core.substring(0, hasDisplay ? slash : colon);
        String display = hasDisplay ? core.substring(slash + 1, colon) : name;
        if (!isName(name)) {
            throw malformed("'" + name + "' is not a name");
        }
        return new CommandArgument(name, type, display, keySpec, null, Traits.NONE, List.of());
    }

    private CommandArgument.Type type(String name) {
        try {
            CommandArgument.Type type = CommandArgument.Type.of(name);
            if (!type.isComposed()) {
                return type;
            }
        } catch (IllegalArgumentException e) {
            // Told below, with the place.
        }
        throw malformed("'" + name + "' is not a type");
    }

    // Does an argument come next that a token can stand before?
    private boolean valueFollows() {
        skipBlanks();
        if (at == notation.length()) {
            return false;
        }
        char next = notation.charAt(at);
        if (next == '(' || next == '{') {
            return true;
        }
        int start = at;
        String word = nextWord();
        at = start;
        return word.indexOf(':') > 0;
    }

    private String nextWord() {
        int start = at;
        while (at < notation.length() && " []{}()|".indexOf(notation.charAt(at)) < 0) {
            at++;
        }
        return notation.substring(start, at);
    }

    private String suffix() {
        String suffix = nextWord();
        if (endOfCore(suffix) != 0) {
            throw malformed("a blank expected before '" + suffix + "'");
        }
        return suffix;
    }

    /** Where the marks at the end of a word begin. */
    private static int endOfCore(String word) {
        int end = word.length();
        while (true) {
            int mark = Math.max(word.lastIndexOf('@', end - 1), word.lastIndexOf('!', end - 1));
            if (mark >= 0 && isVersion(word, mark + 1, end)) {
                end = mark;
            } else if (word.startsWith("...", end - 3)) {
                end -= word.startsWith("+", end - 4) ? 4 : 3;
            } else {
                return end;
            }
        }
    }

    private static boolean isVersion(String word, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = word.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return start < end && word.charAt(start) != '.' && word.charAt(end - 1) != '.';
    }

    private static CommandArgument marked(CommandArgument argument, String suffix) {
        Traits traits = argument.traits();
        int i = 0;
        while (i < suffix.length()) {
            char mark = suffix.charAt(i);
            if (mark == '@' || mark == '!') {
                int end = i + 1;
                while (end < suffix.length()
                        && "@!+".indexOf(suffix.charAt(end)) < 0
                        && !suffix.startsWith("...", end)) {
                    end++;
                }
                String version = suffix.substring(i + 1, end);
                traits = mark == '@' ? traits.since(version) : traits.deprecatedSince(version);
                i = end;
            } else {
                traits = traits.asMultiple(mark == '+');
                i += mark == '+' ? 4 : 3;
            }
        }
        return argument.with(traits);
    }

    private CommandArgument only(List<CommandArgument> arguments) {
        if (arguments.size() != 1) {
            throw malformed("exactly one argument expected, a block in braces if it is several");
        }
        return arguments.get(0);
    }

    private void expect(char bracket) {
        if (at == notation.length() || notation.charAt(at) != bracket) {
            throw malformed("'" + bracket + "' expected");
        }
        at++;
    }

    private void skipBlanks() {
        while (at < notation.length() && notation.charAt(at) == ' ') {
            at++;
        }
    }

    private static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9')) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private IllegalArgumentException malformed(String what) {
        return new IllegalArgumentException(what + " at " + at + " of: " + notation);
    }
}
