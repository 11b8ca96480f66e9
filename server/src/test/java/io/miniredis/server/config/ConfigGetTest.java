package io.miniredis.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ConfigGetTest {
    /** In 7.0 it is shown by patterns, later only by its name. */
    private static final Set<String> HIDDEN_SINCE = Set.of("aof-disable-auto-gc");

    private static final Set<String> ADDITIONAL = new TreeSet<>(Set.of(
            "cluster-announce-human-nodename",
            "hide-user-data-from-log",
            "locale-collate",
            "max-new-connections-per-cycle",
            "max-new-tls-connections-per-cycle",
            "metrics-port",
            "set-max-listpack-entries",
            "set-max-listpack-value"));

    private final ServerConfig config = ServerConfig.defaults();

    private List<String> names(String... patterns) {
        List<ByteString> asked = new ArrayList<>();
        for (String pattern : patterns) {
            asked.add(ByteString.of(pattern));
        }
        List<String> names = new ArrayList<>();
        for (Setting setting : config.get(asked)) {
            names.add(setting.name().utf8());
        }
        return names;
    }

    private static Map<String, String> recorded() throws Exception {
        Map<String, String> values = new TreeMap<>();
        try (var in = Objects.requireNonNull(ConfigGetTest.class.getResourceAsStream("config-get-7.0.15.tsv"))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                int tab = line.indexOf('\t');
                values.put(line.substring(0, tab), line.substring(tab + 1));
            }
        }
        return values;
    }

    @Test
    void defaultsAreThoseOfARealServer() throws Exception {
        Map<String, String> real = recorded();
        assertTrue(real.size() > 180, "the record of CONFIG GET * is complete");
        real.keySet().removeAll(HIDDEN_SINCE);
        Map<String, String> ours = new TreeMap<>();
        for (Setting setting : config.get(List.of(ByteString.of("*")))) {
            ours.put(setting.name().utf8(), setting.value().utf8());
        }
        assertEquals("6379", ours.remove("port"));
        ours.remove("dir");
        Set<String> additional = new TreeSet<>(ours.keySet());
        additional.removeAll(real.keySet());
        assertEquals(ADDITIONAL, additional);
        ours.keySet().removeAll(ADDITIONAL);
        assertEquals(real, ours);
    }

    @Test
    void nameIsRepeatedAsItWasAsked() {
        assertEquals(List.of("MaxMemory"), names("MaxMemory"));
    }

    @Test
    void nothingComesTwiceAndUnknownNamesAreLeftOut() {
        List<String> names = names("maxmemory", "MAXMEMORY", "maxmemory*", "no-such", "*of");
        assertEquals(new TreeSet<>(names).size(), names.size());
        assertTrue(names.containsAll(List.of("maxmemory", "maxmemory-samples", "replicaof", "slaveof")));
        assertFalse(names.contains("no-such"));
    }

    @Test
    void patternsMatchAnyCase() {
        assertEquals(List.of("lfu-log-factor", "lfu-decay-time"), names("LFU-*"));
    }

    @Test
    void hiddenOnesWantTheirName() {
        assertFalse(names("*").contains("key-load-delay"));
        assertEquals(List.of("key-load-delay"), names("key-load-delay"));
    }

    @Test
    void namesOfANewerRedisAreTakenButNotListed() {
        ServerConfig newer = ServerConfig.defaults().with("server-cpulist", "0-1");
        assertEquals("0-1", newer.get("server_cpulist"));
        assertEquals(List.of("server_cpulist"), names("server?cpulist"));
        assertEquals(List.of("server-cpulist"), names("server-cpulist"));
    }

    @Test
    void aliasShowsTheSameValue() {
        config.set(List.of(Setting.of("hash-max-ziplist-entries", "21")), true, false);
        assertEquals("21", config.get("hash-max-listpack-entries"));
        assertEquals("21", config.get("hash-max-ziplist-entries"));
    }

    @Test
    void parametersSayThemselvesWithoutTheirSecrets() {
        ServerConfig secret = ServerConfig.defaults().with("requirepass", "foobared");
        assertEquals("requirepass (hidden)", secret.security.requirePassword.toString());
        assertEquals("port 6379", secret.network.port.toString());
        assertEquals("ServerConfig[port 6379, no file]", secret.toString());
    }
}
