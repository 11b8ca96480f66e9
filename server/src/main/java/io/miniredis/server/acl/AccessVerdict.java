package io.miniredis.server.acl;

/** What a script hears that asks whether a request would be allowed ({@code redis.acl_check_cmd}). */
public enum AccessVerdict {
    ALLOWED,
    DENIED,
    NO_SUCH_COMMAND
}
