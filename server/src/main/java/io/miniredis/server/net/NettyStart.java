package io.miniredis.server.net;

import io.miniredis.server.log.ServerLog;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.logging.InternalLoggerFactory;

/**
 * How Netty is set up in a process of our own, before any of its classes is loaded. An embedded server leaves it to its
 * owner, whose Netty it is.
 *
 * <p>Each setting cuts work that Netty does and the server has no use for, most of them at its start: together those
 * are a third of the time to the first PONG. What is set on the java command line stays.
 */
public final class NettyStart {
    private NettyStart() {}

    /** Sets Netty up and starts to load it on a thread of its own, beside what the caller does meanwhile. */
    public static void begin(ServerLog log, long processId) {
        // Events of the allocator for the JDK's flight recorder, which is loaded as a whole for them.
        setDefault("io.netty.jfr.enabled", "false");
        // Parts of the channels' ids, which nobody sees; else it asks all network interfaces for their addresses.
        setDefault("io.netty.machineId", "00:00:00:00:00:00:00:01");
        setDefault("io.netty.processId", Long.toString(processId & 0x3FFFFF));
        // The server asks for pooled buffers; else the adaptive allocator would be loaded too, for the listening
        // socket.
        setDefault("io.netty.allocator.type", "pooled");
        // Every 128th buffer would be watched, with a stack trace and in a class of its own, for which each call of a
        // buffer's methods would have to look.
        setDefault("io.netty.leakDetection.level", "disabled");
        InternalLoggerFactory.setDefaultFactory(NettyLogger.writingTo(log));

        Thread loader = new Thread(NettyStart::load, "netty-loader");
        loader.setDaemon(true);
        loader.start();
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Loads what takes longest: the native library and the allocator. */
    private static void load() {
        Transport.best();
        PooledByteBufAllocator.DEFAULT.metric();
    }
}
