package io.miniredis.server.acl;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody by name: how they prove who they are and what they may do (struct user).
 *
 * <p>Clients refer to their user, whose rights may change under them. Confined to the main thread.
 */
public final class User {
    private final ByteString name;
    private boolean enabled;
    private boolean passwordless;
    private boolean sanitizing = true;
    /** SHA-256 in hexadecimal digits, each of them good. */
    private List<ByteString> passwords = new ArrayList<>(1);
    /** The first one is the user's own. */
    private List<Selector> selectors = new ArrayList<>(1);

    private boolean unrestricted;
    private @Nullable String description;

    User(ByteString name, boolean allChannels) {
        this.name = name;
        selectors.add(new Selector(allChannels));
    }

    public ByteString name() {
        return name;
    }

    /** True if one may log in as this user. */
    public boolean isEnabled() {
        return enabled;
    }

    /** True if any password is right. */
    public boolean isPasswordless() {
        return passwordless;
    }

    /** True if everything is allowed: no request needs to be looked at. */
    public boolean mayDoEverything() {
        return unrestricted;
    }

    /** True if what the user sends to RESTORE is checked. */
    public boolean isPayloadSanitized() {
        return sanitizing;
    }

    // ---- rules ----

    void enabled(boolean yes) {
        enabled = yes;
    }

    void sanitizing(boolean yes) {
        sanitizing = yes;
    }

    /** {@code nopass} and {@code resetpass}: no password is known any more, and any is right, or none. */
    void forgetPasswords(boolean anyIsRight) {
        passwordless = anyIsRight;
        passwords.clear();
    }

    void addPassword(ByteString hash) {
        if (!passwords.contains(hash)) {
            passwords.add(hash);
        }
        passwordless = false;
    }

    /** False if it was not known. */
    boolean removePassword(ByteString hash) {
        return passwords.remove(hash);
    }

    Selector ownSelector() {
        return selectors.get(0);
    }

    void addSelector(Selector selector) {
        selectors.add(selector);
    }

    void removeSelectors() {
        selectors.subList(1, selectors.size()).clear();
    }

    /** To be called after each change: what is derived from the rules is derived anew. */
    void changed() {
        description = null;
        unrestricted = false;
        for (Selector selector : selectors) {
            unrestricted |= selector.allowsEverything();
        }
    }

    /** Takes over another user's rules; the name stays. */
    void become(User other) {
        enabled = other.enabled;
        passwordless = other.passwordless;
        sanitizing = other.sanitizing;
        passwords = new ArrayList<>(other.passwords);
        selectors = new ArrayList<>(other.selectors.size());
        for (Selector selector : other.selectors) {
            selectors.add(selector.copy());
        }
        changed();
    }

    // ---- what is known ----

    /** Hashes, in the order in which they were added. */
    public List<ByteString> passwords() {
        return passwords;
    }

    List<Selector> selectors() {
        return selectors;
    }

    /** The user's own, then those of its selectors. */
    public List<Permissions> permissions() {
        List<Permissions> all = new ArrayList<>(selectors.size());
        for (Selector selector : selectors) {
            all.add(new Permissions(selector.describeCommands(), selector.describeKeys(), selector.describeChannels()));
        }
        return all;
    }

    /** {@code on} or {@code off}, and so on: as ACL GETUSER lists them. */
    public List<String> flags() {
        List<String> flags = new ArrayList<>(3);
        flags.add(enabled ? "on" : "off");
        if (passwordless) {
            flags.add("nopass");
        }
        flags.add(sanitizing ? "sanitize-payload" : "skip-sanitize-payload");
        return flags;
    }

    /** The rules that make this user, one char a byte. */
    public String describe() {
        String known = description;
        if (known != null) {
            return known;
        }
        StringBuilder text = new StringBuilder();
        for (String flag : flags()) {
            text.append(flag).append(' ');
        }
        for (ByteString password : passwords) {
            text.append('#').append(Ascii.text(password.bytes())).append(' ');
        }
        text.append(ownSelector().describe());
        for (int i = 1; i < selectors.size(); i++) {
            text.append(" (").append(selectors.get(i).describe()).append(')');
        }
        known = text.toString();
        description = known;
        return known;
    }

    /** The line that defines this user in a file. */
    public String line() {
        return "user " + Ascii.text(name.bytes()) + " " + describe();
    }

    /** Without passwords: it is for people. */
    @Override
    public String toString() {
        String text = "User[" + name.utf8() + " " + String.join(" ", flags()) + ", " + passwords.size() + " passwords, "
                + ownSelector().describe();
        return text.length() < 120 ? text + "]" : text.substring(0, 118) + "…]";
    }
}
