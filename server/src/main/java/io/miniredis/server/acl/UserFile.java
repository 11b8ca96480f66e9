package io.miniredis.server.acl;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.Errors;
import io.miniredis.server.config.SystemError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of users, {@code user name rules…} a line. There are no comments in it and no quotes; empty lines are passed
 * over. One mistake, and nothing of it is loaded (ACLLoadFromFile).
 */
final class UserFile {
    private static final String NOTHING_CHANGED =
            "WARNING: ACL errors detected, no change to the previously active ACL rules was performed";

    private final UserRules rules;
    private final String shownName;
    private final boolean allChannels;
    private final StringBuilder errors = new StringBuilder();
    private final Users users = new Users();
    private final List<ByteString> seen = new ArrayList<>();

    UserFile(UserRules rules, String shownName, boolean allChannels) {
        this.rules = rules;
        this.shownName = shownName;
        this.allChannels = allChannels;
    }

    /** The users of the file; null if it has mistakes: {@link #errors} tells them. */
    @Nullable
    Users read(Path file) {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            errors.append("Error loading ACLs, opening file '")
                    .append(shownName)
                    .append("': ")
                    .append(SystemError.of(e));
            return null;
        }
        int number = 1;
        for (ByteString line : split(content, (byte) '\n')) {
            readLine(trimmed(line.bytes(), true), number++);
        }
        if (errors.isEmpty()) {
            return users;
        }
        errors.append(NOTHING_CHANGED);
        return null;
    }

    /** All mistakes, in one line. */
    String errors() {
        return errors.toString();
    }

    private void readLine(ByteString line, int number) {
        if (line.isEmpty()) {
            return;
        }
        List<ByteString> words = split(line.bytes(), (byte) ' ');
        if (words.size() < 2 || !words.get(0).equals(ByteString.of("user"))) {
            error(number, " should start with user keyword followed by the username. ");
            return;
        }
        ByteString name = words.get(1);
        if (UserRules.hasBlanks(name.bytes(), 0)) {
            errors.append('\'');
            error(number, ": username '" + text(name) + "' contains invalid characters. ");
            return;
        }
        if (seen.contains(name)) {
            errors.append("WARNING: Duplicate user '")
                    .append(text(name))
                    .append("' found on line ")
                    .append(number)
                    .append(". ");
            return;
        }
        seen.add(name);
        RuleWords merged = RuleWords.merged(words.subList(2, words.size()));
        if (!merged.isMatched()) {
            error(number, ": Unmatched parenthesis in selector definition.");
            return;
        }
        apply(user(name), merged.words(), number);
    }

    private User user(ByteString name) {
        if (name.equals(Users.DEFAULT)) {
            UserRules.reset(users.defaultUser(), allChannels);
            return users.defaultUser();
        }
        User user = new User(name, allChannels);
        users.add(user);
        return user;
    }

    /** Of mistakes that may be about a password only the first one is told, and not with the rule's own words. */
    private void apply(User user, List<ByteString> words, int number) {
        boolean toldOne = false;
        for (ByteString word : words) {
            ByteString rule = trimmed(word.bytes(), false);
            RuleError wrong = rules.apply(user, rule, allChannels);
            if (wrong == RuleError.UNKNOWN_COMMAND) {
                error(number, ": Error in applying operation '" + text(rule) + "': " + wrong.text() + ". ");
            } else if (wrong != null && !toldOne) {
                error(number, ": " + wrong.text() + ". ");
                toldOne = true;
            }
        }
    }

    private void error(int line, String what) {
        errors.append(shownName).append(':').append(line).append(what);
    }

    private static String text(ByteString word) {
        return Errors.quoted(word, Integer.MAX_VALUE);
    }

    private static List<ByteString> split(byte[] text, byte separator) {
        List<ByteString> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= text.length; i++) {
            if (i == text.length || text[i] == separator) {
                parts.add(ByteString.wrap(Arrays.copyOfRange(text, from, i)));
                from = i + 1;
            }
        }
        return parts;
    }

    private static ByteString trimmed(byte[] text, boolean ofBlanks) {
        int from = 0;
        int to = text.length;
        while (from < to && isTrimmed(text[from], ofBlanks)) {
            from++;
        }
        while (to > from && isTrimmed(text[to - 1], ofBlanks)) {
            to--;
        }
        return ByteString.wrap(Arrays.copyOfRange(text, from, to));
    }

    private static boolean isTrimmed(byte b, boolean ofBlanks) {
        return b == '\t' || b == '\r' || b == '\n' || (ofBlanks && b == ' ');
    }

    @Override
    public String toString() {
        return "UserFile[" + shownName + ", " + users + "]";
    }
}
