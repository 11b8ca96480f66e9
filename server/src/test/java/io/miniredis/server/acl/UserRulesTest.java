package io.miniredis.server.acl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.Request;
import io.miniredis.protocol.SplitArgs;
import io.miniredis.server.command.Command;
import io.miniredis.server.command.CommandCatalog;
import io.miniredis.server.command.CommandDispatcher;
import io.miniredis.server.command.CommandTable;
import io.miniredis.server.log.SilentLog;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class UserRulesTest {
    private final CommandTable commands = CommandCatalog.newTable();
    private final UserRules rules = new UserRules(commands, SilentLog.INSTANCE);

    private User user(List<String> given) {
        User user = new User(ByteString.of("u"), false);
        for (ByteString rule :
                RuleWords.merged(given.stream().map(ByteString::of).toList()).words()) {
            rules.apply(user, rule, false);
        }
        return user;
    }

    private boolean allows(User user, String... argv) {
        ByteString[] bytes = new ByteString[argv.length];
        for (int i = 0; i < argv.length; i++) {
            bytes[i] = ByteString.of(argv[i]);
        }
        Request request = Request.of(bytes);
        Command command = assertNotNullCommand(request);
        return AccessControl.check(user, command, request) == null;
    }

    private Command assertNotNullCommand(Request request) {
        Command command = CommandDispatcher.find(commands, request);
        assertNotNull(command);
        return command;
    }

    @Provide
    Arbitrary<List<String>> ruleLists() {
        return Arbitraries.of(
                        "on",
                        "off",
                        "nopass",
                        "resetpass",
                        ">a",
                        ">b",
                        "<a",
                        "~*",
                        "~x",
                        "%R~x",
                        "%W~y",
                        "%RW~z",
                        "resetkeys",
                        "allkeys",
                        "&*",
                        "&c",
                        "&d*",
                        "resetchannels",
                        "allchannels",
                        "+@all",
                        "-@all",
                        "+get",
                        "-get",
                        "+set",
                        "+config",
                        "-config",
                        "+config|get",
                        "-config|set",
                        "+@read",
                        "-@write",
                        "+@dangerous",
                        "-@slow",
                        "+select|0",
                        "+select|1",
                        "-select",
                        "+client",
                        "-client|kill",
                        "(~q",
                        "+get",
                        "+@all)",
                        "(%R~w &e -@all +set)",
                        "clearselectors",
                        "reset",
                        "nonsense",
                        "skip-sanitize-payload",
                        "sanitize-payload")
                .list()
                .ofMaxSize(14);
    }

    @Property(tries = 400)
    void whatDescribesAUserMakesTheSameUser(@ForAll("ruleLists") List<String> given) {
        User user = user(given);
        byte[] words = Ascii.bytes(user.describe());
        List<ByteString> again = SplitArgs.split(words, 0, words.length);
        assertNotNull(again);
        User twin = user(again.stream().map(ByteString::utf8).toList());

        assertEquals(user.describe(), twin.describe());
        commands.forEach(command -> assertSameRight(user, twin, command));
        for (String key : new String[] {"x", "y", "z", "q", "w"}) {
            assertEquals(allows(user, "GET", key), allows(twin, "GET", key));
            assertEquals(allows(user, "SET", key, "v"), allows(twin, "SET", key, "v"));
        }
        assertEquals(allows(user, "SELECT", "1"), allows(twin, "SELECT", "1"));
        assertEquals(allows(user, "SUBSCRIBE", "c", "d1"), allows(twin, "SUBSCRIBE", "c", "d1"));
    }

    private static void assertSameRight(User one, User other, Command command) {
        Request bare = Request.of(ByteString.of(command.fullName()), ByteString.of("a"));
        Denial denial = AccessControl.check(one, command, bare);
        assertEquals(denial, AccessControl.check(other, command, bare), command.fullName());
        CommandTable subcommands = command.subcommands();
        if (subcommands != null) {
            subcommands.forEach(subcommand -> assertSameRight(one, other, subcommand));
        }
    }

    @Test
    void commandsToComeFollowTheLastAll() {
        assertTrue(allows(user(List.of("+@all", "-get")), "SET", "a", "b") == false);
        assertTrue(allows(user(List.of("+@all", "-get", "~*")), "HSET", "a", "b", "c"));
        assertFalse(allows(user(List.of("-@all", "+get", "~*")), "LPUSH", "a", "b"));
    }

    @Test
    void whoMayDoEverythingIsKnownWithoutLooking() {
        assertTrue(user(List.of("+@all", "~*", "&*")).mayDoEverything());
        assertTrue(user(List.of("(+@all ~* &*)")).mayDoEverything());
        assertFalse(user(List.of("+@all", "~*", "&*", "-debug")).mayDoEverything());
        assertFalse(user(List.of("+@all", "~*")).mayDoEverything());
    }

    @Test
    void aSelectorNeverLendsItsRightsToAnother() {
        User user = user(List.of("(+get ~a)", "(+set ~b)"));
        assertFalse(allows(user, "SET", "a", "1"));
        assertFalse(allows(user, "GET", "b"));
        assertTrue(allows(user, "GET", "a"));
    }
}
