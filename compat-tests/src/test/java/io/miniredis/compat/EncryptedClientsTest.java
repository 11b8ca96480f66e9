package io.miniredis.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.miniredis.MiniRedis;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Jedis and Lettuce on {@code tls-port}, as a user of the server's access control. One certificate, made by the JDK's
 * keytool, vouches for itself and serves both sides.
 */
class EncryptedClientsTest {
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir
    private Path directory;

    private MiniRedis server;
    private int port;

    @BeforeEach
    void start() throws Exception {
        KeyStore keys = makeKeys();
        writePem("redis.crt", "CERTIFICATE", keys.getCertificate("redis").getEncoded());
        writePem("redis.key", "PRIVATE KEY", keys.getKey("redis", PASSWORD).getEncoded());
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server = MiniRedis.builder()
                .config("tls-port", String.valueOf(port))
                .config("tls-cert-file", path("redis.crt"))
                .config("tls-key-file", path("redis.key"))
                .config("tls-ca-cert-file", path("redis.crt"))
                .start();
        try (Jedis plain = new Jedis("127.0.0.1", server.port(), TIMEOUT_MILLIS)) {
            plain.aclSetUser("reader", "on", ">print", "~page:*", "+@read", "+@connection");
            plain.set("page:1", "text");
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private KeyStore makeKeys() throws IOException, InterruptedException, GeneralSecurityException {
        Path file = directory.resolve("redis.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "redis",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, keytool.waitFor(), said);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private void writePem(String file, String label, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                directory.resolve(file),
                "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
    }

    private String path(String file) {
        return directory.resolve(file).toString();
    }

    private DefaultJedisClientConfig jedisConfig(boolean withCertificate) {
        redis.clients.jedis.SslOptions.Builder ssl = redis.clients.jedis.SslOptions.builder()
                .truststore(directory.resolve("redis.p12").toFile(), PASSWORD)
                .trustStoreType("PKCS12");
        if (withCertificate) {
            ssl.keystore(directory.resolve("redis.p12").toFile(), PASSWORD).keyStoreType("PKCS12");
        }
        return DefaultJedisClientConfig.builder()
                .sslOptions(ssl.build())
                .socketTimeoutMillis(TIMEOUT_MILLIS)
                .connectionTimeoutMillis(TIMEOUT_MILLIS)
                .user("reader")
                .password("print")
                .build();
    }

    @Test
    void jedisReadsWhatItsUserMayRead() {
        try (Jedis jedis = new Jedis("localhost", port, jedisConfig(true))) {
            assertEquals("text", jedis.get("page:1"));
            assertEquals(
                    "NOPERM User reader has no permissions to run the 'set' command",
                    assertThrows(RuntimeException.class, () -> jedis.set("page:1", "other"))
                            .getMessage());
        }
    }

    @Test
    void jedisWithoutACertificateIsTurnedAway() {
        assertThrows(JedisConnectionException.class, () -> {
            try (Jedis jedis = new Jedis("localhost", port, jedisConfig(false))) {
                jedis.get("page:1");
            }
        });
    }

    private RedisClient lettuce(boolean withCertificate) {
        RedisURI uri = RedisURI.builder()
                .withHost("localhost")
                .withPort(port)
                .withSsl(true)
                .withAuthentication("reader", "print".toCharArray())
                .withTimeout(Duration.ofMillis(TIMEOUT_MILLIS))
                .build();
        SslOptions.Builder ssl = SslOptions.builder()
                .jdkSslProvider()
                .trustManager(directory.resolve("redis.crt").toFile());
        if (withCertificate) {
            ssl.keyManager(
                    directory.resolve("redis.crt").toFile(),
                    directory.resolve("redis.key").toFile(),
                    new char[0]);
        }
        RedisClient client = RedisClient.create(uri);
        client.setOptions(ClientOptions.builder().sslOptions(ssl.build()).build());
        return client;
    }

    @Test
    void lettuceReadsWhatItsUserMayRead() {
        RedisClient client = lettuce(true);
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            assertEquals("text", connection.sync().get("page:1"));
            assertEquals(
                    "NOPERM No permissions to access a key",
                    assertThrows(RuntimeException.class, () -> connection.sync().get("other"))
                            .getMessage());
        } finally {
            client.shutdown();
        }
    }

    @Test
    void lettuceWithoutACertificateIsTurnedAway() {
        RedisClient client = lettuce(false);
        try {
            assertThrows(RedisConnectionException.class, client::connect);
        } finally {
            client.shutdown();
        }
    }
}
