package io.miniredis.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.nio.channels.SelectableChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReentrantIoHandlerTest {
    private final List<String> story = new ArrayList<>();
    private final Network network = new Network();
    private final ReentrantIoHandler handler = handler();

    private ReentrantIoHandler handler() {
        ReentrantIoHandler.Factory factory = new ReentrantIoHandler.Factory(new IoHandlerFactory() {
            @Override
            public IoHandler newHandler(ThreadAwareExecutor executor) {
                return network;
            }
        });
        factory.newHandler(EXECUTOR);
        return factory.made();
    }

    @Test
    void whatAChannelWritesIsSentBeforeTheLoopWaitsButAfterALookForOthers() throws Exception {
        IoHandle one = register("one", true);
        IoHandle other = register("other", false);
        network.rounds.add(List.of(one));
        network.rounds.add(List.of(other));
        network.rounds.add(List.of());

        handler.run(WAITING);
        handler.run(WAITING);
        handler.run(WAITING);

        assertEquals(
                List.of("waits", "one is served", "looks", "one's reply is sent", "other is served", "waits"), story);
    }

    @Test
    void theLoopWaitsWhenEverythingIsSentAndNobodyElseIsReady() throws Exception {
        network.rounds.add(List.of(register("one", true)));
        network.rounds.add(List.of());
        network.rounds.add(List.of());

        handler.run(WAITING);
        handler.run(WAITING);

        assertEquals(List.of("waits", "one is served", "looks", "one's reply is sent", "waits"), story);
    }

    @Test
    void aLookFromWithinSendsWhatWaits() throws Exception {
        network.rounds.add(List.of(register("one", true)));
        network.rounds.add(List.of());
        handler.run(WAITING);

        handler.runWithin();

        assertEquals(List.of("waits", "one is served", "one's reply is sent", "looks"), story);
    }

    private IoHandle register(String name, boolean replies) throws Exception {
        handler.register(new NamedChannel(name, replies));
        return network.registered.getLast();
    }

    /** A channel that may have something to say when it is served. */
    private final class NamedChannel implements NioIoHandle {
        private final String name;
        private final boolean replies;

        NamedChannel(String name, boolean replies) {
            this.name = name;
            this.replies = replies;
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            story.add(name + " is served");
            if (replies) {
                handler.beforeWaiting(() -> story.add(name + "'s reply is sent"));
            }
        }

        @Override
        public SelectableChannel selectableChannel() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void registered() {}

        @Override
        public void unregistered() {}

        @Override
        public void close() {}
    }

    /** Finds, at each look, those channels ready that the test says. */
    private final class Network implements IoHandler {
        private final Deque<List<IoHandle>> rounds = new ArrayDeque<>();
        private final Deque<IoHandle> registered = new ArrayDeque<>();

        @Override
        public int run(IoHandlerContext context) {
            story.add(context.canBlock() ? "waits" : "looks");
            List<IoHandle> ready = rounds.removeFirst();
            for (IoHandle channel : ready) {
                channel.handle(new Registered(), new ReadyToRead());
            }
            return ready.size();
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            registered.addLast(handle);
            return new Registered();
        }

        @Override
        public void initialize() {}

        @Override
        public void prepareToDestroy() {}

        @Override
        public void destroy() {}

        @Override
        public void wakeup() {}

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return true;
        }
    }

    private record ReadyToRead() implements NioIoEvent {
        @Override
        public NioIoOps ops() {
            return NioIoOps.READ;
        }
    }

    private static final class Registered implements IoRegistration {
        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // the interface wants it so
        public <T> T attachment() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long submit(IoOps ops) {
            return 0;
        }

        @Override
        public boolean isValid() {
            return true;
        }

        @Override
        public boolean cancel() {
            return true;
        }
    }

    private static final IoHandlerContext WAITING = new IoHandlerContext() {
        @Override
        public boolean canBlock() {
            return true;
        }

        @Override
        public long delayNanos(long currentTimeNanos) {
            return -1;
        }

        @Override
        public long deadlineNanos() {
            return -1;
        }
    };

    private static final ThreadAwareExecutor EXECUTOR = new ThreadAwareExecutor() {
        @Override
        public boolean isExecutorThread(Thread thread) {
            return true;
        }

        @Override
        public void execute(Runnable command) {
            command.run();
        }
    };
}
