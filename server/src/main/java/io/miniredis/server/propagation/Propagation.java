package io.miniredis.server.propagation;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.Request;
import io.miniredis.protocol.RequestEncoder;
import java.util.ArrayList;
import java.util.List;

/**
 * The changes of the running top-level call, sent when it ends. More than one change is wrapped into MULTI and EXEC, so
 * that a replica and a restarted server see all of them or none (propagatePendingCommands).
 *
 * <p>Confined to the main thread. Without a sink nothing is collected.
 */
public final class Propagation {
    private static final byte[] MULTI = RequestEncoder.encode(ByteString.of("MULTI"));
    private static final byte[] EXEC = RequestEncoder.encode(ByteString.of("EXEC"));

    private final List<PropagationSink> sinks = new ArrayList<>();
    private final PendingChanges pending = new PendingChanges();
    private long changes;
    private boolean stopped;

    /** Who hears of what the running command says; a script may leave some out. */
    private Targets listeners = Targets.ALL;

    public void addSink(PropagationSink sink) {
        sinks.add(sink);
    }

    public void removeSink(PropagationSink sink) {
        sinks.remove(sink);
    }

    /** False if nobody listens: the caller may save the work of describing its change. */
    public boolean isActive() {
        return !sinks.isEmpty() && !stopped;
    }

    /** While propagation is stopped changes are nobody's business: data are loaded. */
    public void stop(boolean yes) {
        stopped = yes;
    }

    /** Rises with each change of data that is sent: how far the stream of changes has come. */
    public long offset() {
        return changes;
    }

    /** Who hears of what is added by commands from now on. */
    public void listeners(Targets some) {
        listeners = some;
    }

    /** Adds a change to those of the running call. */
    public void add(int database, Request change) {
        add(database, change, listeners);
    }

    /**
     * Adds the last change of an outermost call that has ended. If it is the only one, and somebody alone listens, it
     * is sent at once: it is encoded where it is to be kept.
     */
    public void addLast(int database, Request change) {
        if (pending.count() == 0 && sinks.size() == 1 && listeners == Targets.ALL && !stopped) {
            changes++;
            sinks.get(0).append(database, change);
        } else {
            add(database, change);
        }
    }

    /** Adds what replicas must hear of although no data changes. */
    public void addForReplicas(int database, Request request) {
        add(database, request, listeners.and(Targets.REPLICAS));
    }

    public void add(int database, ByteString... command) {
        if (isActive()) {
            add(database, Request.of(command), listeners);
        }
    }

    /** Adds a change that no command asked for, a key that has expired: a script cannot hide it. */
    public void addUnasked(int database, ByteString... command) {
        if (isActive()) {
            add(database, Request.of(command), Targets.ALL);
        }
    }

    private void add(int database, Request change, Targets targets) {
        if (isActive() && targets != Targets.NONE) {
            pending.add(database, change, targets);
        }
    }

    /**
     * Sends what was changed. Called when the outermost call ends, and after each key that expires on its own.
     *
     * @param asOneChange true if several changes belong together
     */
    public void flush(boolean asOneChange) {
        int count = pending.count();
        if (count == 0) {
            return;
        }
        boolean several = asOneChange && count > 1;
        if (several) {
            send(PropagationSink.NO_DATABASE, MULTI, 0, MULTI.length, Targets.ALL);
        }
        byte[] bytes = pending.bytes();
        for (int i = 0; i < count; i++) {
            send(pending.database(i), bytes, pending.start(i), pending.length(i), pending.targets(i));
        }
        if (several) {
            send(PropagationSink.NO_DATABASE, EXEC, 0, EXEC.length, Targets.ALL);
        }
        pending.clear();
    }

    private void send(int database, byte[] resp, int offset, int length, Targets targets) {
        changes += targets == Targets.REPLICAS ? 0 : 1;
        for (int i = 0; i < sinks.size(); i++) {
            PropagationSink sink = sinks.get(i);
            switch (targets) {
                case ALL -> sink.append(database, resp, offset, length);
                case REPLICAS -> sink.appendForReplicas(database, resp, offset, length);
                case FILE -> sink.appendForFile(database, resp, offset, length);
                case NONE -> throw new IllegalStateException("a change for nobody is not added");
            }
        }
    }
}
