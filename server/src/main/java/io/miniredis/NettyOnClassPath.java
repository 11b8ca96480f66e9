package io.miniredis;

/**
 * The server is built on Netty 4.2. Builds that manage Netty's version for another library, as Spring Boot 3 does, may
 * put 4.1 in its place, and the first thing missing would be a class that nobody has heard of.
 */
final class NettyOnClassPath {
    private NettyOnClassPath() {}

    /** @throws IllegalStateException if it is too old */
    static void check() {
        // New in 4.2, of two artifacts that may be of two versions, and needed in any case.
        need("io.netty.channel.IoHandlerFactory");
        need("io.netty.util.concurrent.ThreadAwareExecutor");
    }

    private static void need(String type) {
        try {
            Class.forName(type, false, NettyOnClassPath.class.getClassLoader());
        } catch (ClassNotFoundException tooOld) {
            throw new IllegalStateException(
                    "mini-redis needs Netty 4.2 or newer, and (a part of) an older one is on the class path: Maven's"
                            + " dependency:tree shows whose; Spring Boot takes the version from the property netty.version",
                    tooOld);
        }
    }
}
