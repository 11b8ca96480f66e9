package io.miniredis.lua;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The threads that lend their stacks to the coroutines of one interpreter. All of them end with the host's call. */
final class CoroutineThreads {
    /** Only address space until it is used, bytes. */
    private static final long STACK_BYTES = 64L << 20;

    private final ArrayDeque<Worker> idle = new ArrayDeque<>();
    private final List<LuaCoroutine> alive = new ArrayList<>();

    /** Begins a coroutine on a thread. */
    void run(LuaCoroutine coroutine) {
        alive.removeIf(LuaCoroutine::isDead);
        if (alive.size() >= LuaCoroutine.MAX_ALIVE) {
            throw LuaError.text("too many coroutines");
        }
        alive.add(coroutine);
        Worker worker = idle.poll();
        if (worker == null) {
            worker = new Worker();
            worker.work = coroutine;
            worker.start();
        } else {
            worker.work = coroutine;
            worker.wake.give();
        }
    }

    /** Ends all coroutines and threads. */
    void close() {
        for (LuaCoroutine coroutine : alive) {
            if (!coroutine.isDead()) {
                coroutine.kill();
            }
        }
        alive.clear();
        for (Worker worker : idle) {
            worker.wake.give();
        }
        for (Worker worker : idle) {
            worker.awaitEnd();
        }
        idle.clear();
    }

    /** One thread: it runs a coroutine to its end, then waits for the next one. */
    private final class Worker extends Thread {
        private final Turn wake = new Turn();
        private @Nullable LuaCoroutine work;

        Worker() {
            super(null, null, "lua-coroutine", STACK_BYTES);
            setDaemon(true);
        }

        void awaitEnd() {
            boolean interrupted = false;
            while (isAlive()) {
                try {
                    join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void run() {
            LuaCoroutine coroutine = work;
            while (coroutine != null) {
                work = null;
                coroutine.live();
                idle.add(this);
                coroutine.ended();
                wake.take();
                coroutine = work;
            }
        }
    }
}
