package io.miniredis.server;

import java.lang.reflect.Proxy;

/**
 * SIGTERM and SIGINT of a server that is a process of its own: an orderly end with exit code 0, where the JVM would end
 * with 143; and SIGHUP, which is nothing to a server, where the JVM would end without a word.
 *
 * <p>The JDK has no public way to take a signal; {@code sun.misc.Signal} is part of the supported module
 * jdk.unsupported. It is reached by reflection because the compiler warns of it in a way that cannot be silenced.
 */
final class Signals {
    private Signals() {}

    /**
     * Runs {@code onTerm} at each SIGTERM, {@code onInt} at each SIGINT and {@code onAbort} at each SIGABRT, on a
     * thread of the JVM's own, and nothing at SIGHUP.
     *
     * @throws ReflectiveOperationException if this JVM offers no signals
     */
    static void install(Runnable onTerm, Runnable onInt, Runnable onAbort) throws ReflectiveOperationException {
        handle("TERM", onTerm);
        handle("INT", onInt);
        handle("ABRT", onAbort);
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        handle("HUP", handler, handler.getField("SIG_IGN").get(null));
    }

    private static void handle(String name, Runnable action) throws ReflectiveOperationException {
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object proxy =
                Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (self, method, args) -> {
                    if (method.getName().equals("handle")) {
                        action.run();
                    }
                    return null;
                });
        handle(name, handler, proxy);
    }

    private static void handle(String name, Class<?> type, Object handler) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        signal.getMethod("handle", signal, type)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
    }
}
