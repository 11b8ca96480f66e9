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
    private static final ByteString MULTI = ByteString.of("MULTI");
    private static final ByteString EXEC = ByteString.of("EXEC");

    private final List<PropagationSink> sinks = new ArrayList<>();
    private final List<Change> pending = new ArrayList<>();
    private long offset;
    private boolean stopped;

    /** Who hears of what the running command says; a script may leave some out. */
    private Targets listeners = Targets.ALL;

    private record Change(int database, Request request, Targets targets) {}

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
        return offset;
    }

    /** Who hears of what is added by commands from now on. */
    public void listeners(Targets some) {
        listeners = some;
    }

    /** Adds a change to those of the running call. */
    public void add(int database, Request change) {
        add(database, change, listeners);
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
            pending.add(new Change(database, change, targets));
        }
    }

    /**
     * Sends what was changed. Called when the outermost call ends, and after each key that expires on its own.
     *
     * @param asOneChange true if several changes belong together
     */
    public void flush(boolean asOneChange) {
        if (pending.isEmpty()) {
            return;
        }
        boolean several = asOneChange && pending.size() > 1;
        if (several) {
            send(PropagationSink.NO_DATABASE, RequestEncoder.encode(MULTI), Targets.ALL);
        }
        for (Change change : pending) {
            send(change.database, RequestEncoder.encode(change.request), change.targets);
        }
        if (several) {
            send(PropagationSink.NO_DATABASE, RequestEncoder.encode(EXEC), Targets.ALL);
        }
        pending.clear();
    }

    private void send(int database, byte[] resp, Targets targets) {
        offset += targets == Targets.REPLICAS ? 0 : 1;
        for (PropagationSink sink : sinks) {
            switch (targets) {
                case ALL -> sink.append(database, resp);
                case REPLICAS -> sink.appendForReplicas(database, resp);
                case FILE -> sink.appendForFile(database, resp);
                case NONE -> throw new IllegalStateException("a change for nobody is not added");
            }
        }
    }
}
