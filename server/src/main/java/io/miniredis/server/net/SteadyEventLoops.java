package io.miniredis.server.net;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Netty's event loops, but for one thing: they outlive an OutOfMemoryError.
 *
 * <p>Netty catches it around tasks and channels, and then needs memory to say so; when that fails too, the error ends the
 * thread and with it everything the thread serves. Here the loop goes on with its next round: what the round had left to
 * do is lost, and the channels, the tasks and the data are still there.
 */
public final class SteadyEventLoops extends MultiThreadIoEventLoopGroup {
    /** Null while the superclass makes the loops, which have not met anything yet. */
    private final @Nullable Runnable onExhaustion;

    /** @param onExhaustion run by the thread that was out of memory */
    public SteadyEventLoops(int threads, String name, IoHandlerFactory handlers, Runnable onExhaustion) {
        super(threads, new DefaultThreadFactory(name, true), handlers);
        this.onExhaustion = onExhaustion;
    }

    private void exhausted() {
        if (onExhaustion != null) {
            onExhaustion.run();
        }
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... unused) {
        return new SteadyLoop(this, executor, handlers);
    }

    /** One of them. */
    static final class SteadyLoop extends SingleThreadIoEventLoop {
        private final SteadyEventLoops loops;

        SteadyLoop(SteadyEventLoops loops, Executor executor, IoHandlerFactory handlers) {
            super(loops, executor, handlers);
            this.loops = loops;
        }

        @Override
        protected int runIo() {
            try {
                return super.runIo();
            } catch (OutOfMemoryError nextRound) {
                loops.exhausted();
                return 0;
            }
        }

        @Override
        protected boolean runAllTasks(long timeoutNanos) {
            try {
                return super.runAllTasks(timeoutNanos);
            } catch (OutOfMemoryError nextRound) {
                loops.exhausted();
                return true;
            }
        }
    }
}
