package io.miniredis.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SteadyEventLoopsTest {
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger reports = new AtomicInteger();

    /** Waits for channels as NIO does, but finds no memory every other time. */
    private final class Forgetful implements IoHandler {
        private final IoHandler nio;
        private boolean fails;

        Forgetful(IoHandler nio) {
            this.nio = nio;
        }

        @Override
        public int run(IoHandlerContext context) {
            fails = !fails;
            if (fails) {
                failures.incrementAndGet();
                throw new OutOfMemoryError("a test's");
            }
            return nio.run(context);
        }

        @Override
        public void initialize() {
            nio.initialize();
        }

        @Override
        public void prepareToDestroy() {
            nio.prepareToDestroy();
        }

        @Override
        public void destroy() {
            nio.destroy();
        }

        @Override
        public IoRegistration register(IoHandle handle) throws Exception {
            return nio.register(handle);
        }

        @Override
        public void wakeup() {
            nio.wakeup();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return nio.isCompatible(handleType);
        }
    }

    private IoHandlerFactory forgetful() {
        IoHandlerFactory nio = NioIoHandler.newFactory();
        return new IoHandlerFactory() {
            @Override
            public IoHandler newHandler(ThreadAwareExecutor executor) {
                return new Forgetful(nio.newHandler(executor));
            }
        };
    }

    @Test
    void aLoopWithoutMemoryGoesOn() throws Exception {
        SteadyEventLoops loops = new SteadyEventLoops(1, "forgetful", forgetful(), reports::incrementAndGet);
        EventLoop loop = loops.next();
        Thread first = loop.submit(Thread::currentThread).get(10, TimeUnit.SECONDS);
        for (int i = 0; i < 10; i++) {
            loop.execute(() -> {
                throw new OutOfMemoryError("another of a test's");
            });
            assertEquals(first, loop.submit(Thread::currentThread).get(10, TimeUnit.SECONDS));
        }
        assertTrue(failures.get() > 0 && reports.get() > 0);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).get(10, TimeUnit.SECONDS);
        first.join(10_000);
        assertEquals(Thread.State.TERMINATED, first.getState());
    }
}
