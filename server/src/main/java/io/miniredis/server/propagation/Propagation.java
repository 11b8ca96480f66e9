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

    /** @param isData false for what only replicas must hear of */
    private record Change(int database, Request request, boolean isData) {}

    public void addSink(PropagationSink sink) {
        sinks.add(sink);
    }

    public void removeSink(PropagationSink sink) {
        sinks.remove(sink);
    }

    /** False if nobody listens: the caller may save the work of describing its change. */
    public boolean isActive() {
        return !sinks.isEmpty();
    }

    /** Adds a change to those of the running call. */
    public void add(int database, Request change) {
        if (isActive()) {
            pending.add(new Change(database, change, true));
        }
    }

    /** Adds what replicas must hear of although no data changes. */
    public void addForReplicas(int database, Request request) {
        if (isActive()) {
            pending.add(new Change(database, request, false));
        }
    }

    public void add(int database, ByteString... command) {
        if (isActive()) {
            pending.add(new Change(database, Request.of(command), true));
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
            send(PropagationSink.NO_DATABASE, RequestEncoder.encode(MULTI));
        }
        for (Change change : pending) {
            byte[] resp = RequestEncoder.encode(change.request);
            if (change.isData) {
                send(change.database, resp);
            } else {
                sendToReplicas(change.database, resp);
            }
        }
        if (several) {
            send(PropagationSink.NO_DATABASE, RequestEncoder.encode(EXEC));
        }
        pending.clear();
    }

    private void sendToReplicas(int database, byte[] resp) {
        for (PropagationSink sink : sinks) {
            sink.appendForReplicas(database, resp);
        }
    }

    private void send(int database, byte[] resp) {
        for (PropagationSink sink : sinks) {
            sink.append(database, resp);
        }
    }
}
