package io.miniredis.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
    private static ServerConfig load(String text) {
        return ServerConfig.defaults().load(text);
    }

    private static String reason(String text) {
        return assertThrows(ConfigException.class, () -> load(text)).reason();
    }

    @Property(tries = 300)
    void whateverIsQuotedComesBack(@ForAll byte[] password) {
        ServerConfig config = load("requirepass " + Ascii.quote(password));
        assertEquals(ByteString.wrap(password), config.security.requirePassword.value());
    }

    @Nested
    class Lines {
        @Test
        void commentsBlankLinesAndBlanksAroundAreSkipped() {
            ServerConfig config = load("# port 1\n\n  \t\n\tport\t7000 \r\n   # hz 1\nhz 20");
            assertEquals(7000, config.network.port.value());
            assertEquals(20, config.keyspace.hz.value());
        }

        @Test
        void namesAreTakenInAnyCaseAndByAlias() {
            ServerConfig config = load("PORT 7\nslave-priority 5\nLua-Time-Limit 9");
            assertEquals(7, config.network.port.value());
            assertEquals(5, config.replication.replicaPriority.value());
            assertEquals(9, config.monitoring.busyReplyThresholdMillis.value());
        }

        @Test
        void laterDirectivesWin() {
            assertEquals(
                    3,
                    load("timeout 1\ntimeout 2\ntimeout 3")
                            .network
                            .timeoutSeconds
                            .value());
        }

        @Test
        void quotesAndEscapesHoldAnything() {
            assertEquals("a b", load("requirepass 'a b'").get("requirepass"));
            assertEquals(
                    ByteString.wrap(new byte[] {'a', 0, (byte) 0xff, '\n'}),
                    load("requirepass \"a\\x00\\xff\\n\"")
                            .security
                            .requirePassword
                            .value());
        }

        @Test
        void namesOfThePastAreIgnored() {
            load("list-max-ziplist-entries 5\nlist-max-ziplist-value 5\nlua-replicate-commands yes");
        }
    }

    @Nested
    class Several {
        @Test
        void firstSaveReplacesTheDefaultAndFurtherOnesAdd() {
            assertEquals("3600 1 300 100 60 10000", load("").get("save"));
            assertEquals("900 1", load("save 900 1").get("save"));
            assertEquals("900 1 300 10", load("save 900 1\nsave 300 10").get("save"));
            assertEquals("5 5", load("save 900 1\nsave ''\nsave 5 5").get("save"));
            assertEquals("", load("save").get("save"));
            assertEquals("1 2 3 4", load("save \"1 2 3 4\"").get("save"));
        }

        @Test
        void bindTakesAllItsAddressesAndNoneForTheEmptyText() {
            assertEquals("127.0.0.1 -::1", load("bind 127.0.0.1 -::1").get("bind"));
            assertTrue(load("bind ''").network.bind.addresses().isEmpty());
        }

        @Test
        void outputBufferLimitsChangeTheClassesNamed() {
            ServerConfig config = load("client-output-buffer-limit replica 1mb 2k 3 normal 5 6 7\n"
                    + "client-output-buffer-limit pubsub 0 0 0");
            assertEquals("normal 5 6 7 slave 1048576 2000 3 pubsub 0 0 0", config.get("client-output-buffer-limit"));
            assertEquals(
                    1048576, config.network.clientOutputBufferLimits.replica().hardBytes());
        }
    }

    @Nested
    class OtherDirectives {
        @Test
        void renamedCommandsAreRemembered() {
            List<RenamedCommand> renamed = load("rename-command flushdb badger\nrename-command KEYS ''")
                    .renamedCommands();
            assertEquals(2, renamed.size());
            assertEquals("badger", renamed.get(0).to().utf8());
            assertTrue(renamed.get(1).to().isEmpty());
        }

        @Test
        void usersAreRemembered() {
            ServerConfig config = load("user alice on nopass");
            assertEquals(3, config.users().get(0).size());
            assertEquals(List.of(), config.takeCaveats());
        }

        @Test
        void whoeverKnowsCommandsMayRefuseWithTheLine() {
            FileDirectives noSuchCommand = new FileDirectives() {
                @Override
                public @Nullable String renameCommand(ByteString from, ByteString to) {
                    return "No such command in rename-command";
                }
            };
            ConfigException failure = assertThrows(
                    ConfigException.class,
                    () -> new ConfigFile(ServerConfig.defaults(), noSuchCommand)
                            .load("\nrename-command a b".getBytes(StandardCharsets.UTF_8)));
            assertTrue(
                    failure.text().endsWith("at line 2\n>>> 'rename-command a b'\nNo such command in rename-command"));
        }
    }

    @Nested
    class Include {
        @Test
        void readsTheFileInPlaceFromTheDirectoryOfThatLine(@TempDir Path root) throws Exception {
            Files.writeString(root.resolve("more.conf"), "timeout 7\nhz 30");
            ServerConfig config = load("timeout 1\ndir " + root + "\ninclude more.conf\nhz 40");
            assertEquals(7, config.network.timeoutSeconds.value());
            assertEquals(40, config.keyspace.hz.value());
        }

        @Test
        void wildcardsTakeAllFilesInOrderAndMayFindNone(@TempDir Path root) throws Exception {
            Files.createDirectories(root.resolve("d"));
            Files.writeString(root.resolve("d/b.conf"), "timeout 2\n");
            Files.writeString(root.resolve("d/a.conf"), "timeout 1\nhz 33\n");
            Files.writeString(root.resolve("d/.hidden.conf"), "timeout 9\n");
            ServerConfig config = load("dir " + root + "\ninclude d/*.conf\ninclude none/*.conf");
            assertEquals(2, config.network.timeoutSeconds.value());
            assertEquals(33, config.keyspace.hz.value());
            assertEquals(
                    1,
                    load("include " + root + "/?/[!b].conf")
                            .network
                            .timeoutSeconds
                            .value());
        }

        @Test
        void missingFileEndsTheStart() {
            ConfigException failure = assertThrows(ConfigException.class, () -> load("include /no/such"));
            assertEquals("Fatal error, can't open config file '/no/such': No such file or directory", failure.text());
        }

        @Test
        void errorsNameTheLineOfTheIncludedFile(@TempDir Path root) throws Exception {
            Files.writeString(root.resolve("bad.conf"), "\n\nport x\n");
            ConfigException failure = assertThrows(ConfigException.class, () -> load("include " + root + "/bad.conf"));
            assertTrue(failure.text().contains("at line 3\n>>> 'port x'\n"), failure.text());
        }

        @Test
        void fileThatIncludesItselfIsRefused(@TempDir Path root) throws Exception {
            Path loop = root.resolve("loop.conf");
            Files.writeString(loop, "include " + loop);
            assertEquals(
                    "Too many nested include directives",
                    assertThrows(ConfigException.class, () -> load("include " + loop))
                            .reason());
        }
    }

    @Nested
    class Errors {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "port \"1 | Unbalanced quotes in configuration line",
                    "port \"1\"2 | Unbalanced quotes in configuration line",
                    "port | wrong number of arguments",
                    "port 1 2 | wrong number of arguments",
                    "foo bar | Bad directive or wrong number of arguments",
                    "rename-command a | Bad directive or wrong number of arguments",
                    "include | Bad directive or wrong number of arguments",
                    "user | Bad directive or wrong number of arguments",
                    "loadmodule x.so | Modules are not supported",
                    "m.param 1 | Module config given, but modules are not supported",
                    "sentinel monitor x | sentinel directive while not in sentinel mode",
                    "dir /no/such | No such file or directory",
                    "dir ''| No such file or directory",
                    "dir /etc/passwd | Not a directory",
                    "logfile /no/such/log | Can't open the log file: No such file or directory",
                })
        void areInRedisWords(String line, String reason) {
            assertEquals(reason, reason(line));
        }

        @Test
        void replicaInAClusterIsRefusedWithoutALine() {
            ConfigException failure =
                    assertThrows(ConfigException.class, () -> load("cluster-enabled yes\nreplicaof 127.0.0.1 1\n"));
            assertEquals(
                    "\n*** FATAL CONFIG FILE ERROR (Redis 7.2.6) ***\nreplicaof directive not allowed in cluster mode",
                    failure.text());
        }

        @Test
        void clusterHasOneDatabase() {
            ServerConfig config = load("cluster-enabled yes");
            assertEquals(1, config.process.databases.value());
            assertTrue(config.takeCaveats()
                    .contains("WARNING: Changing databases number from 16 to 1 since we are in cluster mode"));
        }
    }

    @Nested
    class Caveats {
        @Test
        void nameWhatIsSetAndNotBuilt() {
            ServerConfig config =
                    load("locale-collate C\nport 7\nactive-expire-effort 2\nproc-title-template x\nmaxmemory 0");
            assertEquals(
                    List.of(
                            "proc-title-template is accepted but has no effect: a JVM cannot change its title",
                            "locale-collate is accepted but not built yet: it will order what SORT ALPHA sorts"),
                    config.takeCaveats());
            assertEquals(List.of(), config.takeCaveats());
        }

        @Test
        void comeAgainWithEachConfigSet() {
            ServerConfig config = load("");
            config.set(List.of(Setting.of("locale-collate", "C"), Setting.of("timeout", "5")), true, false);
            assertEquals(1, config.takeCaveats().size());
            config.set(List.of(Setting.of("locale-collate", "")), true, false);
            assertEquals(new ArrayList<>(), config.takeCaveats());
        }
    }

    @Test
    void valuesCanBeGivenByName() {
        ServerConfig config =
                ServerConfig.defaults().with("port", "0").with("save", "").with("bind", "::1", "127.0.0.1");
        assertEquals(0, config.network.port.value());
        assertEquals("", config.get("save"));
        assertEquals("::1 127.0.0.1", config.get("bind"));
        assertThrows(ConfigException.class, () -> config.with("port", "many"));
    }
}
