package io.miniredis.server.net;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Netty's event loops, but for one thing: they outlive an OutOfMemoryError.
 *
 * <p>Netty catches it around tasks and channels, and then needs memory to say so; when that fails too, the error ends
 * the thread and with it everything the thread serves. Here the loop goes on with its next round: what the round had
 * left to do is lost, and the channels, the tasks and the data are still there.
 */
public final class SteadyEventLoops extends MultiThreadIoEventLoopGroup {
    private static final long LONGEST_JOIN_MILLIS = 1_000;

    private final RecordingThreadFactory threads;
    /** Null while the superclass makes the loops, which have not met anything yet. */
    private final @Nullable Runnable onExhaustion;

    /** @param onExhaustion run by the thread that was out of memory */
    public SteadyEventLoops(int threads, String name, IoHandlerFactory handlers, Runnable onExhaustion) {
        this(threads, new RecordingThreadFactory(name), handlers, onExhaustion);
    }

    private SteadyEventLoops(
            int count, RecordingThreadFactory threads, IoHandlerFactory handlers, Runnable onExhaustion) {
        super(count, threads, handlers);
        this.threads = threads;
        this.onExhaustion = onExhaustion;
    }

    /** Ends the loops and waits until their threads are gone, which is a moment after Netty says so. */
    public void end() {
        shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        for (Thread thread : threads.made) {
            try {
                thread.join(LONGEST_JOIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Remembers the threads, to be waited for. */
    private static final class RecordingThreadFactory extends DefaultThreadFactory {
        private final List<Thread> made = new CopyOnWriteArrayList<>();

        RecordingThreadFactory(String name) {
            super(name, true);
        }

        @Override
        public Thread newThread(Runnable task) {
            Thread thread = super.newThread(task);
            made.add(thread);
            return thread;
        }
    }

    private void exhausted() {
        if (onExhaustion != null) {
            onExhaustion.run();
        }
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... unused) {
        return new SteadyLoop(this, executor, new ReentrantIoHandler.Factory(handlers));
    }

    /** One of them. */
    public static final class SteadyLoop extends SingleThreadIoEventLoop {
        /** How long tasks are run at most before the one that let them run goes on. */
        private static final long TASKS_WITHIN_NANOS = 1_000_000;

        private static final int FEW_CHANNELS = 2;

        private final SteadyEventLoops loops;
        private final ReentrantIoHandler handler;

        SteadyLoop(SteadyEventLoops loops, Executor executor, ReentrantIoHandler.Factory handlers) {
            super(loops, executor, handlers);
            this.loops = loops;
            this.handler = handlers.made();
        }

        /**
         * Serves channels and runs tasks, called by a channel's or a task's own code that will take long. Does not
         * wait. Returns true if a channel was served.
         */
        public boolean serveWithin() {
            boolean served = handler.runWithin();
            super.runAllTasks(TASKS_WITHIN_NANOS);
            return served;
        }

        /**
         * Lets the loop's own thread do something right before it waits for channels the next time; false if it has to
         * be done at once. A look for other channels goes before it, which is worth its time while few are served.
         */
        public boolean doesBeforeWaiting(Runnable action) {
            if (handler.lastReady() > FEW_CHANNELS || !inEventLoop()) {
                return false;
            }
            handler.beforeWaiting(action);
            return true;
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
