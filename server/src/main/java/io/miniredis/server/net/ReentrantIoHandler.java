package io.miniredis.server.net;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.nio.channels.SelectableChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event loop's input and output that can be looked at again from within: while a script runs, which was called by
 * what one channel read, the others are served ({@link #runWithin}).
 *
 * <p>Netty goes through an array of ready channels and calls each; it must not be asked for ready channels anew
 * meanwhile, for it would overwrite that array. So here Netty's calls only put channels into a queue, and when Netty is
 * done, the queue is worked off. What is called from there may let Netty look again, which adds to the queue, and work
 * it off further. A channel that is in the middle of its own call is passed over until that call returns: what it reads
 * next comes after what it has read.
 */
final class ReentrantIoHandler implements IoHandler {
    private static final IoHandlerContext NOW = new IoHandlerContext() {
        @Override
        public boolean canBlock() {
            return false;
        }

        @Override
        public long delayNanos(long currentTimeNanos) {
            return 0;
        }

        @Override
        public long deadlineNanos() {
            return -1;
        }
    };

    private final IoHandler netty;
    private final Deque<Handle> ready = new ArrayDeque<>();
    private final Deque<Runnable> beforeWaiting = new ArrayDeque<>(2);
    private int lastReady;

    private ReentrantIoHandler(IoHandler netty) {
        this.netty = netty;
    }

    /** Makes one handler, for one loop. */
    static final class Factory implements IoHandlerFactory {
        private final IoHandlerFactory netty;
        private @Nullable ReentrantIoHandler made;

        Factory(IoHandlerFactory netty) {
            this.netty = netty;
        }

        @Override
        public IoHandler newHandler(ThreadAwareExecutor executor) {
            ReentrantIoHandler handler = new ReentrantIoHandler(netty.newHandler(executor));
            made = handler;
            return handler;
        }

        @Override
        public boolean isChangingThreadSupported() {
            return false;
        }

        ReentrantIoHandler made() {
            if (made == null) {
                throw new IllegalStateException("no loop has asked for its handler");
            }
            return made;
        }
    }

    /** To be done right before the loop looks again at what is ready, or waits for it (beforeSleep). */
    void beforeWaiting(Runnable action) {
        beforeWaiting.addLast(action);
    }

    /** How many channels were ready when the loop looked the last time. */
    int lastReady() {
        return lastReady;
    }

    private void prepareToWait() {
        for (Runnable next = beforeWaiting.pollFirst(); next != null; next = beforeWaiting.pollFirst()) {
            next.run();
        }
    }

    /**
     * Waits for channels and serves them. A channel that was ready the last time stays in epoll's list until somebody
     * looks again, and would come before those that are ready earlier than it the next time. So before anything is
     * sent, which makes the peers go on, there is such a look.
     */
    @Override
    public int run(IoHandlerContext context) {
        int handled = 0;
        if (!beforeWaiting.isEmpty()) {
            handled = netty.run(NOW);
            prepareToWait();
        }
        if (ready.isEmpty()) {
            handled = netty.run(context);
        }
        lastReady = ready.size();
        callReady();
        return handled;
    }

    /**
     * Serves what is ready now, called by something that {@link #run} has called. Returns true if there was something.
     */
    boolean runWithin() {
        prepareToWait();
        netty.run(NOW);
        return callReady();
    }

    private boolean callReady() {
        boolean any = false;
        List<Handle> busy = List.of();
        try {
            for (Handle next = ready.pollFirst(); next != null; next = ready.pollFirst()) {
                if (next.inCall) {
                    busy = busy.isEmpty() ? new ArrayList<>() : busy;
                    busy.add(next);
                } else {
                    next.call();
                    any = true;
                }
            }
        } finally {
            // Also if memory ran out: epoll will not name them again.
            ready.addAll(busy);
        }
        return any;
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return netty.register(
                handle instanceof EpollIoHandle epoll
                        ? new OverEpoll(epoll)
                        : handle instanceof NioIoHandle nio ? new OverNio(nio) : handle);
    }

    @Override
    public void initialize() {
        netty.initialize();
    }

    @Override
    public void prepareToDestroy() {
        prepareToWait();
        netty.prepareToDestroy();
    }

    @Override
    public void destroy() {
        netty.destroy();
    }

    @Override
    public void wakeup() {
        netty.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return netty.isCompatible(handleType);
    }

    /** Stands before a channel: notes that it is ready, and for what. */
    @SuppressWarnings("try") // what a channel throws when it is closed is its own affair
    private abstract class Handle implements IoHandle {
        private final IoHandle channel;
        private boolean inCall;
        private @Nullable IoRegistration registration;
        private @Nullable IoEvent event;

        Handle(IoHandle channel) {
            this.channel = channel;
        }

        @Override
        public void handle(IoRegistration from, IoEvent now) {
            registration = from;
            IoEvent before = event;
            if (before == null) {
                event = now;
                ready.addLast(this);
            } else {
                event = both(before, now);
            }
        }

        abstract IoEvent both(IoEvent before, IoEvent now);

        void call() {
            IoEvent current = event;
            IoRegistration from = registration;
            event = null;
            if (current == null || from == null || !from.isValid()) {
                return;
            }
            inCall = true;
            try {
                channel.handle(from, current);
            } finally {
                inCall = false;
            }
        }

        @Override
        public void registered() {
            channel.registered();
        }

        @Override
        public void unregistered() {
            channel.unregistered();
        }

        @Override
        public void close() throws Exception {
            channel.close();
        }
    }

    @SuppressWarnings("try")
    private final class OverEpoll extends Handle implements EpollIoHandle {
        private final EpollIoHandle channel;

        OverEpoll(EpollIoHandle channel) {
            super(channel);
            this.channel = channel;
        }

        @Override
        public FileDescriptor fd() {
            return channel.fd();
        }

        @Override
        IoEvent both(IoEvent before, IoEvent now) {
            return new EpollEvent(((EpollIoEvent) before).ops().with(((EpollIoEvent) now).ops()));
        }
    }

    private record EpollEvent(EpollIoOps ops) implements EpollIoEvent {}

    @SuppressWarnings("try")
    private final class OverNio extends Handle implements NioIoHandle {
        private final NioIoHandle channel;

        OverNio(NioIoHandle channel) {
            super(channel);
            this.channel = channel;
        }

        @Override
        public SelectableChannel selectableChannel() {
            return channel.selectableChannel();
        }

        @Override
        IoEvent both(IoEvent before, IoEvent now) {
            return new NioEvent(((NioIoEvent) before).ops().with(((NioIoEvent) now).ops()));
        }
    }

    private record NioEvent(NioIoOps ops) implements NioIoEvent {}

    @Override
    public String toString() {
        return "ReentrantIoHandler[" + ready.size() + " ready]";
    }
}
