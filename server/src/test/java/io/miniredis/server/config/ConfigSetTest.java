package io.miniredis.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.miniredis.protocol.ErrorReply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigSetTest {
    private final ServerConfig config = ServerConfig.defaults();

    private static List<Setting> settings(String... namesAndValues) {
        List<Setting> settings = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.add(Setting.of(namesAndValues[i], namesAndValues[i + 1]));
        }
        return settings;
    }

    private void set(String... namesAndValues) {
        config.set(settings(namesAndValues), true, false);
    }

    private String refused(String... namesAndValues) {
        return assertThrows(ErrorReply.class, () -> set(namesAndValues)).line();
    }

    @Nested
    class Values {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "maxmemory | 1gb | 1073741824",
                    "maxmemory | `` | 0",
                    "maxmemory | 20000000000000000000000 | 18446744073709551615",
                    "maxmemory-clients | 5% | 5%",
                    "maxmemory-clients | 1mb | 1048576",
                    "hz | 1000 | 500",
                    "hz | 0 | 1",
                    "appendonly | YES | yes",
                    "oom-score-adj | relative | yes",
                    "oom-score-adj-values | 1 +2 -3 | 1 2 -3",
                    "maxmemory-policy | AllKeys-LFU | allkeys-lfu",
                    "notify-keyspace-events | KEA | AKE",
                    "notify-keyspace-events | KEg$lshzxetdm | AKEm",
                    "notify-keyspace-events | KEAmn | AKEm",
                    "notify-keyspace-events | nxg | gxn",
                    "latency-tracking-info-percentiles | 50 12.3456789 | 50 12.345679",
                    "latency-tracking-info-percentiles | 1e2 +5 | 100 5",
                    "latency-tracking-info-percentiles | `` | ``",
                    "save | 10 1 5 5 | 10 1 5 5",
                    "save | `` | ``",
                    "save | 99999999999 99999999999 | 99999999999 1215752191",
                    "shutdown-on-sigint | save default | save",
                    "shutdown-on-sigterm | force nosave NOW | nosave now force",
                    "client-output-buffer-limit | normal 1 2 3 normal 4mb 5 6"
                            + " | normal 4194304 5 6 slave 268435456 67108864 60 pubsub 33554432 8388608 60",
                    "proc-title-template | {title} {port} {{x | {title} {port} {{x",
                })
        void areShownAsRedisShowsThem(String name, String given, String shown) {
            set(name, given);
            assertEquals(shown, config.get(name));
        }
    }

    @Nested
    class Refusals {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "appendonly | x | argument must be 'yes' or 'no'",
                    "port | abc | argument couldn't be parsed into an integer",
                    "port | 007 | argument couldn't be parsed into an integer",
                    "tcp-keepalive | 1 2 | argument couldn't be parsed into an integer",
                    "port | 65536 | argument must be between 0 and 65535 inclusive",
                    "maxclients | 0 | argument must be between 1 and 4294967295 inclusive",
                    "slowlog-max-len | -1 | argument must be between 0 and 9223372036854775807 inclusive",
                    "list-max-listpack-size | 99999999999"
                            + " | argument must be between -2147483648 and 2147483647 inclusive",
                    "proto-max-bulk-len | 1 | argument must be between 1048576 and 9223372036854775807 inclusive",
                    "maxmemory | 1x | argument must be a memory value",
                    "maxmemory-clients | abc | argument must be a memory or percent value",
                    "maxmemory-clients | 101% | percentage argument must be less or equal to 100",
                    "loglevel | x | argument(s) must be one of the following: debug, verbose, notice, warning, nothing",
                    "shutdown-on-sigint | ``"
                            + " | argument(s) must be one of the following: default, save, nosave, now, force",
                    "shutdown-on-sigint | save nosave"
                            + " | shutdown options SAVE and NOSAVE can't be used simultaneously",
                    "save | 1 | Invalid save parameters",
                    "save | 0 1 | Invalid save parameters",
                    "save | 1  1 | Invalid save parameters",
                    "client-output-buffer-limit | normal 1 2"
                            + " | Wrong number of arguments in buffer limit configuration.",
                    "client-output-buffer-limit | master 1 2 3"
                            + " | Invalid client class specified in buffer limit configuration.",
                    "client-output-buffer-limit | normal -1 2 3"
                            + " | Error in hard, soft or soft_seconds setting in buffer limit configuration.",
                    "oom-score-adj-values | 1 2 | wrong number of arguments",
                    "oom-score-adj-values | 1 2 3000"
                            + " | Invalid oom-score-adj-values, elements must be between -2000 and 2000.",
                    "notify-keyspace-events | KEAZ | Invalid event class character. Use 'Ag$lshzxeKEtmdn'.",
                    "latency-tracking-info-percentiles | 50 x"
                            + " | Invalid latency-tracking-info-percentiles parameters",
                    "latency-tracking-info-percentiles | 101"
                            + " | latency-tracking-info-percentiles parameters should sit between [0.0,100.0]",
                    "bind | 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 | Too many bind addresses specified.",
                    "proc-title-template | {x} | template format is invalid or contains unknown variables",
                    "proc-title-template | `` | template format is invalid or contains unknown variables",
                    "proc-title-template | {title} | template format is invalid or contains unknown variables",
                    "proc-title-template | {port | template format is invalid or contains unknown variables",
                    "cluster-announce-hostname | a_b"
                            + " | Hostnames may only contain alphanumeric characters, hyphens or dots",
                    "cluster-announce-human-nodename | a;b | Announced human node name contained invalid character",
                    "activedefrag | yes | Active defragmentation cannot be enabled: it requires a Redis server compiled"
                            + " with a modified Jemalloc like the one shipped by default with the Redis source"
                            + " distribution",
                })
        void areInRedisWordsAndChangeNothing(String name, String value, String reason) {
            String before = config.get(name);
            assertEquals(
                    "ERR CONFIG SET failed (possibly related to argument '" + name + "') - " + reason,
                    refused(name, value));
            assertEquals(before, config.get(name));
        }

        @Test
        void unknownNames() {
            assertEquals(
                    "ERR Unknown option or number of arguments for CONFIG SET - 'Nix'", refused("hz", "5", "Nix", "1"));
            assertEquals("10", config.get("hz"));
        }

        @Test
        void immutableOnesByTheNameGiven() {
            assertEquals(
                    "ERR CONFIG SET failed (possibly related to argument 'DAEMONIZE') - can't set immutable config",
                    refused("DAEMONIZE", "yes", "nix", "3"));
        }

        @Test
        void duplicates() {
            assertEquals(
                    "ERR CONFIG SET failed (possibly related to argument 'PORT') - duplicate parameter",
                    refused("port", "1", "PORT", "2"));
        }

        @Test
        void guardedOnesUnlessAllowed() {
            assertEquals(
                    "ERR CONFIG SET failed (possibly related to argument 'dbfilename') - can't set protected config",
                    refused("dbfilename", "x"));
            ServerConfig local = ServerConfig.defaults().with("enable-protected-configs", "local");
            local.set(settings("dbfilename", "x"), true, false);
            assertEquals("x", local.get("dbfilename"));
            assertThrows(ErrorReply.class, () -> local.set(settings("dbfilename", "y"), false, false));
            assertEquals("x", local.get("dbfilename"));
        }

        @Test
        void pathsWhereANameIsWanted() {
            ServerConfig open = ServerConfig.defaults().with("enable-protected-configs", "yes");
            ErrorReply refusal =
                    assertThrows(ErrorReply.class, () -> open.set(settings("dbfilename", "a/b"), false, false));
            assertEquals(
                    "ERR CONFIG SET failed (possibly related to argument 'dbfilename')"
                            + " - dbfilename can't be a path, just a filename",
                    refusal.line());
        }

        @Test
        void someWhileLoading() {
            ErrorReply refusal =
                    assertThrows(ErrorReply.class, () -> config.set(settings("appendonly", "yes"), true, true));
            assertEquals("LOADING", refusal.code());
            config.set(settings("loglevel", "debug"), true, true);
        }
    }

    @Nested
    class Rollback {
        @Test
        void wrongValuePutsEarlierOnesBack() {
            set("maxmemory", "10000002", "save", "5 5");
            assertEquals(
                    "ERR CONFIG SET failed (possibly related to argument 'maxmemory-clients')"
                            + " - percentage argument must be less or equal to 100",
                    refused("maxmemory", "1", "save", "", "maxmemory-clients", "200%", "hz", "x"));
            assertEquals("10000002", config.get("maxmemory"));
            assertEquals("5 5", config.get("save"));
        }

        @Test
        void refusingHookPutsAllBackAndRunsTheHooksAgain() {
            List<String> applied = new ArrayList<>();
            config.memory.maxMemory.onChange(() -> {
                applied.add("maxmemory " + config.get("maxmemory"));
                return null;
            });
            config.network.port.onChange(() -> {
                applied.add("port " + config.get("port"));
                return config.network.port.value() == 1 ? "Unable to listen on this port. Check server logs." : null;
            });
            assertEquals(
                    "ERR CONFIG SET failed (possibly related to argument 'port')"
                            + " - Unable to listen on this port. Check server logs.",
                    refused("maxmemory", "7", "port", "1", "client-query-buffer-limit", "10m"));
            assertEquals(List.of("maxmemory 7", "port 1", "maxmemory 0", "port 6379"), applied);
            assertEquals("1073741824", config.get("client-query-buffer-limit"));
        }

        @Test
        void everyTextComesBackByteForByte() {
            ServerConfig full = ServerConfig.defaults()
                    .with("bind", "::1", "127.0.0.1")
                    .with("latency-tracking-info-percentiles", "1.5")
                    .with("maxmemory-clients", "7%")
                    .with("notify-keyspace-events", "KEA")
                    .with("shutdown-on-sigint", "nosave now");
            List<Setting> all = full.get(ConfigRewriteTest.patterns("*"));
            for (Setting setting : all) {
                Parameter parameter = full.parameter(setting.name());
                if (parameter != null && !parameter.isImmutable() && !parameter.isGuarded()) {
                    full.set(List.of(setting), true, false);
                }
            }
            assertEquals(all, full.get(ConfigRewriteTest.patterns("*")));
        }
    }

    @Nested
    class Hooks {
        private final List<String> applied = new ArrayList<>();

        @Test
        void runOnceAfterAllValuesAreInPlace() {
            ApplyHook shared = () -> {
                applied.add(config.get("min-replicas-to-write") + config.get("min-replicas-max-lag"));
                return null;
            };
            config.replication.minReplicasToWrite.onChange(shared);
            config.replication.minReplicasMaxLagSeconds.onChange(shared);
            set("min-replicas-to-write", "3", "min-replicas-max-lag", "4");
            assertEquals(List.of("34"), applied);
        }

        @Test
        void restWhenNothingChanged() {
            config.keyspace.hz.onChange(() -> {
                applied.add("hz");
                return null;
            });
            set("hz", "10");
            assertEquals(List.of(), applied);
            set("hz", "11");
            assertEquals(List.of("hz"), applied);
        }

        @Test
        void runForFilesEvenIfTheNameIsTheSame() {
            config.tls.keyFile.onChange(() -> {
                applied.add("key");
                return null;
            });
            set("tls-key-file", "");
            assertEquals(List.of("key"), applied);
        }
    }
}
