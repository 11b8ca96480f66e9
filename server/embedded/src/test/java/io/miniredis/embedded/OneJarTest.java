package io.miniredis.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/**
 * The jar alone, as somebody has it who depends on nothing else: it is a server, and nothing in it is in anybody's way.
 */
class OneJarTest {
    private static final Path JAR = Path.of(System.getProperty("jar"));

    private static List<String> classes() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            return jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> name.replaceFirst("^META-INF/versions/\\d+/", ""))
                    .toList();
        }
    }

    @Test
    void allClassesAreInOurPackages() throws IOException {
        List<String> classes = classes();
        assertFalse(classes.isEmpty());
        assertEquals(
                List.of(),
                classes.stream()
                        .filter(name -> !name.startsWith("io/miniredis/"))
                        .toList());
    }

    @Test
    void saysUnderWhichLicenseItIsAndWhatIsInIt() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertNotNull(jar.getEntry("META-INF/LICENSE"));
            assertNotNull(jar.getEntry("META-INF/NOTICE"));
        }
    }

    @Test
    void itServesWithoutAnyOtherJar() throws Exception {
        URL[] path = {JAR.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
            Class<?> type = Class.forName("io.miniredis.MiniRedis", true, loader);
            try (AutoCloseable redis = (AutoCloseable) type.getMethod("start").invoke(null)) {
                Method port = type.getMethod("port");
                assertEquals("+PONG", ping((int) port.invoke(redis)));
            }
        }
    }

    @Test
    void theNativeTransportIsFoundUnderItsName() throws Exception {
        boolean hasOne = System.getProperty("os.name").equals("Linux")
                && List.of("amd64", "aarch64").contains(System.getProperty("os.arch"));
        URL[] path = {JAR.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
            Class<?> epoll = Class.forName("io.miniredis.inside.io.netty.channel.epoll.Epoll", true, loader);
            assertEquals(hasOne, epoll.getMethod("isAvailable").invoke(null));
        }
    }

    private static String ping(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return String.valueOf(reader.readLine()).toUpperCase(Locale.ROOT);
        }
    }
}
