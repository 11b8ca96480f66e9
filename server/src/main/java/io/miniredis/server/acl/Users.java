package io.miniredis.server.acl;

import io.miniredis.datastructures.ByteString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All users by name. There is always one called {@code default}: what a client is that has not said who it is. */
public final class Users {
    static final ByteString DEFAULT = ByteString.of("default");

    private final User defaultUser;
    private final TreeMap<ByteString, User> byName = new TreeMap<>();

    Users() {
        defaultUser = openToAll();
        byName.put(DEFAULT, defaultUser);
    }

    /** The user {@code default} as it is where nothing else was said: whoever comes may do everything. */
    static User openToAll() {
        User user = new User(DEFAULT, true);
        user.enabled(true);
        user.forgetPasswords(true);
        user.ownSelector().allowAllCommands(true);
        user.ownSelector().allowAllKeys();
        user.changed();
        return user;
    }

    /** False for what would not be read again as it was written: there are blanks in it, or zero bytes. */
    public static boolean isName(ByteString text) {
        return !UserRules.hasBlanks(text.bytes(), 0);
    }

    public User defaultUser() {
        return defaultUser;
    }

    public @Nullable User find(ByteString name) {
        return byName.get(name);
    }

    /** In the order of their names. */
    public Collection<User> all() {
        return byName.values();
    }

    void add(User user) {
        byName.put(user.name(), user);
    }

    @Nullable
    User remove(ByteString name) {
        return byName.remove(name);
    }

    /** These users take the place of all. The user {@code default} stays the same object. Returns who is gone. */
    List<User> replace(Users other) {
        List<User> gone = new ArrayList<>(byName.values());
        gone.remove(defaultUser);
        defaultUser.become(other.defaultUser);
        byName.clear();
        byName.putAll(other.byName);
        byName.put(DEFAULT, defaultUser);
        return gone;
    }

    @Override
    public String toString() {
        String text = "Users" + byName.keySet();
        return text.length() <= 120 ? text : text.substring(0, 119) + "…";
    }
}
