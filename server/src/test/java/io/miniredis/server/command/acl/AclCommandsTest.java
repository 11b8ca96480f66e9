package io.miniredis.server.command.acl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.protocol.RespValue;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.ServerFixture.Peer;
import io.miniredis.server.config.ServerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AclCommandsTest {
    private static final String RULE_ERROR = "(error) ERR Error in ACL SETUSER modifier '";
    private static final String WRONG_PASSWORD =
            "(error) WRONGPASS invalid username-password pair or user is disabled.";

    private final ServerFixture redis = new ServerFixture();

    @AfterEach
    void close() {
        redis.close();
    }

    /** A client that has logged in as a user made by these rules. */
    private Peer as(String name, String rules) {
        assertEquals("OK", redis.show("ACL SETUSER " + name + " on nopass " + rules));
        Peer peer = redis.connect();
        assertEquals("OK", peer.show("AUTH " + name + " any"));
        return peer;
    }

    /** Arrays as lists, everything else as text. */
    private static Object plain(RespValue value) {
        if (value instanceof RespValue.Array array) {
            return array.elements().stream().map(AclCommandsTest::plain).toList();
        }
        return value instanceof RespValue.Bulk bulk ? bulk.bytes().utf8() : value.toString();
    }

    private List<?> list(String... argv) {
        return (List<?>) plain(redis.run(argv));
    }

    private String lineOf(String name) {
        for (Object line : list("ACL", "LIST")) {
            String text = line.toString();
            if (text.startsWith("user " + name + " ")) {
                return text.substring(name.length() + 6);
            }
        }
        throw new AssertionError("no user " + name);
    }

    @Nested
    class Setuser {
        @Test
        void aNewUserMayDoNothing() {
            redis.show("ACL SETUSER alice");
            assertEquals("off sanitize-payload resetchannels -@all", lineOf("alice"));
        }

        @Test
        void rulesAreShownInTheOrderOfTheirKindNotOfTheirArrival() {
            redis.show("ACL SETUSER alice +get &news.* ~a* -config|set on %W~out:* %R~in:* +@read");
            assertEquals(
                    "on sanitize-payload ~a* %W~out:* %R~in:* resetchannels &news.* -@all +get -config|set +@read",
                    lineOf("alice"));
        }

        @Test
        void aRuleAboutACommandTakesThePlaceOfEarlierOnesAboutItAndItsParts() {
            redis.show("ACL SETUSER alice +config|get +config|set +get -config +get");
            assertEquals("off sanitize-payload resetchannels -@all -config +get", lineOf("alice"));
        }

        @Test
        void allAndNothingForgetWhatWasSaidOfCommandsBefore() {
            redis.show("ACL SETUSER alice +get -@all +set");
            assertEquals("off sanitize-payload resetchannels -@all +set", lineOf("alice"));
            redis.show("ACL SETUSER alice allcommands");
            assertEquals("off sanitize-payload resetchannels +@all", lineOf("alice"));
        }

        @Test
        void theSamePatternForReadingAndForWritingIsOneForBoth() {
            redis.show("ACL SETUSER alice %R~a %W~a");
            assertEquals("off sanitize-payload ~a resetchannels -@all", lineOf("alice"));
        }

        @Test
        void passwordsAreKeptAsTheirHashes() {
            redis.show("ACL SETUSER alice >secret #" + "0".repeat(64));
            assertEquals(
                    "off sanitize-payload #2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b #"
                            + "0".repeat(64) + " resetchannels -@all",
                    lineOf("alice"));
            redis.show("ACL SETUSER alice <secret !" + "0".repeat(64));
            assertEquals("off sanitize-payload resetchannels -@all", lineOf("alice"));
        }

        @Test
        void aSelectorMayBeTornApartByBlanks() {
            redis.show("ACL SETUSER alice (%R~b +get) ( ~a &c +@all )");
            assertEquals(
                    "off sanitize-payload resetchannels -@all (%R~b resetchannels -@all +get)"
                            + " (~a resetchannels &c +@all)",
                    lineOf("alice"));
            redis.show("ACL SETUSER alice clearselectors");
            assertEquals("off sanitize-payload resetchannels -@all", lineOf("alice"));
        }

        @Test
        void oneWrongRuleAndNothingIsChanged() {
            redis.show("ACL SETUSER alice on +get");
            assertEquals(
                    RULE_ERROR + "+nothing': Unknown command or category name in ACL",
                    redis.show("ACL SETUSER alice off ~x +nothing"));
            assertEquals("on sanitize-payload resetchannels -@all +get", lineOf("alice"));
        }

        @Test
        void mistakesAreToldInRedissWords() {
            assertEquals(RULE_ERROR + "what': Syntax error", redis.show("ACL SETUSER a what"));
            assertEquals(RULE_ERROR + "%~a': Syntax error", redis.show("ACL SETUSER a %~a"));
            assertEquals(RULE_ERROR + "%': Syntax error", redis.show("ACL SETUSER a %"));
            assertEquals(
                    RULE_ERROR + "+@no': Unknown command or category name in ACL", redis.show("ACL SETUSER a +@no"));
            assertEquals(
                    RULE_ERROR + "+config|get|x': Allowing first-arg of a subcommand is not supported",
                    redis.show("ACL SETUSER a +config|get|x"));
            assertEquals(
                    RULE_ERROR + "<x': The password you are trying to remove from the user does not exist",
                    redis.show("ACL SETUSER a <x"));
            assertEquals(
                    "(error) ERR Unmatched parenthesis in acl selector starting at '(+get'.",
                    redis.show("ACL SETUSER a on (+get"));
            assertEquals(
                    "(error) ERR Usernames can't contain spaces or null characters",
                    redis.show("ACL SETUSER \"a b\" on"));
        }

        @Test
        void aPatternBehindAllKeysOrChannelsWouldDoNothingAndIsRefused() {
            assertTrue(redis.show("ACL SETUSER a ~* ~b").contains("Try 'resetkeys' to start"));
            assertTrue(redis.show("ACL SETUSER a &* &b").contains("Try 'resetchannels' to start"));
        }

        @Test
        void newUsersMayUseAllChannelsIfTheConfigurationSaysSo() {
            redis.show("CONFIG SET acl-pubsub-default allchannels");
            redis.show("ACL SETUSER alice");
            assertEquals("off sanitize-payload &* -@all", lineOf("alice"));
        }
    }

    @Nested
    class Getuser {
        @Test
        void showsTheOwnRulesAndThoseOfSelectors() {
            redis.show("ACL SETUSER alice on >p ~a %R~b &c +get (~d +set)");
            assertEquals(
                    List.of(
                            "flags",
                            List.of("on", "sanitize-payload"),
                            "passwords",
                            List.of("148de9c5a7a44d19e56cd9ae1a554bf67847afb0c58f6e12fa29ac7ddfca9940"),
                            "commands",
                            "-@all +get",
                            "keys",
                            "~a %R~b",
                            "channels",
                            "&c",
                            "selectors",
                            List.of(List.of("commands", "-@all +set", "keys", "~d", "channels", ""))),
                    plain(redis.run("ACL", "GETUSER", "alice")));
            assertEquals("(nil)", redis.show("ACL GETUSER nobody"));
        }
    }

    @Nested
    class Rights {
        @Test
        void aCommandThatIsNotAllowedIsRefusedByItsFullName() {
            Peer alice = as("alice", "+config|get ~*");
            assertEquals("(error) NOPERM User alice has no permissions to run the 'get' command", alice.show("GET a"));
            assertEquals(
                    "(error) NOPERM User alice has no permissions to run the 'config|set' command",
                    alice.show("CONFIG SET maxmemory 1"));
            assertTrue(alice.show("CONFIG GET maxmemory").contains("maxmemory"));
        }

        @Test
        void renamingACommandIsNoWayAround() {
            try (ServerFixture renamed =
                    new ServerFixture(ServerConfig.defaults().load("rename-command get fetch"))) {
                renamed.show("ACL SETUSER alice on nopass ~* +@all -get");
                Peer alice = renamed.connect();
                alice.show("AUTH alice x");
                assertEquals(
                        "(error) NOPERM User alice has no permissions to run the 'get' command", alice.show("FETCH a"));
            }
        }

        @Test
        void keysCountByWhatIsDoneWithThem() {
            Peer alice = as("alice", "+@all %R~in* %W~out*");
            assertEquals("OK", alice.show("SET out 1"));
            assertEquals("(error) NOPERM No permissions to access a key", alice.show("GET out"));
            assertEquals("(error) NOPERM No permissions to access a key", alice.show("SET in 1"));
            assertEquals("(nil)", alice.show("GET in"));
            assertEquals("(integer) 0", alice.show("COPY in out"));
            assertEquals("(error) NOPERM No permissions to access a key", alice.show("COPY out in"));
            assertEquals("(error) NOPERM No permissions to access a key", alice.show("SET out 2 GET"));
            assertEquals("(integer) 1", alice.show("DEL out"));
        }

        @Test
        void everyKeyOfARequestCounts() {
            Peer alice = as("alice", "+@all ~a*");
            assertEquals("OK", alice.show("MSET a1 x a2 y"));
            assertEquals("(error) NOPERM No permissions to access a key", alice.show("MSET a1 x b y"));
            assertEquals("(error) NOPERM No permissions to access a key", alice.show("SORT a STORE b"));
            assertEquals(
                    "(error) NOPERM No permissions to access a key",
                    alice.show("XREADGROUP GROUP g c STREAMS a b > >"));
        }

        @Test
        void patternsOfSortReadKeysNobodyNames() {
            redis.show("RPUSH list 1 2");
            Peer alice = as("alice", "+@all ~list");
            assertEquals(
                    "(error) ERR BY option of SORT denied due to insufficient ACL permissions.",
                    alice.show("SORT list BY w_*"));
            assertEquals(
                    "(error) ERR GET option of SORT denied due to insufficient ACL permissions.",
                    alice.show("SORT list GET w_*"));
            assertFalse(alice.show("SORT list BY nosort").startsWith("(error)"));
            Peer bob = as("bob", "+@all ~list %R~*");
            assertFalse(bob.show("SORT list BY w_* GET w_*").startsWith("(error)"));
        }

        @Test
        void oneSelectorHasToAllowAllOfARequest() {
            Peer alice = as("alice", "-@all (+get ~a) (+set ~b)");
            assertEquals("(nil)", alice.show("GET a"));
            assertEquals("OK", alice.show("SET b 1"));
            assertEquals("(error) NOPERM No permissions to access a key", alice.show("GET b"));
            assertEquals("(error) NOPERM User alice has no permissions to run the 'del' command", alice.show("DEL a"));
        }

        @Test
        void channelsMayMatchAPatternButPatternsMustBeOne() {
            Peer alice = as("alice", "+@all &news.*");
            assertEquals("(integer) 0", alice.show("PUBLISH news.a m"));
            assertEquals("(error) NOPERM No permissions to access a channel", alice.show("PUBLISH other m"));
            assertEquals("(error) NOPERM No permissions to access a channel", alice.show("SPUBLISH other m"));
            assertEquals("(error) NOPERM No permissions to access a channel", alice.show("PSUBSCRIBE news.a"));
            assertFalse(alice.show("PSUBSCRIBE news.*").startsWith("(error)"));
            assertFalse(alice.show("SUBSCRIBE news.b").startsWith("(error)"));
        }

        @Test
        void firstArgumentsMakeAnExceptionOfACommand() {
            Peer alice = as("alice", "+select|0");
            assertEquals("OK", alice.show("SELECT 0"));
            assertEquals(
                    "(error) NOPERM User alice has no permissions to run the 'select' command", alice.show("SELECT 1"));
        }

        @Test
        void whatWasQueuedIsAskedAgainByExec() {
            Peer alice = as("alice", "+@all ~*");
            alice.show("MULTI");
            assertEquals("QUEUED", alice.show("SET a 1"));
            assertEquals("QUEUED", alice.show("GET a"));
            redis.show("ACL SETUSER alice -get");
            assertEquals(
                    "1) OK\n2) (error) NOPERM ACLs rules changed between the moment the transaction was accumulated and"
                            + " the EXEC call. This command is no longer allowed for the following reason: no permission"
                            + " to execute the command or subcommand",
                    alice.show("EXEC"));
        }

        @Test
        void whatMayNotBeQueuedSpoilsTheTransaction() {
            Peer alice = as("alice", "+@all -get ~*");
            alice.show("MULTI");
            assertTrue(alice.show("GET a").startsWith("(error) NOPERM"));
            assertTrue(alice.show("EXEC").startsWith("(error) EXECABORT"));
        }
    }

    @Nested
    class Dryrun {
        @Test
        void namesWhatWasDenied() {
            redis.show("ACL SETUSER alice +get +publish ~a");
            assertEquals("OK", redis.show("ACL DRYRUN alice GET a"));
            assertEquals(
                    "\"User alice has no permissions to access the 'b' key\"", redis.show("ACL DRYRUN alice GET b"));
            assertEquals(
                    "\"User alice has no permissions to access the 'c' channel\"",
                    redis.show("ACL DRYRUN alice PUBLISH c m"));
            assertEquals(
                    "\"User alice has no permissions to run the 'set' command\"",
                    redis.show("ACL DRYRUN alice SET a 1"));
            assertEquals("(error) ERR User 'bob' not found", redis.show("ACL DRYRUN bob GET a"));
            assertEquals("(error) ERR Command 'no' not found", redis.show("ACL DRYRUN alice no"));
            assertEquals("(error) ERR wrong number of arguments for 'get' command", redis.show("ACL DRYRUN alice GET"));
        }
    }

    @Nested
    class Connections {
        @Test
        void ofARemovedUserEnd() {
            Peer alice = as("alice", "+@all");
            assertEquals("(integer) 1", redis.show("ACL DELUSER alice nobody"));
            assertTrue(alice.isClosed());
            assertEquals("(error) ERR The 'default' user cannot be removed", redis.show("ACL DELUSER default"));
        }

        @Test
        void whoRemovesItselfIsAnsweredFirst() {
            Peer alice = as("alice", "+@all");
            assertEquals("(integer) 1", alice.show("ACL DELUSER alice"));
            assertTrue(alice.client().isClosing());
        }

        @Test
        void endWhenTheyListenToWhatTheyMayNotAnyMore() {
            Peer channel = as("alice", "+@all &a* &b");
            channel.show("SUBSCRIBE a1");
            Peer pattern = redis.connect();
            pattern.show("AUTH alice x");
            pattern.show("PSUBSCRIBE a*");
            redis.show("ACL SETUSER alice resetchannels &a*");
            assertFalse(channel.isClosed());
            redis.show("ACL SETUSER alice resetchannels &a1");
            assertFalse(channel.isClosed());
            assertTrue(pattern.isClosed());
            redis.show("ACL SETUSER alice resetchannels");
            assertTrue(channel.isClosed());
        }

        @Test
        void ofADisabledUserStayButNobodyComesIn() {
            Peer alice = as("alice", "+@all ~*");
            redis.show("ACL SETUSER alice off");
            assertEquals("OK", alice.show("SET a 1"));
            assertEquals(WRONG_PASSWORD, redis.connect().show("AUTH alice x"));
        }

        @Test
        void areFoundByTheirUser() {
            as("alice", "+@all");
            assertTrue(redis.show("CLIENT LIST").contains("user=alice"));
            assertEquals("(integer) 1", redis.show("CLIENT KILL USER alice"));
            assertEquals("(error) ERR No such user 'bob'", redis.show("CLIENT KILL USER bob"));
        }
    }

    @Nested
    class Login {
        @Test
        void anyOfThePasswordsIsRight() {
            redis.show("ACL SETUSER alice on >one >two");
            Peer peer = redis.connect();
            assertEquals(WRONG_PASSWORD, peer.show("AUTH alice three"));
            assertEquals("OK", peer.show("AUTH alice two"));
            assertEquals(WRONG_PASSWORD, peer.show("AUTH nobody two"));
            assertEquals(
                    "(error) NOPERM User alice has no permissions to run the 'acl|whoami' command",
                    peer.show("ACL WHOAMI"));
        }

        @Test
        void withoutAPasswordOfTheDefaultUserTheShortFormIsAMistake() {
            assertTrue(redis.show("AUTH x").startsWith("(error) ERR AUTH <password> called without any password"));
            redis.show("CONFIG SET requirepass x");
            assertEquals("OK", redis.show("AUTH x"));
            assertEquals(
                    "(error) NOAUTH Authentication required.", redis.connect().show("PING"));
            redis.show("CONFIG SET requirepass \"\"");
            assertEquals("PONG", redis.connect().show("PING"));
        }

        @Test
        void whereTheDefaultUserIsOffOneHasToLogIn() {
            redis.show("ACL SETUSER alice on >p +@all ~*");
            redis.show("ACL SETUSER default off");
            Peer peer = redis.connect();
            assertEquals("(error) NOAUTH Authentication required.", peer.show("GET a"));
            assertEquals("OK", peer.show("AUTH alice p"));
            assertEquals("(nil)", peer.show("GET a"));
        }

        @Test
        void resetMakesTheDefaultUserOfAnybody() {
            Peer alice = as("alice", "+@all ~*");
            alice.show("RESET");
            assertEquals("\"default\"", alice.show("ACL WHOAMI"));
        }
    }

    @Nested
    class Log {
        /** A field of the newest entry. */
        private String field(String name) {
            List<?> newest = (List<?>) list("ACL", "LOG").get(0);
            return newest.get(newest.indexOf(name) + 1).toString();
        }

        @Test
        void tellsWhoTriedWhatAndWhere() {
            Peer alice = as("alice", "+multi +get ~a");
            alice.show("SET a 1");
            assertEquals("command", field("reason"));
            assertEquals("set", field("object"));
            assertEquals("toplevel", field("context"));
            assertTrue(field("client-info").contains("cmd=set user=alice"));
            alice.show("MULTI");
            alice.show("GET b");
            assertEquals("key", field("reason"));
            assertEquals("b", field("object"));
            assertEquals("multi", field("context"));
            redis.connect().show("AUTH bob x");
            assertEquals("auth", field("reason"));
            assertEquals("AUTH", field("object"));
            assertEquals("bob", field("username"));
            assertTrue(redis.show("INFO stats").contains("acl_access_denied_key:1"));
        }

        @Test
        void theSameWithinAMinuteIsOneEntry() {
            Peer alice = as("alice", "+get ~a");
            alice.show("GET b");
            redis.advance(Duration.ofSeconds(60));
            alice.show("GET b");
            assertEquals("(integer) 2", field("count"));
            redis.advance(Duration.ofMillis(60_001));
            alice.show("GET b");
            assertEquals("(integer) 1", field("count"));
            assertEquals(2, list("ACL", "LOG").size());
            assertEquals(1, list("ACL", "LOG", "1").size());
            assertEquals("OK", redis.show("ACL LOG RESET"));
            assertEquals("(empty array)", redis.show("ACL LOG"));
        }

        @Test
        void isAsLongAsTheConfigurationSays() {
            redis.show("CONFIG SET acllog-max-len 3");
            Peer alice = as("alice", "+get");
            for (int i = 0; i < 20; i++) {
                alice.show("GET k" + i);
            }
            assertEquals(3, list("ACL", "LOG", "100").size());
            assertEquals("k19", field("object"));
        }
    }

    @Nested
    class Categories {
        @Test
        void containSubcommands() {
            assertTrue(redis.show("ACL CAT dangerous").contains("\"config|set\""));
            assertFalse(redis.show("ACL CAT connection").contains("\"config|set\""));
            assertEquals("(error) ERR Unknown category 'no'", redis.show("ACL CAT no"));
            assertEquals(21, list("ACL", "CAT").size());
        }
    }

    @Nested
    class Genpass {
        @Test
        void hasADigitForFourBits() {
            assertEquals(64, plain(redis.run("ACL", "GENPASS")).toString().length());
            assertEquals(2, plain(redis.run("ACL", "GENPASS", "5")).toString().length());
            assertEquals(
                    1024, plain(redis.run("ACL", "GENPASS", "4096")).toString().length());
            assertTrue(redis.show("ACL GENPASS 4097").startsWith("(error) ERR ACL GENPASS argument must be"));
        }
    }

    @Nested
    class UsersInFiles {
        @TempDir
        private Path directory;

        private ServerFixture server(String... directives) throws Exception {
            ServerConfig config =
                    ServerConfig.defaults().load("dir " + directory + "\n" + String.join("\n", directives));
            ServerFixture fixture = new ServerFixture(config);
            fixture.onMain(() -> {
                fixture.server().userChanges().begin();
                return true;
            });
            return fixture;
        }

        private void write(String content) throws IOException {
            Files.writeString(directory.resolve("users.acl"), content);
        }

        @Test
        void aFileIsLoadedAndSaved() throws Exception {
            write("user alice on nopass ~* +@all (~a +get)\n\nuser default on nopass ~* &* +@all\n");
            try (ServerFixture server = server("aclfile users.acl")) {
                assertEquals("OK", server.show("AUTH alice x"));
                server.show("ACL SETUSER bob on");
                assertEquals("OK", server.show("ACL SAVE"));
                assertEquals("""
                        user alice on nopass sanitize-payload ~* resetchannels +@all (~a resetchannels -@all +get)
                        user bob on sanitize-payload resetchannels -@all
                        user default on nopass sanitize-payload ~* &* +@all
                        """, Files.readString(directory.resolve("users.acl"), StandardCharsets.UTF_8));
            }
        }

        @Test
        void aFileWithAMistakeChangesNothing() throws Exception {
            write("user alice on nopass\n");
            try (ServerFixture server = server("aclfile users.acl")) {
                write("user bob on +nothing bad\nuser bob\nnonsense\nuser carl (a");
                assertEquals(
                        "(error) ERR users.acl:1: Error in applying operation '+nothing': Unknown command or category"
                                + " name in ACL. users.acl:1: Syntax error. WARNING: Duplicate user 'bob' found on line"
                                + " 2. users.acl:3 should start with user keyword followed by the username."
                                + " users.acl:4: Unmatched parenthesis in selector definition.WARNING: ACL errors"
                                + " detected, no change to the previously active ACL rules was performed",
                        server.show("ACL LOAD"));
                assertEquals("1) \"alice\"\n2) \"default\"", server.show("ACL USERS"));
            }
        }

        @Test
        void whoIsNotInTheFileAnyMoreIsDisconnected() throws Exception {
            write("user alice on nopass +@all\n");
            try (ServerFixture server = server("aclfile users.acl")) {
                Peer alice = server.connect();
                alice.show("AUTH alice x");
                write("user carl on nopass");
                assertEquals("OK", server.show("ACL LOAD"));
                assertTrue(alice.isClosed());
                assertEquals("PONG", server.show("PING"));
                assertEquals("1) \"carl\"\n2) \"default\"", server.show("ACL USERS"));
            }
        }

        @Test
        void linesOfTheConfigurationMakeUsersAndAreRewritten() throws Exception {
            Path file = directory.resolve("redis.conf");
            Files.writeString(file, "user alice on nopass\nuser gone on\nport 0\n");
            try (ServerFixture server =
                    new ServerFixture(ServerConfig.defaults().load(file))) {
                server.onMain(() -> {
                    server.server().userChanges().begin();
                    return true;
                });
                server.show("ACL DELUSER gone");
                server.show("ACL SETUSER alice +get");
                assertEquals("OK", server.show("CONFIG REWRITE"));
                String rewritten = Files.readString(file);
                String expected = """
                        user alice on nopass sanitize-payload resetchannels -@all +get
                        user default on nopass sanitize-payload ~* &* +@all
                        port 0
                        """;
                assertTrue(rewritten.startsWith(expected), rewritten);
            }
        }

        @Test
        void withoutAFileThereIsNothingToLoad() {
            assertTrue(
                    redis.show("ACL LOAD").startsWith("(error) ERR This Redis instance is not configured to use an"));
        }
    }
}
