package io.miniredis.server;

/**
 * SIGTERM and SIGINT of a server that is a process of its own: an orderly end with exit code 0, where the JVM would end
 * with 143.
 *
 * <p>The JDK has no public way to take a signal; {@code sun.misc.Signal} is what every server in Java uses, and part of
 * the supported module jdk.unsupported.
 */
final class Signals {
    private Signals() {}

    /** Runs {@code onTerm} at each SIGTERM and {@code onInt} at each SIGINT, on a thread of the JVM's own. */
    @SuppressWarnings("sunapi")
    static void install(Runnable onTerm, Runnable onInt) {
        sun.misc.Signal.handle(new sun.misc.Signal("TERM"), signal -> onTerm.run());
        sun.misc.Signal.handle(new sun.misc.Signal("INT"), signal -> onInt.run());
    }
}
