package io.miniredis.server.acl;

import java.util.Locale;

/** Where somebody tried what is not allowed, as ACL LOG tells it. */
public enum AccessContext {
    TOPLEVEL,
    MULTI,
    LUA,
    MODULE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
