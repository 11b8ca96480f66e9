package io.miniredis.server.acl;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.ClientInfo;
import io.miniredis.server.command.Command;
import io.miniredis.server.command.CommandDispatcher;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Is this allowed? Asked by {@link io.miniredis.server.command.AdmissionControl} for requests, by EXEC for each queued
 * command, by scripts for each call; and keeps the log of what was not (ACLCheckAllPerm, addACLLogEntry).
 *
 * <p>A user who may do everything costs one field's test: nothing of a request is looked at. Confined to the main
 * thread.
 */
public final class AccessControl {
    private final RedisServer server;
    private final Users users = new Users();
    private final AccessLog log = new AccessLog();
    private final long[] denials = new long[DenialReason.values().length];

    public AccessControl(RedisServer server) {
        this.server = server;
    }

    public Users users() {
        return users;
    }

    public AccessLog log() {
        return log;
    }

    /** How often something was denied for this reason, since the start. */
    public long denials(DenialReason reason) {
        return denials[reason.ordinal()];
    }

    /** True if nobody has to log in. */
    public boolean isOpen() {
        User user = users.defaultUser();
        return user.isPasswordless() && user.isEnabled();
    }

    // ---- decisions ----

    /**
     * What speaks against a request; null if nothing does.
     *
     * @param user null for who is nobody: a log that is read, a primary; they may do everything
     */
    public static @Nullable Denial check(@Nullable User user, Command command, Request request) {
        if (user == null || user.mayDoEverything()) {
            return null;
        }
        RequestKeys keys = new RequestKeys(command, request);
        Denial worst = Denial.OF_COMMAND;
        List<Selector> selectors = user.selectors();
        for (int i = 0; i < selectors.size(); i++) {
            Denial denial = selectors.get(i).check(command, request, keys);
            if (denial == null) {
                return null;
            }
            worst = denial.outweighs(worst) ? denial : worst;
        }
        return worst;
    }

    /**
     * True if the request is allowed by a selector that lets every key be used like this: SORT reads keys nobody names.
     */
    public static boolean allowsWithAllKeys(@Nullable User user, Command command, Request request, long keyUse) {
        if (user == null || user.mayDoEverything()) {
            return true;
        }
        RequestKeys keys = new RequestKeys(command, request);
        for (Selector selector : user.selectors()) {
            if (selector.check(command, request, keys) == null && selector.allowsAllKeys(keyUse)) {
                return true;
            }
        }
        return false;
    }

    /** The error of a client whose request is not allowed, which is logged; null if it is. */
    public @Nullable ErrorReply refusal(Client client, Command command, Request request) {
        Denial denial = check(client.user(), command, request);
        if (denial == null) {
            return null;
        }
        // No command began that would have read the clock.
        server.time().refresh();
        client.interacted(command.fullName(), server.time().millis());
        record(client, command, request, denial, contextOf(client));
        return new ErrorReply(Errors.oneLine("NOPERM " + shortText(client.user(), command, denial)));
    }

    /** {@link #refusal} of a queued command: rights may have changed since it was queued. */
    public @Nullable ErrorReply refusalInTransaction(Client client, Command command, Request request) {
        Denial denial = check(client.user(), command, request);
        if (denial == null) {
            return null;
        }
        record(client, command, request, denial, AccessContext.MULTI);
        String reason = switch (denial.reason()) {
            case KEY -> "no permission to touch the specified keys";
            case CHANNEL -> "no permission to access one of the channels used as arguments";
            default -> "no permission to execute the command or subcommand";
        };
        return new ErrorReply(
                "NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC"
                        + " call. This command is no longer allowed for the following reason: " + reason);
    }

    /** {@link #refusal} of a call by a script. */
    public @Nullable ErrorReply refusalInScript(Client client, Command command, Request request) {
        Denial denial = check(client.user(), command, request);
        if (denial == null) {
            return null;
        }
        record(client, command, request, denial, AccessContext.LUA);
        return new ErrorReply(
                Errors.oneLine("ERR ACL failure in script: " + shortText(client.user(), command, denial)));
    }

    /**
     * Whether a client may send a request, which is neither sent nor logged. Its number of arguments is not looked at.
     */
    public AccessVerdict verdict(Client client, Request request) {
        Command command = CommandDispatcher.find(server.commands(), request);
        if (command == null) {
            return AccessVerdict.NO_SUCH_COMMAND;
        }
        return check(client.user(), command, request) == null ? AccessVerdict.ALLOWED : AccessVerdict.DENIED;
    }

    // ---- logging in ----

    /** Lets the client be this user. @throws ErrorReply WRONGPASS, which is logged */
    public void authenticate(Client client, Request request, ByteString name, ByteString password) {
        User user = users.find(name);
        // A password is hashed even where nobody will compare it, so that the time tells nothing of who there is.
        boolean right = Passwords.isAmong(user == null ? List.of() : user.passwords(), password);
        if (user == null || !user.isEnabled() || !(right || user.isPasswordless())) {
            record(client, DenialReason.AUTH, contextOf(client), request.arg(0), name);
            throw Errors.WRONGPASS;
        }
        client.user(user);
        client.authenticated(true);
    }

    // ---- the log ----

    private static AccessContext contextOf(Client client) {
        return client.isQueueing() ? AccessContext.MULTI : AccessContext.TOPLEVEL;
    }

    private void record(Client client, Command command, Request request, Denial denial, AccessContext context) {
        ByteString object = denial.reason() == DenialReason.COMMAND
                ? ByteString.of(command.fullName())
                : request.arg(denial.argument());
        User user = client.user();
        record(client, denial.reason(), context, object, user == null ? ByteString.EMPTY : user.name());
    }

    private void record(Client client, DenialReason reason, AccessContext context, ByteString object, ByteString user) {
        denials[reason.ordinal()]++;
        long now = server.time().millis();
        AccessLogEntry entry =
                new AccessLogEntry(log.nextId(), reason, context, object, user, ClientInfo.line(client, now), now);
        log.add(entry, server.config().security.aclLogMaxLength.value());
    }

    // ---- words, one char a byte ----

    private static String shortText(@Nullable User user, Command command, Denial denial) {
        return switch (denial.reason()) {
            case KEY -> "No permissions to access a key";
            case CHANNEL -> "No permissions to access a channel";
            default -> deniedCommand(user, command);
        };
    }

    private static String deniedCommand(@Nullable User user, Command command) {
        return "User " + nameOf(user) + " has no permissions to run the '" + command.fullName() + "' command";
    }

    /** What ACL DRYRUN says: with the key or channel. */
    public static String text(User user, Command command, Request request, Denial denial) {
        String object = Ascii.text(request.arg(denial.argument()).bytes());
        return switch (denial.reason()) {
            case KEY -> "User " + nameOf(user) + " has no permissions to access the '" + object + "' key";
            case CHANNEL -> "User " + nameOf(user) + " has no permissions to access the '" + object + "' channel";
            default -> deniedCommand(user, command);
        };
    }

    private static String nameOf(@Nullable User user) {
        return user == null ? "" : Ascii.text(user.name().bytes());
    }

    @Override
    public String toString() {
        return "AccessControl[" + users.all().size() + " users, " + log.size() + " denials logged]";
    }
}
