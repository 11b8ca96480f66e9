package io.miniredis.server.acl;

import io.miniredis.datastructures.ByteString;
import io.miniredis.server.command.CommandTable;
import io.miniredis.server.log.SilentLog;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks {@code user} lines while a configuration is read, when a mistake can still be reported with its line
 * (ACLAppendUserForLoading). Commands nobody knows are found when the users are made.
 */
public final class UserLineCheck {
    private final UserRules rules;
    private final Set<ByteString> seen = new HashSet<>();

    public UserLineCheck(CommandTable commands) {
        rules = new UserRules(commands, SilentLog.INSTANCE);
    }

    /** What is wrong with the line, or null. */
    public @Nullable String refusal(List<ByteString> nameAndRules) {
        ByteString name = nameAndRules.get(0);
        if (!seen.add(name)) {
            return refusal(name, RuleError.DUPLICATE_USER);
        }
        RuleWords merged = RuleWords.merged(nameAndRules.subList(1, nameAndRules.size()));
        if (!merged.isMatched()) {
            return refusal(nameAndRules.get(merged.unmatched() + 1), RuleError.SYNTAX);
        }
        User draft = new User(name, false);
        for (ByteString rule : merged.words()) {
            RuleError error = rules.apply(draft, rule, false);
            if (error != null && error != RuleError.UNKNOWN_COMMAND) {
                return refusal(rule, error);
            }
        }
        return null;
    }

    private static String refusal(ByteString word, RuleError error) {
        return "Error in user declaration '" + word.utf8() + "': " + error.text();
    }

    @Override
    public String toString() {
        return "UserLineCheck" + seen;
    }
}
