package io.miniredis.server.command;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.cluster.Redirections;
import io.miniredis.server.memory.ClientMemory;
import io.miniredis.server.replication.UnheardReplies;
import io.miniredis.server.tracking.ClientTracking;
import io.miniredis.server.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * The way of a request (processCommand): find the command by its name, check the number of arguments, ask {@link
 * AdmissionControl} whether it may run now, and let the {@link CommandExecutor} run it.
 */
public final class CommandDispatcher {
    /** Of a name in the log, in characters. */
    private static final int LONGEST_NAME = 64;

    private final RedisServer server;
    private final CommandTable commands;
    private final AdmissionControl admission;
    private final CommandExecutor executor;
    private final UnheardReplies unheard;

    public CommandDispatcher(
            RedisServer server, CommandTable commands, AdmissionControl admission, CommandExecutor executor) {
        this.server = server;
        this.commands = commands;
        this.admission = admission;
        this.executor = executor;
        this.unheard = new UnheardReplies(server);
    }

    /**
     * Takes a request a client sent: executes it, or lets it wait while the client is suspended, or while its own
     * script runs, out of which others are served.
     */
    public void accept(Client client, Request request) {
        if (client.mustWait() || server.scripting().isBusyFor(client)) {
            server.clientLife().keepWaiting(client, request);
            return;
        }
        dispatch(client, request);
    }

    /** Executes the requests that waited while the client was suspended, in order, as far as it goes. */
    public void resume(Client client) {
        client.resume();
        while (!client.isSuspended() && !client.isClosing()) {
            Request request = client.nextWaiting();
            if (request == null) {
                break;
            }
            dispatch(client, request);
        }
        String error = client.protocolError();
        if (error != null && !client.mustWait()) {
            server.clientLife().failProtocol(client, error);
        }
        server.clientLife().flushOrClose(client);
    }

    private void dispatch(Client client, Request request) {
        if (client.isClosing() || server.shutdown().isBegun()) {
            return;
        }
        try {
            admitAndCall(client, request);
        } catch (OutOfMemoryError exhausted) {
            // Not even for the way to the command and for its reply. What else the client sent is not executed:
            // it could not tell which reply belongs to which request.
            server.clientLife().outOfMemory(client, "a request", exhausted);
        }
    }

    private void admitAndCall(Client client, Request request) {
        if (server.tracking().clients() > 0) {
            server.tracking().limitTable();
        }
        ClientMemory memory = server.memory().clients();
        if (memory.isEvicting()) {
            memory.update(client, request.sizeBytes());
            server.memory().eviction().evictClients();
            if (client.isClosed()) {
                return;
            }
        }
        Command command = admitted(client, request);
        if (command != null) {
            if (client.isQueueing() && !command.spec().has(CommandFlag.NEVER_QUEUED)) {
                enqueue(client, command, request);
            } else {
                call(client, command, request, CallOrigin.CLIENT);
            }
        }
        if (server.databases().awaitedKeys().hasReady() && !server.scripting().isBusy()) {
            server.blockedClients().serveReadyKeys();
        }
    }

    /** The command to be executed or queued now; null if the client was answered already, or waits. */
    private @Nullable Command admitted(Client client, Request request) {
        Command command = null;
        ErrorReply refusal;
        try {
            command = find(commands, request);
            if (command == null && isHttp(request.arg(0))) {
                server.clientLife().crossProtocolAttack(client);
                return null;
            }
            refusal = command == null ? unknown(request) : refusal(client, command, request);
        } catch (RuntimeException | StackOverflowError | LinkageError failure) {
            server.failures()
                    .report(
                            "on the way to " + Ascii.quote(request.arg(0).bytes(), LONGEST_NAME),
                            failure,
                            client,
                            request);
            refusal = Errors.INTERNAL;
        }
        if (refusal != null) {
            reject(client, command, request, refusal);
            return null;
        }
        if (command != null && mustWait(client, command, request)) {
            client.postpone(request);
            return null;
        }
        return command;
    }

    private boolean mustWait(Client client, Command command, Request request) {
        return admission.mustWait(client, command, request)
                || server.blockedClients().standsBehind(client, command);
    }

    private void call(Client client, Command command, Request request, CallOrigin origin) {
        if (client.hearsReplies()) {
            executor.call(client, command, request, origin, client.reply());
        } else {
            unheard.call(client, command, request, origin);
        }
        done(client, command);
    }

    private void done(Client client, Command command) {
        ClientTracking tracking = client.tracking();
        if (tracking != null) {
            endException(client, tracking, command);
        }
        if (!client.isSuspended()) {
            client.commandDone();
        }
        server.clientLife().commandDone(client);
    }

    /**
     * What CLIENT CACHING said of one command, or of a whole transaction, is over; another CLIENT is not that command.
     */
    private static void endException(Client client, ClientTracking tracking, @Nullable Command command) {
        Command container = command == null ? null : command.container();
        boolean aboutClients = container != null && container.spec().has(CommandFlag.KEEPS_CACHING);
        if (!client.isQueueing() && !aboutClients) {
            tracking.exceptional(false);
        }
    }

    private void enqueue(Client client, Command command, Request request) {
        client.interacted(command.fullName(), server.time().millis());
        client.openTransaction().enqueue(command, request, command.spec().flags(server, request));
        client.reply().simple("QUEUED");
        server.clientLife().queued(client, request);
        done(client, command);
    }

    /** Executes a request again whose client was blocked and now is not: it is asked anew whether it may run. */
    public void reprocess(Client client, Command command, Request request) {
        if (client.isClosing()) {
            return;
        }
        try {
            ErrorReply refusal = admission.refusal(client, command, request);
            if (refusal != null) {
                reject(client, command, request, refusal);
            } else if (admission.mustWait(client, command, request)) {
                client.postpone(request);
            } else {
                call(client, command, request, CallOrigin.UNBLOCKED);
            }
        } catch (OutOfMemoryError exhausted) {
            server.clientLife().outOfMemory(client, "a request", exhausted);
        }
    }

    /** Counts a command that was answered without being executed again: its time was over, or its client released. */
    public void countUnblocked(Client client, Command command, boolean failed) {
        command.countCall(client.takeUnansweredNanos());
        if (failed) {
            command.countFailure();
        }
        server.stats().totalCommandsProcessed++;
    }

    /** The command a request names, subcommands resolved, or null. */
    public static @Nullable Command find(CommandTable commands, Request request) {
        Command command = commands.find(request.arg(0));
        if (command == null || command.subcommands() == null || request.count() == 1) {
            return command;
        }
        return command.subcommands().find(request.arg(1));
    }

    private @Nullable ErrorReply refusal(Client client, Command command, Request request) {
        if (command.isContainer() || !command.spec().accepts(request.count())) {
            return Errors.wrongArity(command.fullName());
        }
        return admission.refusal(client, command, request);
    }

    /** True for what a browser sends that was tricked into talking to this server: a form, not a Redis request. */
    private static boolean isHttp(ByteString name) {
        return name.equalsIgnoreCase("post") || name.equalsIgnoreCase("host:");
    }

    private ErrorReply unknown(Request request) {
        ByteString name = request.arg(0);
        Command container = commands.find(name);
        return container == null ? Errors.unknownCommand(request) : Errors.unknownSubcommand(request);
    }

    /** What is not executed, or not queued, spoils the transaction as a whole (rejectCommand, execCommandAbort). */
    private void reject(Client client, @Nullable Command command, Request request, ErrorReply reason) {
        ErrorReply refusal = reason;
        Transaction transaction = client.transaction();
        if (transaction != null) {
            transaction.fail();
        }
        if (command != null) {
            command.countRejection();
            if (command.spec().has(CommandFlag.RUNS_QUEUE)) {
                server.clientLife().forgetTransaction(client);
                server.observation().commandSeen(client, command, request);
                refusal = Redirections.isOne(reason) ? reason : Errors.transactionAborted(reason);
            }
        }
        server.countError(refusal);
        client.reply().error(refusal.line());
        if (!client.hearsReplies()) {
            unheard.rejected(client, command, refusal.line());
        }
        ClientTracking tracking = client.tracking();
        if (tracking != null) {
            endException(client, tracking, command);
        }
        client.commandDone();
    }
}
