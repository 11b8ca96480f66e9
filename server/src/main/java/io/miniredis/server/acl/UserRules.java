package io.miniredis.server.acl;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.SplitArgs;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Command;
import io.miniredis.server.command.CommandTable;
import io.miniredis.server.log.ServerLog;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The language of ACL SETUSER, of {@code user} lines and ACL files: each rule changes a user (ACLSetUser,
 * ACLSetSelector).
 *
 * <p>Rules name commands as Redis does, whatever {@code rename-command} made of them.
 */
public final class UserRules {
    private final CommandTable commands;
    private final ServerLog log;

    public UserRules(CommandTable commands, ServerLog log) {
        this.commands = commands;
        this.log = log;
    }

    /**
     * Applies a rule. Nothing changes if it is wrong.
     *
     * @param allChannels what {@code acl-pubsub-default} says of selectors that are made now
     * @return what is wrong with it, or null
     */
    @Nullable
    RuleError apply(User user, ByteString rule, boolean allChannels) {
        RuleError error = rule.isEmpty() ? null : applyToUser(user, rule, allChannels);
        user.changed();
        return error;
    }

    private @Nullable RuleError applyToUser(User user, ByteString rule, boolean allChannels) {
        if (changesFlag(user, rule)) {
            return null;
        }
        switch (rule.byteAt(0)) {
            case '>', '#', '<', '!' -> {
                return changePasswords(user, rule);
            }
            case '(' -> {
                return isSelector(rule) ? addSelector(user, rule, allChannels) : RuleError.SYNTAX;
            }
            default -> {
                if (rule.equalsIgnoreCase("clearselectors")) {
                    user.removeSelectors();
                    return null;
                }
                if (rule.equalsIgnoreCase("reset")) {
                    reset(user, allChannels);
                    return null;
                }
                return applyToSelector(user.ownSelector(), rule);
            }
        }
    }

    private static boolean changesFlag(User user, ByteString rule) {
        if (rule.equalsIgnoreCase("on")) {
            user.enabled(true);
        } else if (rule.equalsIgnoreCase("off")) {
            user.enabled(false);
        } else if (rule.equalsIgnoreCase("skip-sanitize-payload")) {
            user.sanitizing(false);
        } else if (rule.equalsIgnoreCase("sanitize-payload")) {
            user.sanitizing(true);
        } else if (rule.equalsIgnoreCase("nopass")) {
            user.forgetPasswords(true);
        } else if (rule.equalsIgnoreCase("resetpass")) {
            user.forgetPasswords(false);
        } else {
            return false;
        }
        return true;
    }

    /** Back to how a user is made. */
    static void reset(User user, boolean allChannels) {
        user.forgetPasswords(false);
        user.enabled(false);
        user.sanitizing(true);
        user.removeSelectors();
        Selector own = user.ownSelector();
        own.resetKeys();
        own.resetChannels();
        if (allChannels) {
            own.allowAllChannels();
        }
        own.allowAllCommands(false);
        user.changed();
    }

    private static @Nullable RuleError changePasswords(User user, ByteString rule) {
        byte sign = rule.byteAt(0);
        ByteString text = behindFirst(rule);
        boolean isHash = sign == '#' || sign == '!';
        if (isHash && !Passwords.isHash(text.bytes())) {
            return RuleError.BAD_HASH;
        }
        ByteString hash = isHash ? text : Passwords.hash(text.bytes());
        if (sign == '>' || sign == '#') {
            user.addPassword(hash);
            return null;
        }
        return user.removePassword(hash) ? null : RuleError.NO_SUCH_PASSWORD;
    }

    private static boolean isSelector(ByteString rule) {
        return rule.byteAt(rule.length() - 1) == ')';
    }

    private @Nullable RuleError addSelector(User user, ByteString rule, boolean allChannels) {
        byte[] bytes = rule.bytes();
        Selector selector = new Selector(allChannels);
        List<ByteString> rules = SplitArgs.split(bytes, 1, bytes.length - 1);
        // Quotes that do not match leave nothing to apply, as in Redis.
        for (ByteString each : rules == null ? List.<ByteString>of() : rules) {
            RuleError error = applyToSelector(selector, each);
            if (error != null) {
                return error;
            }
        }
        user.addSelector(selector);
        return null;
    }

    private static ByteString behindFirst(ByteString rule) {
        return ByteString.wrap(Arrays.copyOfRange(rule.bytes(), 1, rule.length()));
    }

    // ---- what a selector allows ----

    private @Nullable RuleError applyToSelector(Selector selector, ByteString rule) {
        if (rule.isEmpty()) {
            return RuleError.SYNTAX;
        }
        if (changesAll(selector, rule)) {
            return null;
        }
        return switch (rule.byteAt(0)) {
            case '~', '%' -> addKeys(selector, rule);
            case '&' -> addChannels(selector, rule);
            case '+', '-' -> changeCommands(selector, rule);
            default -> RuleError.SYNTAX;
        };
    }

    private static boolean changesAll(Selector selector, ByteString rule) {
        if (rule.equalsIgnoreCase("allkeys") || rule.equalsIgnoreCase("~*")) {
            selector.allowAllKeys();
        } else if (rule.equalsIgnoreCase("resetkeys")) {
            selector.resetKeys();
        } else if (rule.equalsIgnoreCase("allchannels") || rule.equalsIgnoreCase("&*")) {
            selector.allowAllChannels();
        } else if (rule.equalsIgnoreCase("resetchannels")) {
            selector.resetChannels();
        } else if (rule.equalsIgnoreCase("allcommands") || rule.equalsIgnoreCase("+@all")) {
            selector.allowAllCommands(true);
        } else if (rule.equalsIgnoreCase("nocommands") || rule.equalsIgnoreCase("-@all")) {
            selector.allowAllCommands(false);
        } else {
            return false;
        }
        return true;
    }

    private static @Nullable RuleError addKeys(Selector selector, ByteString rule) {
        if (selector.allowsAllKeys()) {
            return RuleError.KEYS_AFTER_ALL;
        }
        byte[] bytes = rule.bytes();
        boolean read = bytes[0] == '~';
        boolean write = read;
        int at = 1;
        if (bytes[0] == '%') {
            while (at < bytes.length && bytes[at] != '~') {
                byte letter = Ascii.upper(bytes[at]);
                if ((letter != 'R' || read) && (letter != 'W' || write)) {
                    return RuleError.SYNTAX;
                }
                read |= letter == 'R';
                write |= letter == 'W';
                at++;
            }
            if (!read && !write) {
                return RuleError.SYNTAX;
            }
            // Without a tilde there is an empty pattern, as in Redis.
            at = Math.min(at + 1, bytes.length);
        }
        if (hasBlanks(bytes, at)) {
            return RuleError.SYNTAX;
        }
        ByteString pattern = ByteString.wrap(Arrays.copyOfRange(bytes, at, bytes.length));
        selector.allowKeys(new KeyPattern(pattern, read, write));
        return null;
    }

    private static @Nullable RuleError addChannels(Selector selector, ByteString rule) {
        if (selector.allowsAllChannels()) {
            return RuleError.CHANNELS_AFTER_ALL;
        }
        if (hasBlanks(rule.bytes(), 1)) {
            return RuleError.SYNTAX;
        }
        selector.allowChannels(behindFirst(rule));
        return null;
    }

    /** True for what would not be read again as it was written: blanks and zero bytes (ACLStringHasSpaces). */
    static boolean hasBlanks(byte[] text, int from) {
        for (int i = from; i < text.length; i++) {
            byte b = text[i];
            if (b == 0 || b == ' ' || (b >= '\t' && b <= '\r')) {
                return true;
            }
        }
        return false;
    }

    private @Nullable RuleError changeCommands(Selector selector, ByteString rule) {
        boolean allowed = rule.byteAt(0) == '+';
        ByteString name = behindFirst(rule);
        if (!name.isEmpty() && name.byteAt(0) == '@') {
            AclCategory category = AclCategory.named(behindFirst(name));
            if (category == null) {
                return RuleError.UNKNOWN_COMMAND;
            }
            selector.allow(category, commands, allowed);
            return null;
        }
        int bar = lastBar(name);
        if (allowed && bar >= 0) {
            return allowPart(selector, name, bar);
        }
        Command command = commands.findOriginal(name);
        if (command == null) {
            return RuleError.UNKNOWN_COMMAND;
        }
        selector.allow(command, allowed);
        return null;
    }

    private static int lastBar(ByteString name) {
        int at = name.length() - 1;
        while (at >= 0 && name.byteAt(at) != '|') {
            at--;
        }
        return at;
    }

    /** {@code +config|get} is a subcommand, {@code +select|0} a first argument. */
    private @Nullable RuleError allowPart(Selector selector, ByteString name, int bar) {
        Command command = commands.findOriginal(ByteString.wrap(Arrays.copyOf(name.bytes(), bar)));
        if (command == null) {
            return RuleError.UNKNOWN_COMMAND;
        }
        if (command.container() != null) {
            return RuleError.FIRST_ARGUMENT_OF_SUBCOMMAND;
        }
        ByteString part = ByteString.wrap(Arrays.copyOfRange(name.bytes(), bar + 1, name.length()));
        if (part.isEmpty() || hasBlanks(part.bytes(), 0)) {
            return RuleError.SYNTAX;
        }
        if (command.subcommands() == null) {
            log.warning(
                    "Deprecation warning: Allowing a first arg of an otherwise blocked command is a misuse of ACL and"
                            + " may get disabled in the future (offender: +" + name.utf8() + ")");
            selector.allowFirstArgument(command, part);
            return null;
        }
        Command subcommand = commands.findOriginal(name);
        if (subcommand == null) {
            return RuleError.UNKNOWN_COMMAND;
        }
        selector.allow(subcommand, true);
        return null;
    }

    @Override
    public String toString() {
        return "UserRules[" + commands + "]";
    }
}
