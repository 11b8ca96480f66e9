package io.miniredis.server.command.transaction;

import static io.miniredis.server.command.CommandFlag.ALLOW_BUSY;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.NEVER_QUEUED;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.RUNS_QUEUE;
import static io.miniredis.server.command.CommandFlag.SKIP_SLOWLOG;
import static io.miniredis.server.command.CommandFlag.STALE;
import static io.miniredis.server.command.KeySpec.Flag.RO;

import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.client.Client;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CallOrigin;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.transaction.Transaction;
import io.miniredis.server.transaction.Transaction.QueuedCommand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands executed together, if nobody interferes (multi.c). */
public final class TransactionCommands {
    private TransactionCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(MULTI, EXEC, DISCARD, WATCH, UNWATCH);
    }

    static final CommandSpec MULTI = CommandSpec.named("multi")
            .arity(1)
            .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY, NEVER_QUEUED)
            .acl(AclCategory.TRANSACTION)
            .group(CommandGroup.TRANSACTIONS)
            .since("1.2.0")
            .summary("Begins a transaction: commands are queued from here on.")
            .complexity("O(1)")
            .handler(TransactionCommands::multi);

    private static void multi(CommandCall call) {
        if (call.client().isQueueing()) {
            throw Errors.NESTED_MULTI;
        }

        call.client().openTransaction().begin();

        call.reply().ok();
    }

    static final CommandSpec EXEC = CommandSpec.named("exec")
            .arity(1)
            .flags(NOSCRIPT, LOADING, STALE, SKIP_SLOWLOG, NEVER_QUEUED, RUNS_QUEUE)
            .acl(AclCategory.TRANSACTION)
            .group(CommandGroup.TRANSACTIONS)
            .since("1.2.0")
            .summary("Executes the queued commands, nobody else's between them.")
            .complexity("That of the queued commands together")
            .handler(TransactionCommands::exec);

    private static void exec(CommandCall call) {
        Transaction transaction = begun(call.client());
        if (transaction == null) {
            throw Errors.EXEC_WITHOUT_MULTI;
        }
        boolean conflicting =
                transaction.isConflicting() || call.server().watchedKeys().isAnyExpired(transaction);
        if (conflicting || transaction.hasFailed()) {
            call.server().clientLife().forgetTransaction(call.client());
            if (transaction.hasFailed()) {
                throw Errors.EXECABORT;
            }
            call.reply().nilArray();
            return;
        }

        // What the queue changes is propagated by its commands.
        call.preventPropagation();
        // First, for its own changes are no conflict.
        call.server().watchedKeys().unwatchAll(transaction);
        try {
            execute(call, transaction.queue());
        } finally {
            call.server().clientLife().forgetTransaction(call.client());
        }
    }

    private static void execute(CommandCall call, List<QueuedCommand> queue) {
        Client client = call.client();
        call.reply().array(queue.size());
        // What a log says is obeyed, in a transaction too.
        CallOrigin origin = call.origin() == CallOrigin.AOF ? CallOrigin.AOF : CallOrigin.TRANSACTION;
        for (QueuedCommand queued : queue) {
            // The client's writer is asked for each time: a queued HELLO or CLIENT REPLY changes it.
            ErrorReply denied = origin.mustBeObeyed()
                    ? null
                    : call.server().access().refusalInTransaction(client, queued.command(), queued.request());
            if (denied != null) {
                call.server().countError(denied);
                client.reply().error(denied.line());
                continue;
            }
            call.server().executor().call(client, queued.command(), queued.request(), origin, client.reply());
            call.server().clientLife().queuedCommandDone(client);
        }
    }

    private static @Nullable Transaction begun(Client client) {
        return client.isQueueing() ? client.transaction() : null;
    }

    static final CommandSpec DISCARD = CommandSpec.named("discard")
            .arity(1)
            .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY, NEVER_QUEUED)
            .acl(AclCategory.TRANSACTION)
            .group(CommandGroup.TRANSACTIONS)
            .since("2.0.0")
            .summary("Ends a transaction without executing it, and watches no key any more.")
            .complexity("O(N) with N queued commands")
            .handler(TransactionCommands::discard);

    private static void discard(CommandCall call) {
        if (!call.client().isQueueing()) {
            throw Errors.DISCARD_WITHOUT_MULTI;
        }

        call.server().clientLife().forgetTransaction(call.client());

        call.reply().ok();
    }

    static final CommandSpec WATCH = CommandSpec.named("watch")
            .arity(-2)
            .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY, NEVER_QUEUED)
            .acl(AclCategory.TRANSACTION)
            .group(CommandGroup.TRANSACTIONS)
            .keys(KeySpec.range(1, -1, 1, RO))
            .since("2.2.0")
            .summary("Lets the next EXEC do nothing if one of the keys has changed by then.")
            .complexity("O(1) for each key")
            .syntax("key:key...")
            .handler(TransactionCommands::watch);

    private static void watch(CommandCall call) {
        if (call.client().isQueueing()) {
            throw Errors.WATCH_INSIDE_MULTI;
        }

        Transaction transaction = call.client().openTransaction();
        while (call.args().hasNext() && !transaction.isConflicting()) {
            call.server()
                    .watchedKeys()
                    .watch(transaction, call.db(), call.args().next());
        }

        call.reply().ok();
    }

    static final CommandSpec UNWATCH = CommandSpec.named("unwatch")
            .arity(1)
            .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
            .acl(AclCategory.TRANSACTION)
            .group(CommandGroup.TRANSACTIONS)
            .since("2.2.0")
            .summary("Watches no key any more.")
            .complexity("O(1)")
            .handler(TransactionCommands::unwatch);

    private static void unwatch(CommandCall call) {
        Transaction transaction = call.client().transaction();

        if (transaction != null) {
            call.server().watchedKeys().unwatchAll(transaction);
            transaction.forgetConflict();
        }

        call.reply().ok();
    }
}
