package io.miniredis.server.command;

import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.time.CommandTime;
import io.miniredis.server.tracking.ClientTracking;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command that was let in (call): freezes the time, calls the handler, counts, and propagates what it changed.
 * Nested calls, of EXEC and scripts, come here too, with another {@link CallOrigin}.
 */
public final class CommandExecutor {
    private final RedisServer server;
    private int depth;
    private int transactionDepth;

    /** Who asked for the outermost call; null while nothing is executed. */
    private @Nullable Client current;

    /** The innermost call's command. */
    private @Nullable Command running;

    public CommandExecutor(RedisServer server) {
        this.server = server;
    }

    /** Executes a command; its reply, an error included, is written to {@code reply}. */
    public void call(Client client, Command command, Request request, CallOrigin origin, ReplyWriter reply) {
        CommandTime time = server.time();
        time.beginCommand();
        long start = depth == 0 ? time.nanos() : time.clock().nanos();
        if (origin == CallOrigin.CLIENT || origin == CallOrigin.PRIMARY) {
            client.interacted(command.fullName(), time.millis());
        }
        server.databases().touching(!client.isNoTouch());
        long dirtyBefore = server.effects().dirty();
        long offsetBefore = server.propagation().offset();
        CommandCall call = new CommandCall(server, client, command, request, origin, reply);

        Command outer = running;
        running = command;
        if (depth++ == 0) {
            current = client;
        }
        transactionDepth += origin == CallOrigin.TRANSACTION ? 1 : 0;
        try {
            command.handler().handle(call);
        } catch (ErrorReply error) {
            command.countFailure();
            server.countError(error);
            reply.error(error.line());
        } catch (RuntimeException | StackOverflowError | LinkageError failure) {
            command.countFailure();
            server.failures()
                    .report("while executing '" + command.fullName() + "'", failure, client, call.shownRequest());
            reply.error(Errors.INTERNAL.line());
        } catch (OutOfMemoryError exhausted) {
            command.countFailure();
            if (origin == CallOrigin.SCRIPT) {
                // The client to be closed for it is the one that runs the script.
                throw exhausted;
            }
            server.clientLife().outOfMemory(client, command.fullName(), exhausted);
        } finally {
            depth--;
            transactionDepth -= origin == CallOrigin.TRANSACTION ? 1 : 0;
            running = outer;
            countCall(call, time.endCommand() - start);
        }

        tellOfKeysRead(command, request);
        if (server.effects().dirty() != dirtyBefore && !call.propagationDecided()) {
            propagateVerbatim(call);
        }
        if (depth == 0) {
            endOutermost(client, command, offsetBefore);
        }
    }

    private void propagateVerbatim(CommandCall call) {
        if (depth == 0) {
            server.propagation().addLast(call.client().database(), call.request());
        } else {
            call.propagateVerbatim();
        }
    }

    private void tellOfKeysRead(Command command, Request request) {
        ClientTracking tracking = current == null ? null : current.tracking();
        if (current != null && tracking != null) {
            server.tracking().commandDone(current, tracking, command.spec(), request);
        }
    }

    /** All that was changed is handed on, and what was held back for the client may go. */
    private void endOutermost(Client client, Command command, long offsetBefore) {
        server.propagation().flush(!command.spec().has(CommandFlag.TOUCHES_ARBITRARY_KEYS));
        current = null;
        client.streamOffset(server.replication().offset());
        if (server.propagation().offset() != offsetBefore) {
            client.writtenOffset(server.propagation().offset());
        }
        client.sendHeldPushes();
    }

    /** True while EXEC executes what was queued (in_exec). */
    public boolean isExecutingTransaction() {
        return transactionDepth > 0;
    }

    /**
     * Executes a command that was read from a log: it was admitted, counted and propagated when it was first executed,
     * and nobody hears its reply. Returns the error it would get now, or null.
     */
    public @Nullable ErrorReply replay(Client client, Command command, Request request, ReplyWriter unheard) {
        CommandCall call = new CommandCall(server, client, command, request, CallOrigin.AOF, unheard);
        Command outer = running;
        running = command;
        depth++;
        try {
            command.handler().handle(call);
            return null;
        } catch (ErrorReply error) {
            return error;
        } catch (RuntimeException | StackOverflowError | LinkageError failure) {
            server.failures().report("while executing '" + command.fullName() + "'", failure, client, request);
            return Errors.INTERNAL;
        } finally {
            depth--;
            running = outer;
        }
    }

    /**
     * A command that blocks its client is no call yet: it is counted, with the time of all attempts, when it is done.
     */
    private void countCall(CommandCall call, long nanos) {
        Client client = call.client();
        Command command = call.command();
        if (call.origin() != CallOrigin.UNBLOCKED) {
            server.observation().commandSeen(client, command, call.shownRequest());
        }
        if (client.isSuspended()) {
            client.addUnansweredNanos(nanos);
            return;
        }
        long allNanos = nanos + client.takeUnansweredNanos();
        command.countCall(allNanos);
        server.observation().commandDone(client, command, call.shownRequest(), allNanos);
        server.stats().totalCommandsProcessed++;
        if (depth == 0) {
            // What EXEC or a script calls is part of its own time.
            server.stats().commandNanos += allNanos;
        }
    }

    /** Who asked for what is being executed; null while nothing is. */
    public @Nullable Client currentClient() {
        return current;
    }

    /**
     * True if a message to this client has to wait: it is in the middle of a command, and the message must not get into
     * the reply (pending_push_messages).
     */
    public boolean holdsPushesTo(Client client) {
        return client == current && running != null && !running.spec().has(CommandFlag.REPLIES_BY_PUSH);
    }
}
