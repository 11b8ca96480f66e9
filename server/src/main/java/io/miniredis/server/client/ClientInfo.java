package io.miniredis.server.client;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Numbers;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.Request;
import io.miniredis.server.acl.User;
import io.miniredis.server.memory.ClientMemory;
import io.miniredis.server.pubsub.Subscriptions;
import io.miniredis.server.tracking.ClientTracking;
import io.miniredis.server.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/** One line of CLIENT LIST, which also tells the log who is meant (catClientInfoString). One char is one byte. */
public final class ClientInfo {
    private ClientInfo() {}

    public static String line(Client client, long nowMillis) {
        StringBuilder text = new StringBuilder(400);
        append(text, client, nowMillis, null);
        return text.toString();
    }

    /** @param running the request that the client is executing, or null */
    public static void append(StringBuilder text, Client client, long nowMillis, @Nullable Request running) {
        Connection connection = client.connection();
        long nowSeconds = nowMillis / 1000;
        text.append("id=").append(client.id());
        text.append(" addr=").append(connection.remoteAddress());
        text.append(" laddr=").append(connection.localAddress());
        text.append(" fd=").append(connection.fileDescriptor());
        text.append(" name=").append(text(client.name()));
        text.append(" age=").append(nowSeconds - client.createdAtMillis() / 1000);
        text.append(" idle=").append(nowSeconds - client.lastInteractionMillis() / 1000);
        text.append(" flags=");
        appendFlags(text, client);
        text.append(" db=").append(client.database());
        Subscriptions subscriptions = client.subscriptions();
        text.append(" sub=").append(subscriptions == null ? 0 : subscriptions.channels());
        text.append(" psub=").append(subscriptions == null ? 0 : subscriptions.patterns());
        text.append(" ssub=").append(subscriptions == null ? 0 : subscriptions.shardChannels());
        text.append(" multi=")
                .append(client.isQueueing() ? client.openTransaction().queue().size() : -1);
        appendMemory(text, client, running);
        text.append(" cmd=").append(client.lastCommand());
        text.append(" user=").append(userName(client.user()));
        ClientTracking tracking = client.tracking();
        text.append(" redir=").append(tracking == null ? -1 : tracking.redirect());
        text.append(" resp=").append(client.protocol());
        text.append(" lib-name=").append(text(client.libraryName()));
        text.append(" lib-ver=").append(text(client.libraryVersion()));
    }

    private static void appendFlags(StringBuilder text, Client client) {
        int before = text.length();
        Transaction transaction = client.transaction();
        flag(text, 'S', client.type() == ClientType.REPLICA);
        flag(text, 'O', client.isMonitoring());
        flag(text, 'M', client.type() == ClientType.MASTER);
        flag(text, 'P', client.isSubscribed());
        flag(text, 'x', client.isQueueing());
        flag(text, 'b', client.isSuspended());
        ClientTracking tracking = client.tracking();
        if (tracking != null) {
            flag(text, 't', true);
            flag(text, 'R', tracking.isRedirectBroken());
            flag(text, 'B', tracking.isBroadcast());
        }
        flag(text, 'd', transaction != null && transaction.isConflicting());
        flag(text, 'c', client.isClosing());
        flag(text, 'U', client.connection().isUnixSocket());
        flag(text, 'r', client.readsFromReplica());
        flag(text, 'e', client.isNoEvict());
        flag(text, 'T', client.isNoTouch());
        flag(text, 'N', text.length() == before);
    }

    private static void flag(StringBuilder text, char letter, boolean applies) {
        if (applies) {
            text.append(letter);
        }
    }

    private static void appendMemory(StringBuilder text, Client client, @Nullable Request running) {
        Connection connection = client.connection();
        OutputUse output = connection.outputUse();
        long queryBytes =
                connection.pendingInputBytes() + client.waitingBytes() + (running == null ? 0 : size(running));
        long argumentBytes = connection.pendingArgumentBytes() + (running == null ? 0 : running.sizeBytes());
        text.append(" qbuf=").append(queryBytes);
        text.append(" qbuf-free=").append(connection.inputRoomBytes());
        text.append(" argv-mem=").append(argumentBytes);
        Transaction transaction = client.transaction();
        long queuedBytes = transaction == null ? 0 : transaction.queuedBytes();
        text.append(" multi-mem=").append(queuedBytes);
        text.append(" rbs=").append(output.bufferBytes());
        text.append(" rbp=").append(output.bufferPeakBytes());
        text.append(" obl=").append(output.gatheredBytes());
        text.append(" oll=").append(output.queuedBuffers());
        text.append(" omem=").append(output.queuedBytes());
        text.append(" tot-mem=")
                .append(ClientMemory.bytes(client) + (running == null ? 0 : size(running) + running.sizeBytes()));
        text.append(" events=").append(output.queuedBytes() > 0 ? "rw" : "r");
    }

    /** A request's length on the wire: {@code *1\r\n$4\r\nPING\r\n} is 14. */
    private static long size(Request request) {
        long bytes = request.sizeBytes() + 3 + Numbers.digitCount(request.count());
        for (int i = 0; i < request.count(); i++) {
            bytes += 5 + Numbers.digitCount(request.arg(i).length());
        }
        return bytes;
    }

    private static String userName(@Nullable User user) {
        return user == null ? "(superuser)" : text(user.name());
    }

    private static String text(@Nullable ByteString attribute) {
        return attribute == null ? "" : Errors.quoted(attribute, Integer.MAX_VALUE);
    }
}
