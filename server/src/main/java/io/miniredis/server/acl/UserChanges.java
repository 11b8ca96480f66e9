package io.miniredis.server.acl;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.ClientType;
import io.miniredis.server.config.AtomicFile;
import io.miniredis.server.config.TextParameter;
import io.miniredis.server.pubsub.PubSub;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes, changes and removes users, by commands, configuration and files, and ends connections of those who lost what
 * they were connected for (ACLStringSetUser, ACLFreeUserAndKillClients, ACLLoadUsersAtStartup).
 *
 * <p>Confined to the main thread, but for what is called before it runs.
 */
public final class UserChanges {
    private final RedisServer server;
    private final Users users;
    private final UserRules rules;

    public UserChanges(RedisServer server, Users users) {
        this.server = server;
        this.users = users;
        this.rules = new UserRules(server.commands(), server.log());
    }

    /** Takes {@code requirepass} over, now and whenever it is changed, and gives CONFIG REWRITE the users' lines. */
    public void followConfiguration() {
        TextParameter password = server.config().security.requirePassword;
        if (!password.isEmpty()) {
            requirePassword(password.value());
        }
        password.onChange(() -> {
            requirePassword(password.value());
            return null;
        });
        server.config().onRewrite(this::configurationLines);
    }

    private boolean newUsersHaveAllChannels() {
        return server.config().security.aclPubsubDefault.choice().equals("allchannels");
    }

    // ---- ACL SETUSER, ACL DELUSER, requirepass ----

    /**
     * Makes or changes a user: all of the rules are applied or none.
     *
     * @param caller whose connection ends only after its reply, if it has to
     * @throws ErrorReply what is wrong with the rules
     */
    public void set(ByteString name, List<ByteString> given, Client caller) {
        RuleWords words = RuleWords.merged(given);
        if (!words.isMatched()) {
            throw new ErrorReply(Errors.oneLine("ERR Unmatched parenthesis in acl selector starting at '"
                    + Errors.quoted(given.get(words.unmatched()), Integer.MAX_VALUE) + "'."));
        }
        boolean allChannels = newUsersHaveAllChannels();
        User known = users.find(name);
        User draft = new User(name, allChannels);
        if (known != null) {
            draft.become(known);
        }
        for (ByteString rule : words.words()) {
            RuleError error = rules.apply(draft, rule, allChannels);
            if (error != null) {
                throw new ErrorReply(Errors.oneLine("ERR Error in ACL SETUSER modifier '"
                        + Errors.quoted(rule, Integer.MAX_VALUE) + "': " + error.text()));
            }
        }
        if (known == null) {
            users.add(draft);
        } else {
            endListening(known, draft, caller);
            known.become(draft);
            openness();
        }
    }

    /** Removes users. Returns how many there were. */
    public int delete(List<ByteString> names, Client caller) {
        for (ByteString name : names) {
            if (name.equals(Users.DEFAULT)) {
                throw new ErrorReply("ERR The 'default' user cannot be removed");
            }
        }
        int deleted = 0;
        for (ByteString name : names) {
            User user = users.remove(name);
            if (user != null) {
                disconnect(user, caller);
                deleted++;
            }
        }
        return deleted;
    }

    /** {@code requirepass} is the password of the user {@code default}; an empty one lets everybody in. */
    private void requirePassword(ByteString password) {
        User user = users.defaultUser();
        user.forgetPasswords(password.isEmpty());
        if (!password.isEmpty()) {
            user.addPassword(Passwords.hash(password.bytes()));
        }
        user.changed();
        openness();
    }

    /** Whether one has to log in may have changed: it decides how much is read of those who have not. */
    private void openness() {
        boolean open = server.access().isOpen();
        server.clients().forEach(client -> client.connection().authenticated(open || client.isAuthenticated()));
    }

    // ---- connections that end ----

    private void disconnect(User gone, @Nullable Client caller) {
        for (Client client : server.clients().snapshot()) {
            if (client.user() == gone) {
                client.user(users.defaultUser());
                client.authenticated(false);
                disconnect(client, caller);
            }
        }
    }

    /** Whoever is executing the command that this follows from gets its reply first. */
    private void disconnect(Client client, @Nullable Client caller) {
        if (client == caller) {
            client.closeAfterReply();
        } else {
            server.clientLife().disconnect(client, "its user lost its rights");
        }
    }

    /** Ends connections that listen to what their user may not listen to any more (ACLKillPubsubClientsIfNeeded). */
    private void endListening(User user, User changed, Client caller) {
        List<ByteString> allowed = new ArrayList<>();
        for (Selector selector : changed.selectors()) {
            if (selector.allowsAllChannels()) {
                return;
            }
            allowed.addAll(selector.channels());
        }
        for (Client client : server.clients().snapshot()) {
            if (client.user() == user && client.type() == ClientType.PUBSUB && !mayListen(client, allowed)) {
                disconnect(client, caller);
            }
        }
    }

    private static boolean mayListen(Client client, List<ByteString> allowed) {
        return areAllowed(PubSub.patternsOf(client), allowed, true)
                && areAllowed(PubSub.channelsOf(client), allowed, false)
                && areAllowed(PubSub.shardChannelsOf(client), allowed, false);
    }

    private static boolean areAllowed(ByteString[] names, List<ByteString> allowed, boolean arePatterns) {
        for (ByteString name : names) {
            if (!Selector.allowsChannel(allowed, name.bytes(), arePatterns)) {
                return false;
            }
        }
        return true;
    }

    // ---- at the start ----

    /**
     * Makes the users of the configuration, or those of the ACL file.
     *
     * @throws IOException why the server cannot start
     */
    public void begin() throws IOException {
        List<List<ByteString>> configured = server.config().users();
        if (hasFile() && !configured.isEmpty()) {
            throw new IOException(
                    "Configuring Redis with users defined in redis.conf and at the same setting an ACL file"
                            + " path is invalid. This setup is very likely to lead to configuration errors and security holes,"
                            + " please define either an ACL file or declare users directly in your redis.conf, but not both.");
        }
        for (List<ByteString> nameAndRules : configured) {
            if (!configure(nameAndRules)) {
                throw new IOException("Critical error while loading ACLs. Exiting.");
            }
        }
        if (hasFile()) {
            String errors = load(null);
            if (errors != null) {
                throw new IOException("Aborting Redis startup because of ACL errors: " + errors);
            }
        }
    }

    private boolean configure(List<ByteString> nameAndRules) {
        ByteString name = nameAndRules.get(0);
        if (UserRules.hasBlanks(name.bytes(), 0)) {
            server.log().warning("Spaces not allowed in ACL usernames");
            return false;
        }
        boolean allChannels = newUsersHaveAllChannels();
        User user = users.find(name);
        if (user == null) {
            user = new User(name, allChannels);
            users.add(user);
        } else {
            UserRules.reset(user, allChannels);
        }
        RuleWords words = RuleWords.merged(nameAndRules.subList(1, nameAndRules.size()));
        for (ByteString rule : words.words()) {
            RuleError error = rules.apply(user, rule, allChannels);
            if (error != null) {
                server.log()
                        .warning("Error loading ACL rule '" + rule.utf8() + "' for the user named '" + name.utf8()
                                + "': " + error.text());
                return false;
            }
        }
        if (!user.isEnabled()) {
            server.log()
                    .notice("The user '" + name.utf8() + "' is disabled (there is no 'on' modifier in the user"
                            + " description). Make sure this is not a configuration error.");
        }
        return true;
    }

    // ---- the ACL file ----

    /** True if users are kept in a file of their own. */
    public boolean hasFile() {
        return !server.config().security.aclFile.isEmpty();
    }

    private String fileName() {
        return server.config().security.aclFile.utf8();
    }

    private Path file() {
        return server.config().process.directory.resolve(fileName());
    }

    /**
     * Replaces all users by those of the file, unless there is a mistake in it. Who is connected as another user than
     * {@code default} is disconnected.
     *
     * @return what is wrong, in one line; null if nothing is
     */
    public @Nullable String load(@Nullable Client caller) {
        UserFile reader = new UserFile(rules, fileName(), newUsersHaveAllChannels());
        Users loaded = reader.read(file());
        if (loaded == null) {
            return reader.errors();
        }
        for (User gone : users.replace(loaded)) {
            disconnect(gone, caller);
        }
        openness();
        return null;
    }

    /** Writes all users into the file. False, after a line in the log, if it cannot be written. */
    public boolean save() {
        StringBuilder content = new StringBuilder();
        for (User user : users.all()) {
            content.append(user.line()).append('\n');
        }
        try {
            AtomicFile.replace(file(), Ascii.bytes(content.toString()), ".tmp");
            return true;
        } catch (IOException e) {
            server.log().warning("Writing ACL file for ACL SAVE: " + e.getMessage());
            return false;
        }
    }

    /** The lines of redis.conf that make the users; none if they have a file of their own. */
    private List<String> configurationLines() {
        List<String> lines = new ArrayList<>();
        if (!hasFile()) {
            for (User user : users.all()) {
                lines.add(user.line());
            }
        }
        return lines;
    }

    @Override
    public String toString() {
        return "UserChanges[" + users + "]";
    }
}
